import { z } from 'zod'

/** The path of a batch. Whether there is such a batch is for the reader to say. */
export const batchPath = z.object({ id: z.string().describe('Id of a batch.') })

export const leafPath = batchPath.extend({ leafId: z.string().describe('Id of a leaf of it.') })

/** The query of a route that takes none. Strict: a parameter that is misspelt is refused, not ignored. */
export const noQuery = z.strictObject({})

/** A query parameter that is on (`?all` or `?all=true`) or off (`?all=false`, or left out). */
export function flag() {
  return z
    .enum(['', 'true', 'false'], 'must be true or false')
    .default('false')
    .transform(value => value !== 'false')
}

/** A query parameter that is one of these words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, `must be one of: ${words.join(', ')}`)
}

/** How many items a page holds. */
export function pageSize(usual: number, most: number) {
  const message = `must be a whole number from 1 to ${most}`
  return z.coerce
    .number(message)
    .int(message)
    .min(1, message)
    .max(most, message)
    .default(usual)
    .describe('Most items on the page.')
}

/** Longest text that is searched for, in characters. */
export const MOST_WORDS = 200

/** Words to search for. */
export const searchWords = z.string().max(MOST_WORDS, `must be at most ${MOST_WORDS} characters`).optional()

/** Where a page starts: what the page before gave as `nextCursor`, which has the form of an id. */
export function cursor(form: RegExp) {
  return z
    .string()
    .regex(form, 'must be the nextCursor of the page before')
    .optional()
    .describe('Where to go on: the `nextCursor` of the page before.')
}
