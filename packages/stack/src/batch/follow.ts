import { setTimeout as sleep } from 'node:timers/promises'
import { NoAnswerError, RefusedError } from '@contactsheet/client'
import { type BatchView, isOpenState } from '@contactsheet/contract'

const POLL_MS = 200

/** While nobody is at it, in milliseconds: it is paused, or all that is left of it is at providers' batch APIs. */
const REST_POLL_MS = 2_000

/** How long the API may be away before following a batch is given up. */
const TIMEOUT_MS = 60_000

/**
 * Follows a batch until it has settled.
 *
 * @param onView called with every new view of it
 * @param signal ends the following, by throwing its reason
 * @throws NoAnswerError, RefusedError if the API cannot tell for a minute
 */
export async function follow(
  client: { batch(id: string, options: { patient: false }): Promise<BatchView> },
  batchId: string,
  onView: (view: BatchView) => void,
  signal: AbortSignal,
): Promise<BatchView> {
  let heard = performance.now()
  let pollMs = POLL_MS
  for (;;) {
    try {
      const view = await client.batch(batchId, { patient: false })
      heard = performance.now()
      onView(view)
      if (!isOpenState(view.state)) return view
      pollMs = isAtRest(view) ? REST_POLL_MS : POLL_MS
    } catch (error) {
      signal.throwIfAborted()
      const passing =
        error instanceof NoAnswerError ||
        (error instanceof RefusedError && (error.status >= 500 || error.status === 429))
      if (!passing || performance.now() - heard > TIMEOUT_MS) throw error
    }
    await sleep(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}

function isAtRest({ state, counts, economy }: BatchView): boolean {
  const submitted = economy?.submitted ?? 0
  if (counts.running > submitted) return false
  return state === 'paused' || (submitted > 0 && counts.queued === 0)
}
