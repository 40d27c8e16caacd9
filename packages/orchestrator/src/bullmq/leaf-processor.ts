import { setTimeout as sleep } from 'node:timers/promises'
import { KindError, type LeafRecord, MAX_ATTEMPTS, MAX_WAIT_MS, retryDelayMs } from '@contactsheet/contract'
import { DelayedError, type Job, WaitingError } from 'bullmq'
import type { RunLeaf } from '../run-leaf.ts'
import type { LeafJob } from './jobs.ts'

/** How soon a worker notices that the queue has lost sight of what it runs, in milliseconds. */
export const NOTICE_MS = 2_000

/** Keeps all workers from taking leaves of a queue for so many milliseconds. */
export type Pause = (queue: string, ms: number) => Promise<void>

/**
 * Runs a leaf job and decides what a failed try means for the queue: wait without using up an attempt,
 * try again later, or give the job back because this worker is stopping.
 *
 * @param pause called with the wait a provider asked for
 * @param drain aborted when this worker must stop: what still runs goes back to the queue
 */
export function leafProcessor(runLeaf: RunLeaf, drain: AbortSignal, pause: Pause) {
  return async (job: Job<LeafJob>, token: string, canceled: AbortSignal): Promise<LeafRecord> => {
    // A worker that waits for jobs can take one more after it was told to stop, even the one it has just given back.
    if (drain.aborted) return giveBack(job, token)
    const { batchId, leafId, waits, waitedMs } = job.data
    const startedAt = job.data.startedAt ?? Date.now()
    const number = job.attemptsMade + 1
    // With all the waiting used up, what is waited for is a failure like any other.
    const patient = waitedMs < MAX_WAIT_MS
    try {
      // Taken from a worker that may only have been cut off: this is its time to say that it still runs the leaf.
      if (job.stalledCounter > 0) await sleep(NOTICE_MS + 1_000, undefined, { signal: drain })
      const attempt = { number, last: number >= MAX_ATTEMPTS, patient, startedAt }
      return await runLeaf(batchId, leafId, attempt, AbortSignal.any([drain, canceled]))
    } catch (error) {
      if (drain.aborted) return giveBack(job, token)
      if (error instanceof KindError && error.waits && patient) {
        if (error.kind === 'rate_limited' && error.retryAfterMs !== undefined)
          await pause(job.queueName, error.retryAfterMs)
        const waitMs = retryDelayMs(waits + 1, error.retryAfterMs)
        await job.updateData({ ...job.data, startedAt, waits: waits + 1, waitedMs: waitedMs + waitMs })
        await job.moveToDelayed(Date.now() + waitMs, token)
        throw new DelayedError()
      }
      await job.updateData({ ...job.data, startedAt })
      throw error
    }
  }
}

/** Puts a job back in the queue at once, for another worker, with no attempt used. */
async function giveBack(job: Job<LeafJob>, token: string): Promise<never> {
  await job.moveToWait(token)
  throw new WaitingError()
}
