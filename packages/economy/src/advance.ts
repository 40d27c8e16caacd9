import { type Attempt, buildRecord, isUnderWay, leafById, type Provider } from '@contactsheet/contract'
import pLimit from 'p-limit'
import { settleCanceled } from './cancel.ts'
import { courseOf, missesIn } from './course.ts'
import { follow } from './follow.ts'
import { hurry, hurryAt } from './hurry.ts'
import { nextLook } from './look-times.ts'
import { takeAnswers } from './reuse.ts'
import { submitFree } from './submit.ts'
import { type Found, type Survey, survey } from './survey.ts'
import type { Lane } from './tools.ts'

/** Jobs followed at once: each holds one picture at a time. */
const JOBS_AT_ONCE = 2

/** What the lane has of a batch. */
export interface LaneStand {
  /** Ids of the leaves that it has: nobody else is to run them. */
  leaves: ReadonlySet<string>
  /** When it is to be gone on with, in milliseconds since the epoch; undefined if it has nothing of the batch. */
  lookAt: number | undefined
  /** Whether providers have some of it, which is to be collected even while the batch is paused. */
  isAtProviders: boolean
  /** The attempts at which leaves are, by their ids, that it has tried and does not have any more. */
  attempts: ReadonlyMap<string, Attempt>
  /** What providers have of it. */
  jobs: readonly { provider: Provider; leaves: number }[]
}

/**
 * Goes on with the economy lane of a batch as far as it goes at this moment, from what the store says alone: follows the jobs that
 * providers have, settles leaves that failed for good, gives those up that the deadline does not leave time for, and has the rest
 * made in new jobs. It does not wait for providers: it tells when to come again.
 *
 * The store says everything, and every write can be repeated, so that it can end at any moment and be gone on with by somebody else. At
 * one time only one may be at it: see the lease.
 *
 * @throws KindError of kind `storage`; what `assertSure` throws
 */
export async function advanceLane(lane: Lane): Promise<LaneStand> {
  const { store, batch, isCanceled, isPaused } = lane
  const [states, kept, jobs, hurried] = await Promise.all([
    store.settledStates(batch),
    store.economy.kept(batch.id),
    store.economy.jobs(batch.id),
    store.economy.hurried(batch.id),
  ])
  const found: Found = { jobs, settled: new Set(states.keys()), kept, hurried }
  const isLate = Date.now() >= hurryTime(lane, survey(batch, found))
  const misses = missesIn(batch, jobs)
  const attemptOf = (leafId: string) => courseOf(batch, leafById(batch, leafId), misses).attempt
  found.jobs = await pLimit(JOBS_AT_ONCE).map(jobs, job =>
    isUnderWay(job) ? follow(lane, job, { kept, attemptOf, isLate }) : job,
  )
  if (isCanceled && !found.jobs.some(isUnderWay)) {
    await settleCanceled(lane, found.settled)
    return { leaves: new Set(), lookAt: undefined, isAtProviders: false, attempts: new Map(), jobs: [] }
  }
  if (!isCanceled && !isPaused) {
    if (isLate) await hurry(lane, found, survey(batch, found))
    await takeAnswers(lane, survey(batch, found).free, kept)
    found.jobs = [...found.jobs, ...(await submitFree(lane, survey(batch, found).free, found.jobs))]
    await settleFailed(lane, survey(batch, found).failed)
  }
  return standOf(lane, found)
}

function hurryTime({ batch }: Lane, { free, submitted }: Survey): number {
  return hurryAt(batch, free.length + submitted.size) ?? Number.POSITIVE_INFINITY
}

async function settleFailed({ store, log, batch, onFailed }: Lane, failed: Survey['failed']): Promise<void> {
  for (const { leaf, attempt, failure } of failed) {
    const record = buildRecord(batch, leaf, { attempt, error: failure.toFailure() })
    await store.writeRecord(record)
    onFailed?.(record)
    const { batchId, leafId, model, provider, attempts, durationMs } = record
    const { kind, message } = failure
    log.warn(
      { batchId, leafId, kind, message, model, provider, attempt: attempts, durationMs },
      'leaf failed',
    )
  }
}

function standOf(lane: Lane, { jobs, ...found }: Found): LaneStand {
  const { batch, isCanceled, longestLookMs } = lane
  const left = survey(batch, { jobs, ...found })
  const { submitted, free, kept, attempts } = left
  // Of a canceled batch what is kept settles with the rest.
  const held = isCanceled ? [...free.map(({ leaf }) => leaf), ...kept] : free.map(({ leaf }) => leaf)
  const leaves = new Set([...submitted, ...held.map(({ id }) => id)])
  const isAtProviders = jobs.some(isUnderWay)
  const look = nextLook(jobs, longestLookMs)
  const late = hurryTime(lane, left)
  const lookAt = Date.now() < late ? Math.min(look, late) : look
  return {
    leaves,
    lookAt: isAtProviders || leaves.size > 0 ? lookAt : undefined,
    isAtProviders,
    attempts,
    jobs: jobs
      .filter(job => isUnderWay(job) && job.id !== undefined)
      .map(({ provider, leaves }) => ({ provider, leaves: leaves.length })),
  }
}
