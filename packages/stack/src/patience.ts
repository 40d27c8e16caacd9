import { setTimeout as sleep } from 'node:timers/promises'

/** Longest all tries of one call may take, in milliseconds: more than a redeploy of the API does. */
const LIMIT_MS = 120_000

/** Waits between tries where the answer names none, in milliseconds: doubled each time, up to the second. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

/** Between any two tries, whatever the answer says, in milliseconds. */
const LEAST_WAIT_MS = 100

/** How a failed try of a call goes on: not at all, or after a wait; in milliseconds if the answer named one. */
export type Verdict = 'give up' | { waitMs: number | undefined }

export interface PatienceOptions {
  judge(error: unknown): Verdict
  /** Hears of every wait. */
  onWait(error: unknown, waitMs: number): void
  /** Ends the waiting, by throwing its reason. */
  signal?: AbortSignal | undefined
}

/**
 * Makes a call until it succeeds, or until a failure says that no other try can help, or the next one would come later
 * than two minutes after the first. The last error is thrown as it is.
 */
export async function patiently<T>(
  call: () => Promise<T>,
  { judge, onWait, signal }: PatienceOptions,
): Promise<T> {
  const deadline = performance.now() + LIMIT_MS
  let backoff = FIRST_WAIT_MS
  for (;;) {
    try {
      return await call()
    } catch (error) {
      signal?.throwIfAborted()
      const verdict = judge(error)
      if (verdict === 'give up') throw error
      const waitMs = Math.max(LEAST_WAIT_MS, verdict.waitMs ?? backoff)
      if (verdict.waitMs === undefined) backoff = Math.min(2 * backoff, LONGEST_WAIT_MS)
      if (performance.now() + waitMs > deadline) throw error
      onWait(error, waitMs)
      await sleep(waitMs, undefined, { ...(signal === undefined ? {} : { signal }) }).catch(() =>
        signal?.throwIfAborted(),
      )
    }
  }
}
