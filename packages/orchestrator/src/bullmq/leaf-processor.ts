import {
  type Attempt,
  afterFailure,
  chargedOnce,
  firstAttempt,
  KindError,
  type LeafRecord,
  nextAttempt,
} from '@contactsheet/contract'
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq'
import type { LeafRunner } from '../leaf-runner.ts'
import type { LeafJob } from './jobs.ts'

/**
 * Longest a provider's answer to one leaf keeps all others from it, in milliseconds. Limits are by the minute: one that
 * still holds then is told anew.
 */
const LONGEST_PAUSE_MS = 60_000

/** Keeps all workers from taking leaves of a queue for so many milliseconds. */
export type Pause = (queue: string, ms: number) => Promise<void>

/**
 * Runs a leaf job and carries out for the queue what a failed attempt means. Whatever is to be tried again goes back
 * into the queue by the same way, with the count of its attempts, for any worker to take; a job that fails is one whose
 * leaf could not even write its record.
 *
 * @param drain aborted when this worker must stop: what still runs goes back to the queue
 * @param pause called with the wait a provider asked for, as far as it holds for other leaves too
 */
export function leafProcessor(runLeaf: LeafRunner, drain: AbortSignal, pause: Pause) {
  return async (job: Job<LeafJob>, token: string, canceled: AbortSignal): Promise<LeafRecord> => {
    // A worker that waits for jobs can take one more after it was told to stop, even the one it has just given back.
    if (drain.aborted) return giveBack(job, token)
    const { batchId, leafId } = job.data
    const attempt = attemptOf(job.data)
    const signal = AbortSignal.any([drain, canceled])
    try {
      return await runLeaf(batchId, leafId, attempt, signal, { takenOver: job.stalledCounter > 0 })
    } catch (error) {
      const failure = KindError.from(error)
      if (drain.aborted) {
        if (failure.charged) await job.updateData({ ...job.data, ...chargedOnce(attempt) })
        return giveBack(job, token)
      }
      const verdict = afterFailure(failure, attempt)
      if (verdict.next === 'settle') throw new UnrecoverableError(failure.message)
      if (failure.kind === 'rate_limited' && failure.retryAfterMs !== undefined)
        await pause(job.queueName, Math.min(failure.retryAfterMs, LONGEST_PAUSE_MS))
      await job.updateData({ ...job.data, ...nextAttempt(attempt, failure, verdict) })
      await job.moveToDelayed(Date.now() + verdict.ms, token)
      throw new DelayedError()
    }
  }
}

function attemptOf({ number, startedAt, waits, waitedMs, failures, charged }: LeafJob): Attempt {
  const first = firstAttempt()
  return {
    number,
    startedAt: startedAt ?? first.startedAt,
    waits,
    waitedMs,
    failures: failures ?? first.failures,
    charged: charged ?? first.charged,
  }
}

/** Puts a job back in the queue at once, for another worker, with no attempt used. */
async function giveBack(job: Job<LeafJob>, token: string): Promise<never> {
  await job.moveToWait(token)
  throw new WaitingError()
}
