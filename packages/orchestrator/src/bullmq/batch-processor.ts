import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Batch,
  batchIdTime,
  hasEconomy,
  type Limits,
  leafCount,
  limitedBy,
  modelsOf,
  recordSchema,
} from '@contactsheet/contract'
import { type BatchStore, isDamaged } from '@contactsheet/storage'
import { DelayedError, type Job, UnrecoverableError, WaitingChildrenError } from 'bullmq'
import { MARKS_MS } from '../batch-marks.ts'
import type { Batches } from '../batches.ts'
import { lost } from '../endings.ts'
import type { LaneRunner, LaneStand } from '../lane-runner.ts'
import { TIMING } from '../lease/timing.ts'
import { isParked } from '../parked.ts'
import { type HandedOver, LeavesToRun, settleBatch } from '../settle.ts'
import type { ChildValues, JobQueue } from './backend.ts'
import { chunksOf, jobsOf } from './fan-out.ts'
import { type BatchJob, type LeafJob, leafJobId, leafQueue } from './jobs.ts'
import { restoreLimits } from './limits.ts'
import { Turns } from './turns.ts'

interface BatchProcessorParts {
  store: BatchStore
  batches: Batches
  /** The queues of leaves, by name. */
  queues: ReadonlyMap<string, JobQueue<LeafJob>>
  /** The same, or others that send nothing twice: for adding jobs. */
  adding: ReadonlyMap<string, JobQueue<LeafJob>>
  limits: Limits
  runLane: LaneRunner
  /** Reads what leaves returned. */
  childValues: ChildValues
  /** See `Backend.connectedAt`. */
  connectedAt: () => number
}

/**
 * Shortest and longest pause between two chunks of leaves, in milliseconds. BullMQ's worker takes jobs one after the other and
 * begins with none of them while there are more: a chunk that comes too soon holds up the one before, and without a shortest
 * pause the first call of 150 leaves came after 115 ms instead of 29. What a queue was away for is not waited for twice.
 */
const PAUSE_MS = { shortest: 10, longest: 100 } as const

/**
 * The batch's job, a step job in two phases. `fan-out` adds a job per leaf and then waits, holding no worker; BullMQ
 * takes it up again once every leaf has settled, for `settle`. A worker killed in either phase leaves a job that starts
 * that phase again, which does no harm: job ids are deterministic and settled leaves are left out.
 *
 * A paused batch is not fanned out: its job ends, and the batch stays open in the store until somebody resumes it. One that
 * is paused later has its leaves parked; once all have ended it is back at `fan-out`, as for any leaves that must run again,
 * which then ends it, or, if it has been resumed by then, adds the leaves.
 *
 * Leaves that the economy lane has are left out. For as long as there are any the job comes up again, when the lane says, and is
 * delayed in between: it goes on with the lane, and adds the leaves that this does not have any more.
 */
export function batchProcessor(parts: BatchProcessorParts) {
  const { store, batches, queues, adding, limits, runLane, childValues, connectedAt } = parts
  const turns = new Turns(store, queues)
  return async (job: Job<BatchJob>, token: string): Promise<void> => {
    const { batchId } = job.data
    const parent = { id: batchId, queue: job.queueQualifiedName }

    const fanOut = async (batch: Batch, lane: LaneStand, isFirst: () => boolean) => {
      const [settled, lost, nextTurn] = await Promise.all([
        store.settledStates(batch),
        failureReasons(job),
        turns.of(batch),
      ])
      // With PostgreSQL a child that fails twice is waited for without end.
      const others = new Set([...settled.keys(), ...lost.keys(), ...lane.leaves])
      for (const chunk of chunksOf(batch, others)) {
        const jobs = jobsOf(chunk, {
          batch,
          limits,
          parent,
          isFirst: settled.size === 0 && isFirst(),
          nextTurn,
          attempts: lane.attempts,
        })
        const start = performance.now()
        await Promise.all([...jobs].map(([name, ofQueue]) => adding.get(name)?.addBulk(ofQueue)))
        // The queue and this process are busy with it; the first leaves need both as well before they can ask their providers.
        const tookMs = performance.now() - start
        await sleep(Math.min(Math.max(tookMs, PAUSE_MS.shortest), PAUSE_MS.longest))
      }
    }
    const waitForLeaves = async () => {
      if (await job.moveToWaitingChildren(token)) throw new WaitingChildrenError()
    }
    const settle = async () => {
      const [reasons, batch] = await Promise.all([failureReasons(job), batchOf(batches, batchId)])
      const returned = await returnedRecords(job, batch, limits, childValues)
      await settleBatch(store, batch, returned, leafId => {
        if (returned.parked.has(leafId)) throw new LeavesToRun(`Leaves of batch ${batchId} were parked.`)
        return lost(reasons.get(leafId))
      })
    }

    if (job.data.phase === 'fan-out') {
      const isOnly = onlyFanOut(job, connectedAt())
      const [batch] = await Promise.all([
        // What its leaves read next in this process. The batch may have been recomposed since it was read last.
        batchOf(batches, batchId, { anew: true }),
        restoreLimits(queues, limits),
      ])
      // A leaf that has none of it may have an original all the same, which the lane has kept a moment ago.
      const isFirst = hasEconomy(modelsOf(batch)) ? () => false : isOnly
      const lane = await runLane(batch)
      const isPaused = await store.isPaused(batchId)
      // Leaves that a job added which was cut off here end first: no job can end before its children.
      if (isPaused && !lane.isAtProviders) return waitForLeaves()
      if (!isPaused) await fanOut(batch, lane, isFirst)
      const { lookAt } = lane
      const { lookAt: _, ...data } = job.data
      await job.updateData({ ...data, phase: 'settle', ...(lookAt === undefined ? {} : { lookAt }) })
    }
    await waitForLeaves()
    const { lookAt } = job.data
    // The note of it stays: it tells what the job waits for.
    if (lookAt !== undefined) await fanOutLater(job, token, lookAt)
    try {
      await settle()
    } catch (error) {
      if (!(error instanceof LeavesToRun)) throw error
      // By then every worker sees whether the batch is still paused.
      await fanOutLater(job, token, Date.now() + MARKS_MS)
    }
  }
}

