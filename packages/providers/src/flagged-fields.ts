import { type Batch, type FieldError, textsOf } from '@contactsheet/contract'
import type { Moderate } from './provider.ts'

/** Longest all texts of a batch may take to be judged, in milliseconds. */
const TIMEOUT_MS = 30_000

type Texts = Parameters<typeof textsOf>[0] & Pick<Batch, 'prompts'>

/** A text to be judged, and where the request has it. */
interface Judged {
  field: string
  text: string
  /** Of one that was filled in for a prompt: which. */
  forPrompt?: number
}

/**
 * Has everything judged that a batch would send to its models, and the titles that it would draw instead of its prompts.
 *
 * @returns the fields that are flagged, with the reasons
 * @throws what the moderation throws: nothing is known then
 */
export async function flaggedFields(batch: Texts, moderate: Moderate): Promise<FieldError[]> {
  const texts = [
    ...batch.prompts.map((text, index) => ({ field: `prompts[${index}]`, text })),
    ...titlesIn(batch),
    ...sharedTexts(batch, 'context'),
    ...sharedTexts(batch, 'extraPrompt'),
  ].filter(({ text }) => text !== '')
  const verdicts = await moderate(
    texts.map(({ text }) => text),
    AbortSignal.timeout(TIMEOUT_MS),
  )
  return texts.flatMap(({ field, forPrompt }: Judged, index) => {
    const reasons = verdicts[index] ?? []
    if (reasons.length === 0) return []
    const filled = forPrompt === undefined ? '' : `, with the variables of prompts[${forPrompt}]`
    return [{ field, message: `moderation flags it for ${reasons.join(', ')}${filled}` }]
  })
}

function titlesIn({ items = [] }: Texts): Judged[] {
  return items.flatMap(({ title }, index) =>
    title === undefined ? [] : [{ field: `prompts[${index}].title`, text: title }],
  )
}

/** A text of the whole batch as it comes out for its prompts, each time that it comes out otherwise. */
function sharedTexts(batch: Texts, field: 'context' | 'extraPrompt'): Judged[] {
  if (!batch[field].includes('{{')) return [{ field, text: batch[field] }]
  const seen = new Map<string, number>()
  for (const index of batch.prompts.keys()) {
    const text = textsOf(batch, index)[field]
    if (!seen.has(text)) seen.set(text, index)
  }
  return [...seen].map(([text, forPrompt]) => ({ field, text, forPrompt }))
}
