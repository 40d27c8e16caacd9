import { setTimeout as sleep } from 'node:timers/promises'
import { limitedNames, retryDelayMs } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import { withOrigin } from '@contactsheet/telemetry'
import { DelayedError, type Job } from 'bullmq'
import type { z } from 'zod'
import type { BatchMarks } from '../batch-marks.ts'
import type { Batches } from '../batches.ts'
import type { LaneRunner } from '../lane-runner.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import type { Leases } from '../lease/lease.ts'
import { TIMING } from '../lease/timing.ts'
import { type Backend, connectBackend, type QueueAddress } from './backend.ts'
import { batchProcessor } from './batch-processor.ts'
import { handOverTo } from './hand-over.ts'
import { BATCH_QUEUE, batchJobSchema, type LeafJob, leafJobSchema, leafOfJob, leafQueue } from './jobs.ts'
import { leafProcessor } from './leaf-processor.ts'
import { limitQueues } from './limits.ts'
import { type SlotObserver, UNOBSERVED } from './slot-observer.ts'
import { originOf } from './telemetry.ts'

export interface WorkersOptions {
  store: BatchStore
  /** What was asked of them: a batch that is handed out here, and its leaves, read it once. */
  batches: Batches
  runLeaf: LeafRunner
  runLane: LaneRunner
  /** Those that leaves are run with: they tell which batches are paused. */
  marks: Pick<BatchMarks, 'isPaused'>
  /** Those that leaves are run with: they hear when the queue loses sight of one. */
  leases: Leases
  /** Leaves of one provider run at once in this process. */
  concurrency: number
  /** Hears how leaves come and go. */
  slots?: SlotObserver
  /** Hears of lost connections and of jobs that failed outside a leaf. */
  onError: (error: Error) => void
}

export interface Workers {
  /**
   * Takes no more jobs, lets running ones finish, gives back what still runs after `drainMs` milliseconds. A queue that
   * does not answer then is left alone: what runs here goes to others as after a kill.
   */
  close(drainMs: number): Promise<void>
}

/** Batches fanned out and settled at once. They only wait for the queue and the store. */
const BATCH_CONCURRENCY = 20

/** A killed worker's jobs are taken up by another one once their lock has run out and a check has noticed. */
const RECOVERY = {
  lockDuration: TIMING.expiryMs,
  lockRenewTime: TIMING.renewMs,
  stalledInterval: TIMING.stalledCheckMs,
  // After a lost connection, before the next job is asked for.
  runRetryDelay: 2_000,
  // A leaf whose worker died is not to blame for it; with the default of 1 it would fail at the second kill.
  maxStalledCount: 10,
}

/** How long a queue may take to have jobs given back, in milliseconds. */
const GIVE_BACK_MS = 5_000

/** How long a job of a version this worker does not know is left for newer workers before anybody looks again. */
const UNKNOWN_VERSION_DELAY_MS = 15_000

/** Starts the consumers of every queue in this process. */
export async function startBullWorkers(address: QueueAddress, options: WorkersOptions): Promise<Workers> {
  const {
    store,
    batches,
    runLeaf,
    runLane,
    marks,
    leases,
    concurrency,
    slots = UNOBSERVED,
    onError,
  } = options
  const backend = connectBackend(address, 'consumer', onError)
  const drain = new AbortController()
  // A leaf that is added twice could have run between one time and the other.
  const adder = backend.resends ? connectBackend(address, 'adder', onError) : undefined
  const queuesOf = ({ queue }: Backend) =>
    new Map(limitedNames(address.limits).map(name => [leafQueue(name), queue<LeafJob>(leafQueue(name))]))
  const queues = queuesOf(backend)
  const adding = adder === undefined ? queues : queuesOf(adder)
  await Promise.all([
    limitQueues(queues, address.limits),
    // So that no batch waits for a connection.
    ...[...adding.values()].map(queue => queue.waitUntilReady()),
  ])
  const names = new Map(
    limitedNames(address.limits).map(name => [leafQueue(name), { queue: leafQueue(name), limitedBy: name }]),
  )
  for (const name of names.values())
    slots.opened(name, concurrency, address.limits[name.limitedBy]?.concurrency)
  const named = (queue: string) => names.get(queue) ?? { queue, limitedBy: queue }
  const throttle = async (queue: string, ms: number) => {
    await queues.get(queue)?.rateLimit(ms)
  }
  const runLeafJob = leafProcessor(
    runLeaf,
    marks,
    drain.signal,
    backend,
    handOverTo(queues, address.limits),
    throttle,
    (queue, { kind }, verdict) => slots.triedAgain(named(queue), kind, verdict),
  )
  const { childValues, connectedAt } = backend
  const runBatchJob = batchProcessor({
    store,
    batches,
    queues,
    adding,
    limits: address.limits,
    runLane,
    childValues,
    connectedAt,
  })

  const leafWorkers = [...queues.keys()].map(name =>
    backend.worker(
      name,
      // BullMQ passes a signal only to processors that declare three parameters.
      async (job: Job<LeafJob>, token?: string, signal?: AbortSignal) => {
        await refuseUnknownVersion(job, leafJobSchema, token)
        const ended = slots.started(named(name))
        const run = () => runLeafJob(job, token ?? '', signal ?? drain.signal)
        return withOrigin(originOf(job), run).finally(ended)
      },
      { ...RECOVERY, concurrency },
    ),
  )
  for (const worker of leafWorkers)
    worker.on('lockRenewalFailed', jobIds => {
      for (const jobId of jobIds) leases.lostSightOf(leafOfJob(jobId))
    })
  const batchWorker = backend.worker(
    BATCH_QUEUE,
    async (job: Job, token?: string) => {
      await refuseUnknownVersion(job, batchJobSchema, token)
      await withOrigin(originOf(job), () => runBatchJob(job, token ?? ''))
    },
    {
      ...RECOVERY,
      concurrency: BATCH_CONCURRENCY,
      settings: { backoffStrategy: failures => retryDelayMs(failures) },
    },
  )
  batchWorker.on('failed', (_job, error) => onError(error))

  return {
    async close(drainMs) {
      const timer = setTimeout(() => drain.abort(new Error('this worker is stopping')), drainMs)
      const closed = Promise.allSettled([...leafWorkers, batchWorker].map(worker => worker.close())).then(
        () =>
          Promise.allSettled(
            [...new Set([...queues.values(), ...adding.values()])].map(queue => queue.close()),
          ),
      )
      await Promise.race([closed, sleep(drainMs + GIVE_BACK_MS, undefined, { ref: false })])
      clearTimeout(timer)
      await Promise.all([backend.close(), adder?.close()])
    },
  }
}

async function refuseUnknownVersion(job: Job, schema: z.ZodType, token: string | undefined): Promise<void> {
  if (schema.safeParse(job.data).success) return
  await job.moveToDelayed(Date.now() + UNKNOWN_VERSION_DELAY_MS, token)
  throw new DelayedError()
}
