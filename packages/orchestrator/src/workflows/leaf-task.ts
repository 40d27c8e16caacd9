import { setTimeout as sleep } from 'node:timers/promises'
import { LeafError, type LeafRecord, MAX_ATTEMPTS, MAX_WAIT_MS, retryDelayMs } from '@contactsheet/contract'
import type { BegunAttempt, WorkflowNotes } from '@contactsheet/storage'
import type { RunLeaf } from '../run-leaf.ts'
import { failureText } from './failure-text.ts'

/**
 * Runs one attempt of a leaf as a task run. What is waited for (a rate limit, an outage of the store) is waited for here
 * and uses up no attempt. A failure that another attempt can help is thrown, for the platform to try again.
 *
 * @param canceled aborted when the batch is canceled
 * @returns the record, of a leaf that has settled
 * @throws Error with the failure as text, never empty
 */
export async function runLeafTask(
  notes: WorkflowNotes,
  runLeaf: RunLeaf,
  batchId: string,
  leafId: string,
  canceled: AbortSignal,
): Promise<LeafRecord> {
  let waits = 0
  let waitedMs = 0
  let begun: BegunAttempt | undefined
  for (;;) {
    const before = begun?.waitedMs ?? 0
    const patient = before + waitedMs < MAX_WAIT_MS
    try {
      begun ??= await begin(notes, batchId, leafId)
      const { number, startedAt } = begun
      const attempt = { number, last: number >= MAX_ATTEMPTS, patient, startedAt }
      return await runLeaf(batchId, leafId, attempt, canceled)
    } catch (error) {
      if (!(error instanceof LeafError && error.waits && patient))
        throw new Error(failureText(error), { cause: error })
      const waitMs = retryDelayMs(++waits, error.retryAfterMs)
      // A canceled leaf need not wait any longer to settle.
      await sleep(waitMs, undefined, { signal: canceled }).catch(() => {})
      waitedMs += waitMs
    }
  }
}
