/** Longest all tries of one call may take, in milliseconds: more than a redeploy of the API does. */
export const LIMIT_MS = 120_000

/** Waits between tries where the answer names none, in milliseconds: doubled each time, up to the second. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

/** Between any two tries, whatever the answer says, in milliseconds. */
const LEAST_WAIT_MS = 100

/** How a failed try of a call goes on: not at all, or after a wait; in milliseconds if the answer named one. */
export type Verdict = 'give up' | { waitMs: number | undefined }

/** Hears of every wait, and of the error that it follows. */
export type OnWait = (error: unknown, waitMs: number) => void

export interface PatienceOptions {
  judge(error: unknown): Verdict
  onWait: OnWait
  /** Ends the waiting, by throwing its reason. */
  signal: AbortSignal
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
  const backoff = new Backoff()
  for (;;) {
    try {
      return await call()
    } catch (error) {
      signal.throwIfAborted()
      const verdict = judge(error)
      if (verdict === 'give up') throw error
      const waitMs = Math.max(LEAST_WAIT_MS, verdict.waitMs ?? backoff.next())
      if (performance.now() + waitMs > deadline) throw error
      onWait(error, waitMs)
      await sleep(waitMs, signal)
    }
  }
}

/** Waits that double. */
export class Backoff {
  #waitMs: number

  /** @param firstMs in milliseconds */
  constructor(firstMs: number = FIRST_WAIT_MS) {
    this.#waitMs = firstMs
  }

  /** @returns milliseconds */
  next(): number {
    const waitMs = Math.max(LEAST_WAIT_MS, this.#waitMs)
    this.#waitMs = Math.max(waitMs, Math.min(2 * waitMs, LONGEST_WAIT_MS))
    return waitMs
  }
}

/** @throws the reason of the signal, once it aborts */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