/** Has a job start over at a time, in milliseconds since the epoch. It holds no worker meanwhile. */
async function fanOutLater(job: Job<BatchJob>, token: string, at: number): Promise<never> {
  await job.updateData({ ...job.data, phase: 'fan-out' })
  await job.moveToDelayed(at, token)
  throw new DelayedError()
}

/**
 * Tells, for as long as a job hands out the leaves of its batch, whether no other ever has: then none of them can have run.
 * It is the first start of a job that was added to the queue as it is now, for a batch too young to have been started
 * again; and this process has not stood still for so long that another may have been given the job meanwhile.
 */
function onlyFanOut({ attemptsStarted, timestamp, data }: Job<BatchJob>, connectedAt: number) {
  const isYoung = Date.now() - batchIdTime(data.batchId) < TIMING.secondJobMs
  let isOnly = attemptsStarted === 1 && timestamp >= connectedAt && isYoung
  let askedAt = performance.now()
  return () => {
    const now = performance.now()
    isOnly &&= now - askedAt < TIMING.sureMs
    askedAt = now
    return isOnly
  }
}

/** @throws UnrecoverableError if it is gone or damaged, which the reconciler looks after: waiting would not help */
async function batchOf(batches: Batches, batchId: string, options?: { anew: boolean }): Promise<Batch> {
  const batch = await batches.batch(batchId, options).catch((error: unknown) => {
    throw isDamaged(error) ? new UnrecoverableError(error.message) : error
  })
  if (batch === undefined) throw new UnrecoverableError(`Batch ${batchId} is not in the store.`)
  return batch
}

/** The records that the batch's jobs returned, and, as far as they were asked for, which were parked and returned none. */
async function returnedRecords(
  job: Job<BatchJob>,
  batch: Batch,
  limits: Limits,
  childValues: ChildValues,
): Promise<HandedOver & { parked: ReadonlySet<string> }> {
  const { processed } = await job.getDependenciesCount({ processed: true })
  const read = childValues(job)
  const parked = new Set<string>()
  return {
    parked,
    all: processed === leafCount(batch),
    async records(leaves) {
      const values = await read(
        leaves.map(leaf => ({
          queue: leafQueue(limitedBy(leaf.model, limits)),
          id: leafJobId(batch.id, leaf.id),
        })),
      )
      return values.map((value, place) => {
        if (!isParked(value)) return value === undefined ? undefined : recordSchema.parse(value)
        parked.add(leaves[place]?.id ?? '')
        return undefined
      })
    },
  }
}

/** Why jobs failed that could not even write a record, by leaf id. */
async function failureReasons(job: Job<BatchJob>): Promise<Map<string, string>> {
  const failures = Object.entries((await job.getIgnoredChildrenFailures()) ?? {})
  // Keys end in the job's id, `<batch>.<leaf>`.
  return new Map(failures.map(([key, reason]) => [key.slice(key.lastIndexOf('.') + 1), reason]))
}
