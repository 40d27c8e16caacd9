import { setTimeout as sleep } from 'node:timers/promises'
import { KindError, MAX_ATTEMPTS, MAX_WAIT_MS, retryDelayMs } from '@contactsheet/contract'
import type { BegunAttempt, WorkflowNotes } from '@contactsheet/storage'
import type { RunLeaf } from '../run-leaf.ts'
import type { LeafAnswer } from './batch-task.ts'
import { failureText } from './failure-text.ts'

/**
 * Runs one attempt of a leaf as a task run. What is waited for (a rate limit, an outage of the store) is waited for here
 * and uses up no attempt. A failure that another attempt can help is thrown, for the platform to try again.
 *
 * @param canceled aborted when the batch is canceled
 * @returns the record of a leaf that has settled, or a failure that no other attempt can help
 * @throws Error with the failure as its text, never empty
 */
export async function runLeafTask(
  notes: WorkflowNotes,
  runLeaf: RunLeaf,
  batchId: string,
  leafId: string,
  canceled: AbortSignal,
): Promise<LeafAnswer> {
  let noted = false
  let attempt: BegunAttempt = { number: 1, startedAt: Date.now(), waits: 0, waitedMs: 0 }
  for (;;) {
    try {
      if (!noted) {
        const begun = begin(await notes.attempt(batchId, leafId), attempt)
        await notes.writeAttempt(batchId, leafId, begun)
        attempt = begun
        noted = true
      }
      const { number, startedAt } = attempt
      const last = number >= MAX_ATTEMPTS
      const tried = { number, last, patient: isPatient(attempt), startedAt }
      return await runLeaf(batchId, leafId, tried, canceled)
    } catch (error) {
      if (error instanceof KindError && !error.retryable) return { error: error.toFailure() }
      if (!(error instanceof KindError && error.waits && isPatient(attempt)))
        throw new Error(failureText(error), { cause: error })
      const waitMs = retryDelayMs(attempt.waits + 1, error.retryAfterMs)
      // A canceled leaf need not wait any longer to settle.
      await sleep(waitMs, undefined, { signal: canceled }).catch(() => {})
      attempt = { ...attempt, waits: attempt.waits + 1, waitedMs: attempt.waitedMs + waitMs }
      // Should this fail, the next attempt waits longer than it might.
      if (noted) await notes.writeAttempt(batchId, leafId, attempt).catch(() => {})
    }
  }
}

/** The attempt that follows the one noted before, with the waits since this process started. */
function begin(before: BegunAttempt | undefined, now: BegunAttempt): BegunAttempt {
  if (before === undefined) return now
  return {
    number: before.number + 1,
    startedAt: before.startedAt,
    waits: before.waits + now.waits,
    waitedMs: before.waitedMs + now.waitedMs,
  }
}

/** Whether it may wait any longer for what passes by itself. */
function isPatient({ waitedMs }: BegunAttempt): boolean {
  return waitedMs < MAX_WAIT_MS
}
