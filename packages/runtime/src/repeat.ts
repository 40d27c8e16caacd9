import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Does something at once, and again so long after it was done.
 *
 * @param intervalMs from the end of one pass to the start of the next, in milliseconds
 * @param pass throws nothing
 * @returns stops it, and waits for a pass under way
 */
export function repeat(intervalMs: number, pass: () => Promise<void>): () => Promise<void> {
  const stopping = new AbortController()
  const passes = async () => {
    while (!stopping.signal.aborted) {
      await pass()
      await sleep(intervalMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const running = passes()
  return async () => {
    stopping.abort()
    await running
  }
}
