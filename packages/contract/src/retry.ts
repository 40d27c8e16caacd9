/** The first try and three retries. */
export const MAX_ATTEMPTS = 4

const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 30_000

/**
 * Longest a leaf waits altogether for what will pass by itself (a rate limit, an outage of the store) before one more
 * counts as a failed attempt, in milliseconds.
 */
export const MAX_WAIT_MS = 15 * 60_000

/**
 * How long to wait before another try: exponential, with the upper half random so that leaves which failed together do
 * not come back together, and never shorter than the other side asked.
 *
 * @param failures tries that have failed so far, from 1
 * @param askedMs what the other side asked for, in milliseconds
 * @param random from 0 up to 1
 * @returns milliseconds
 */
export function retryDelayMs(failures: number, askedMs = 0, random: number = Math.random()): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS)
  const backoff = (full / 2) * (1 + random)
  return Math.round(askedMs > 0 ? askedMs + (backoff - full / 2) : backoff)
}
