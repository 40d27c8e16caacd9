import type { Batch } from './batch.ts'
import { textsOf } from './leaf-texts.ts'
import { clip } from './text/clip.ts'

/** Warnings about repeated prompts that are written out; more are told by their number. */
const MOST_REPETITIONS = 5

/** The titles of a batch's prompts, unless leaves have others. */
export function titlesOf({ prompts, items }: Pick<Batch, 'prompts' | 'items'>): string[] {
  return prompts.map((prompt, index) => items?.[index]?.title ?? prompt)
}

/**
 * A warning for each prompt that comes again with the same title and references, in other case or spacing too. Unlike a model
 * it is made each time: leaves are numbered by the prompts as they were sent, so that callers find their pictures by position,
 * and two pictures of one prompt may be meant.
 *
 * @param referencesAt what tells the references of a prompt from those of another
 * @param from position of the first prompt that is news: of others alone nothing is told
 */
export function repetitions(
  batch: Parameters<typeof textsOf>[0] & Pick<Batch, 'prompts'>,
  referencesAt: (index: number) => readonly (string | number)[],
  from = 0,
): string[] {
  const { prompts, items } = batch
  const titles = titlesOf(batch)
  const alike = prompts.map((prompt, index) => {
    const references = referencesAt(index)
    if (items === undefined && references.length === 0) return withoutCase(prompt)
    const { context, extraPrompt } = textsOf(batch, index)
    const texts = [prompt, titles[index] ?? '', context, extraPrompt].map(withoutCase)
    return [...texts, ...references].join('\0')
  })
  if (new Set(alike).size === prompts.length) return []
  const places = Map.groupBy(prompts.keys(), index => alike[index])
  const repeated = [...places.values()].filter(
    indexes => indexes.length > 1 && indexes.some(index => index >= from),
  )
  const told = repeated
    .slice(0, MOST_REPETITIONS)
    .map(
      ([first = 0, ...others]) =>
        `Prompt "${clip(prompts[first] ?? '')}" is there ${others.length + 1} times (${listed([first, ...others])}); each is made and paid for. Take out what you do not mean.`,
    )
  const rest = repeated.length - told.length
  return rest === 0 ? told : [...told, `And ${rest} more prompts are there more than once.`]
}

function withoutCase(prompt: string): string {
  // Thousands of prompts are looked at while their caller waits, and most are of letters that need no normalizing.
  const normal = /^[ -~]*$/.test(prompt) ? prompt : prompt.normalize('NFKC')
  return normal.toLowerCase().replace(/\s\s+|[^\S ]/g, ' ')
}

/** Positions of prompts as errors name them, the first few. */
function listed(indexes: readonly number[]): string {
  const shown = indexes.slice(0, MOST_REPETITIONS).map(index => `prompts[${index}]`)
  return `${shown.join(', ')}${indexes.length > shown.length ? ', ...' : ''}`
}
