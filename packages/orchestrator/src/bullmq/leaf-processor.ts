import {
  type Attempt,
  afterFailure,
  firstAttempt,
  KindError,
  type LeafRecord,
  mayBeCharged,
  nextAttempt,
  type Verdict,
  withCharge,
} from '@contactsheet/contract'
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq'
import type { BatchMarks } from '../batch-marks.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { PARKED, type Parked } from '../parked.ts'
import type { Backend } from './backend.ts'
import type { HandOver } from './hand-over.ts'
import { LEAF_JOBS, type LeafJob } from './jobs.ts'

/**
 * Longest a provider's answer to one leaf keeps all others from it, in milliseconds. Limits are by the minute: one that
 * still holds then is told anew.
 */
const LONGEST_THROTTLE_MS = 60_000

/** Hears of an attempt that failed, in the queue of a job, and of what follows. */
export type OnTriedAgain = (
  queue: string,
  failure: KindError,
  verdict: Exclude<Verdict, { next: 'settle' }>,
) => void

/** Keeps all workers from taking leaves of a queue for so many milliseconds. */
export type Throttle = (queue: string, ms: number) => Promise<void>

/**
 * Runs a leaf job and carries out for the queue what a failed attempt means. Whatever is to be tried again goes back
 * into the queue by the same way, with the count of its attempts, for any worker to take; a job that fails is one whose
 * leaf could not even write its record.
 *
 * A job of a paused batch is parked: it ends at once, returning {@link PARKED}, and the batch's job adds it again once the
 * batch goes on. Its attempts are forgotten, but for a leaf that may have been charged for something: that goes on to its end.
 *
 * @param marks of the batches
 * @param drain aborted when this worker must stop: what still runs goes back to the queue
 * @param connection to the queue
 * @param handOver to the queue of another model
 * @param throttle called with the wait a provider asked for, as far as it holds for other leaves too
 */
export function leafProcessor(
  runLeaf: LeafRunner,
  marks: Pick<BatchMarks, 'isPaused'>,
  drain: AbortSignal,
  connection: Pick<Backend, 'connectedAt' | 'reconnectedAt'>,
  handOver: HandOver,
  throttle: Throttle,
  onTriedAgain: OnTriedAgain = () => {},
) {
  return async (job: Job<LeafJob>, token: string, canceled: AbortSignal): Promise<LeafRecord | Parked> => {
    // A worker that waits for jobs can take one more after it was told to stop, even the one it has just given back.
    if (drain.aborted) return giveBack(job, token)
    await handOver.goOn(job, token)
    const { batchId, leafId, tag } = job.data
    const attempt = attemptOf(job.data)
    const signal = AbortSignal.any([drain, canceled])
    const startedAt = Date.now()
    try {
      if (!mayBeCharged(attempt) && (await marks.isPaused(batchId))) return PARKED
      const takenOver = job.stalledCounter > 0
      return await runLeaf(batchId, leafId, attempt, signal, {
        takenOver,
        reconnectedAt: connection.reconnectedAt(),
        first: isFirst(job, connection.connectedAt()),
        tag,
      })
    } catch (error) {
      const failure = KindError.from(error)
      if (drain.aborted) {
        if (failure.charge !== undefined)
          await job.updateData({ ...job.data, ...withCharge(attempt, failure.charge) })
        return giveBack(job, token)
      }
      const verdict = afterFailure(failure, attempt)
      if (verdict.next === 'settle') throw new UnrecoverableError(failure.message)
      if (failure.kind === 'rate_limited' && failure.retryAfterMs !== undefined)
        await throttle(job.queueName, Math.min(failure.retryAfterMs, LONGEST_THROTTLE_MS))
      onTriedAgain(job.queueName, failure, verdict)
      const next = nextAttempt(attempt, failure, verdict, { startedAt, endedAt: Date.now() })
      if (verdict.next === 'fallback') await handOver.begin(job, token, next, verdict.model)
      await job.updateData({ ...job.data, ...next })
      await job.moveToDelayed(Date.now() + verdict.ms, token)
      throw new DelayedError()
    }
  }
}

/**
 * Whether, by what the queue knows, nobody has run a leaf before: the first start of the first job there has been for it. A
 * queue that came back as it was some time ago would say so of leaves that have run since; so a job must have been added
 * since the connection stands.
 */
function isFirst({ name, attemptsStarted, timestamp }: Job<LeafJob>, connectedAt: number): boolean {
  return name === LEAF_JOBS.first && attemptsStarted === 1 && timestamp >= connectedAt
}

function attemptOf(job: LeafJob): Attempt {
  const { number, startedAt, waits, waitedMs, failures, charges, charged, tried, retries } = job
  const first = firstAttempt()
  return {
    number,
    startedAt: startedAt ?? first.startedAt,
    waits,
    waitedMs,
    failures: failures ?? first.failures,
    charges: charges ?? first.charges,
    ...(charged === undefined ? {} : { charged }),
    tried: tried ?? first.tried,
    retries: retries ?? first.retries,
  }
}

/** Puts a job back in the queue at once, for another worker, with no attempt used. */
async function giveBack(job: Job<LeafJob>, token: string): Promise<never> {
  await job.moveToWait(token)
  throw new WaitingError()
}
