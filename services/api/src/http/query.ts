import { z } from 'zod'

/** A query parameter that is on (`?all` or `?all=true`) or off (`?all=false`, or left out). */
export function flag() {
  return z
    .enum(['', 'true', 'false'], 'must be true or false')
    .default('false')
    .transform(value => value !== 'false')
}

/** How many items a page holds. */
export function pageSize(usual: number, most: number) {
  const message = `must be a whole number from 1 to ${most}`
  return z.coerce.number(message).int(message).min(1, message).max(most, message).default(usual)
}

/** Where a page starts: what the page before gave as `nextCursor`, which has the form of an id. */
export function cursor(form: RegExp) {
  return z.string().regex(form, 'must be the nextCursor of the page before').optional()
}
