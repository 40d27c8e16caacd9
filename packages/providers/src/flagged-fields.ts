import type { Batch, FieldError } from '@contactsheet/contract'
import type { Moderate } from './provider.ts'

/** Longest all texts of a batch may take to be judged, in milliseconds. */
const TIMEOUT_MS = 30_000

/**
 * Has everything judged that a batch would send to its models.
 *
 * @returns the fields that are flagged, with the reasons
 * @throws what the moderation throws: nothing is known then
 */
export async function flaggedFields(
  { prompts, context, extraPrompt }: Pick<Batch, 'prompts' | 'context' | 'extraPrompt'>,
  moderate: Moderate,
): Promise<FieldError[]> {
  const texts = [
    ...prompts.map((text, index) => ({ field: `prompts[${index}]`, text })),
    { field: 'context', text: context },
    { field: 'extraPrompt', text: extraPrompt },
  ].filter(({ text }) => text !== '')
  const verdicts = await moderate(
    texts.map(({ text }) => text),
    AbortSignal.timeout(TIMEOUT_MS),
  )
  return texts.flatMap(({ field }, index) => {
    const reasons = verdicts[index] ?? []
    return reasons.length === 0 ? [] : [{ field, message: `moderation flags it for ${reasons.join(', ')}` }]
  })
}
