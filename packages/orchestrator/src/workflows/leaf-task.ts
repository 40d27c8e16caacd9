import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Attempt,
  afterFailure,
  DELAY_FACTOR,
  FIRST_DELAY_MS,
  firstAttempt,
  KindError,
  nextAttempt,
} from '@contactsheet/contract'
import type { WorkflowNotes } from '@contactsheet/storage'
import type { LeafRunner } from '../leaf-runner.ts'
import type { LeafAnswer } from './batch-task.ts'
import { failureText } from './failure-text.ts'

/**
 * Runs one attempt of a leaf as a task run. What is waited for (a rate limit, an outage of the store) is waited for here
 * and uses up no attempt. A failure that another attempt can help is thrown, for the platform to try again; what it was
 * asked to wait beyond the platform's own wait, it waits here.
 *
 * @param canceled aborted when the batch is canceled
 * @param tag of the version that the leaf is to be of
 * @returns the record of a leaf that has settled, or a failure that no other attempt can help
 * @throws Error with the failure as its text, never empty
 */
export async function leafTask(
  notes: WorkflowNotes,
  runLeaf: LeafRunner,
  batchId: string,
  leafId: string,
  canceled: AbortSignal,
  tag?: string,
): Promise<LeafAnswer> {
  let noted = false
  let attempt = firstAttempt()
  for (;;) {
    try {
      if (!noted) {
        const begun = follow(await notes.attempt(batchId, leafId, tag), attempt)
        await notes.writeAttempt(batchId, leafId, begun, tag)
        attempt = begun
        noted = true
      }
      return await runLeaf(batchId, leafId, attempt, canceled, { tag })
    } catch (error) {
      const failure = KindError.from(error)
      const verdict = afterFailure(failure, attempt)
      if (verdict.next === 'settle') return { error: failure.toFailure() }
      const isRetry = verdict.next === 'retry'
      const platformMs = isRetry ? FIRST_DELAY_MS * DELAY_FACTOR ** (attempt.number - 1) : 0
      // A canceled leaf need not wait any longer to settle.
      await sleep(Math.max(0, verdict.ms - platformMs), undefined, { signal: canceled }).catch(() => {})
      const next = nextAttempt(attempt, failure, verdict)
      // The number is counted when an attempt begins. Should this fail, the next one waits longer than it might.
      if (noted)
        await notes.writeAttempt(batchId, leafId, { ...next, number: attempt.number }, tag).catch(() => {})
      if (isRetry) throw new Error(failureText(failure), { cause: error })
      attempt = next
    }
  }
}

/** The attempt that follows the one noted before, with the waits since this process started. */
function follow(before: Attempt | undefined, now: Attempt): Attempt {
  if (before === undefined) return now
  return {
    number: before.number + 1,
    startedAt: before.startedAt,
    waits: before.waits + now.waits,
    waitedMs: before.waitedMs + now.waitedMs,
    failures: before.failures,
    charged: before.charged + now.charged,
  }
}
