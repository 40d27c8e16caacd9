import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Attempt,
  addCharges,
  afterFailure,
  DELAY_FACTOR,
  FIRST_DELAY_MS,
  firstAttempt,
  KindError,
  mayBeCharged,
  nextAttempt,
} from '@contactsheet/contract'
import type { WorkflowNotes } from '@contactsheet/storage'
import type { Marks } from '../batch-marks.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { PARKED } from '../parked.ts'
import type { LeafAnswer } from './batch-task.ts'
import { failureText } from './failure-text.ts'

/**
 * Runs one attempt of a leaf as a task run. What is waited for (a rate limit, an outage of the store) is waited for here
 * and uses up no attempt. A failure that another attempt can help is thrown, for the platform to try again; what it was
 * asked to wait beyond the platform's own wait, it waits here.
 *
 * One of a paused batch is parked: its attempts are forgotten, and the batch's task hands it out again once the batch goes
 * on. A leaf that may have been charged for something goes on to its end.
 *
 * @param marks of its batch
 * @param tag of the version that the leaf is to be of
 * @returns the record of a leaf that has settled, or a failure that no other attempt can help, or that it was parked
 * @throws Error with the failure as its text, never empty
 */
export async function leafTask(
  notes: WorkflowNotes,
  runLeaf: LeafRunner,
  batchId: string,
  leafId: string,
  marks: Marks,
  tag?: string,
): Promise<LeafAnswer> {
  const { canceled } = marks
  let noted = false
  let attempt = firstAttempt()
  for (;;) {
    const startedAt = Date.now()
    try {
      const before = noted ? undefined : await notes.attempt(batchId, leafId, tag)
      if (![attempt, before ?? attempt].some(mayBeCharged) && marks.isPaused()) {
        if (noted || before !== undefined) await notes.deleteAttempt(batchId, leafId, tag)
        return PARKED
      }
      if (!noted) {
        const begun = follow(before, attempt)
        await notes.writeAttempt(batchId, leafId, begun, tag)
        attempt = begun
        noted = true
      }
      return await runLeaf(batchId, leafId, attempt, canceled, { tag })
    } catch (error) {
      const failure = KindError.from(error)
      const ran = { startedAt, endedAt: Date.now() }
      const verdict = afterFailure(failure, attempt)
      if (verdict.next === 'settle') return { error: failure.toFailure() }
      const isRetry = verdict.next === 'retry'
      const platformMs = isRetry ? FIRST_DELAY_MS * DELAY_FACTOR ** (attempt.number - 1) : 0
      // A canceled leaf need not wait any longer to settle.
      await sleep(Math.max(0, verdict.ms - platformMs), undefined, { signal: canceled }).catch(() => {})
      const next = nextAttempt(attempt, failure, verdict, ran)
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
    charges: addCharges(before.charges, now.charges),
    ...(before.charged === undefined ? {} : { charged: before.charged }),
    tried: before.tried,
    retries: [...before.retries, ...now.retries],
  }
}
