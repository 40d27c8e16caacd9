import { LeafError, type Limits, limitedNames, retryDelayMs } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import { DelayedError, type Job } from 'bullmq'
import type { z } from 'zod'
import type { RunLeaf } from '../run-leaf.ts'
import { connectBackend, type JobQueue, type QueueAddress } from './backend.ts'
import { batchProcessor } from './batch-processor.ts'
import { BATCH_QUEUE, batchJobSchema, type LeafJob, leafJobSchema, leafQueue } from './jobs.ts'
import { leafProcessor } from './leaf-processor.ts'

export interface WorkersOptions {
  store: BatchStore
  runLeaf: RunLeaf
  /** Leaves of one provider run at once in this process. */
  concurrency: number
  /** Hears of lost connections and of jobs that failed outside a leaf. */
  onError: (error: Error) => void
}

export interface Workers {
  /**
   * Takes no more jobs, lets running ones finish, gives back what still runs after `drainMs` milliseconds.
   */
  close(drainMs: number): Promise<void>
}

/** Batches fanned out and settled at once. They only wait for the queue and the store. */
const BATCH_CONCURRENCY = 20

/**
 * A killed worker's jobs are taken up by another one once their lock has run out and a check has noticed: after 5 to 14
 * seconds with these (facts measured on two cores). Locks are renewed every half duration.
 */
const RECOVERY = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  // A leaf whose worker died is not to blame for it; with the default of 1 it would fail at the second kill.
  maxStalledCount: 10,
}

/** How long a job of a version this worker does not know is left for newer workers before anybody looks again. */
const UNKNOWN_VERSION_DELAY_MS = 15_000

/** Starts the consumers of every queue in this process. */
export async function startBullWorkers(address: QueueAddress, options: WorkersOptions): Promise<Workers> {
  const { store, runLeaf, concurrency, onError } = options
  const backend = connectBackend(address, 'consumer', onError)
  const drain = new AbortController()
  const queues = new Map<string, JobQueue<LeafJob>>(
    limitedNames(address.limits).map(name => [leafQueue(name), backend.queue<LeafJob>(leafQueue(name))]),
  )
  await Promise.all(
    limitedNames(address.limits).map(name => limit(queues.get(leafQueue(name)), address.limits[name])),
  )
  const runLeafJob = leafProcessor(runLeaf, drain.signal, async (queue, ms) => {
    await queues.get(queue)?.rateLimit(ms)
  })
  const runBatchJob = batchProcessor(store, queues, address.limits)

  const leafWorkers = [...queues.keys()].map(name =>
    backend.worker(
      name,
      // BullMQ passes a signal only to processors that declare three parameters.
      async (job: Job<LeafJob>, token?: string, signal?: AbortSignal) => {
        await refuseUnknownVersion(job, leafJobSchema, token)
        return runLeafJob(job, token ?? '', signal ?? drain.signal)
      },
      {
        ...RECOVERY,
        concurrency,
        settings: {
          backoffStrategy: (failures, _type, error) =>
            retryDelayMs(failures, error instanceof LeafError ? error.retryAfterMs : undefined),
        },
      },
    ),
  )
  const batchWorker = backend.worker(
    BATCH_QUEUE,
    async (job: Job, token?: string) => {
      await refuseUnknownVersion(job, batchJobSchema, token)
      await runBatchJob(job, token ?? '')
    },
    { ...RECOVERY, concurrency: BATCH_CONCURRENCY },
  )
  batchWorker.on('failed', (_job, error) => onError(error))

  return {
    async close(drainMs) {
      const timer = setTimeout(() => drain.abort(new Error('this worker is stopping')), drainMs)
      await Promise.allSettled([...leafWorkers, batchWorker].map(worker => worker.close()))
      clearTimeout(timer)
      await Promise.allSettled([...queues.values()].map(queue => queue.close()))
      await backend.close()
    },
  }
}

/**
 * Puts limits on a queue, for all workers. There is always a rate limit, even if only one that nothing reaches: without
 * one a wait that a provider asks for is kept by the worker that was asked alone.
 */
async function limit(queue: JobQueue<LeafJob> | undefined, limits: Limits[string] = {}): Promise<void> {
  const { max, duration } = limits.rpm === undefined ? UNREACHED : window(limits.rpm)
  await queue?.setGlobalRateLimit(max, duration)
  if (limits.concurrency === undefined) await queue?.removeGlobalConcurrency()
  else await queue?.setGlobalConcurrency(limits.concurrency)
}

const UNREACHED = { max: 1_000_000, duration: 1_000 }

/** Requests per minute as so many in a window of at least six seconds: short enough to start evenly. */
function window(rpm: number): { max: number; duration: number } {
  const max = Math.ceil(rpm / 10)
  return { max, duration: Math.ceil((max / rpm) * 60_000) }
}

async function refuseUnknownVersion(job: Job, schema: z.ZodType, token: string | undefined): Promise<void> {
  if (schema.safeParse(job.data).success) return
  await job.moveToDelayed(Date.now() + UNKNOWN_VERSION_DELAY_MS, token)
  throw new DelayedError()
}
