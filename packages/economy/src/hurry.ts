import {
  atOnce,
  type Batch,
  type Column,
  type EconomyJob,
  isUnderWay,
  KindError,
  type Leaf,
  leafById,
  leavesOf,
  modelCalled,
  roundUsd,
  usdOf,
} from '@contactsheet/contract'
import { cancel } from './follow.ts'
import type { Found, Survey } from './survey.ts'
import type { Lane } from './tools.ts'

const MINUTE_MS = 60_000

/** How long before its deadline a batch is hurried at the most: a provider takes up to ten minutes to end a job. */
const LEAD_MS = 20 * MINUTE_MS

/** What each leaf adds to that: one worker makes four a second of those that take half a minute. */
const LEAD_A_LEAF_MS = 250

/** No more than this part of the time there was in all is for that. */
const PART = 1 / 4

/**
 * When the lane gives up leaves for the sake of the deadline, for them to be made at once; in milliseconds since the epoch.
 *
 * @param leaves that would have to be made then
 */
export function hurryAt({ deadline, createdAt, reopened }: Batch, leaves: number): number | undefined {
  if (deadline === undefined) return undefined
  const end = Date.parse(deadline)
  const start = Math.max(Date.parse(createdAt), reopened === undefined ? 0 : Date.parse(reopened.at))
  const leadMs = Math.min(LEAD_MS + leaves * LEAD_A_LEAF_MS, Math.max(0, end - start) * PART)
  return Math.floor(end - leadMs)
}

/**
 * Gives leaves up that the deadline leaves no time for, as far as the batch's limit lets them be made at once: free ones now; of those
 * that a provider has, it is asked to end the jobs, and what it did not come to is given up once that has ended. Jobs that have ended
 * are left alone: their pictures are paid for.
 *
 * @param found is brought up to date
 */
export async function hurry(lane: Lane, found: Found, { free, submitted }: Survey): Promise<void> {
  const { batch, store, log } = lane
  const open = found.jobs.filter(job => isUnderWay(job) && job.ended === undefined)
  const inJobs = open.flatMap(job =>
    job.leaves
      .filter(id => submitted.has(id))
      .map(id => {
        const leaf = leafById(batch, id)
        return { leaf, model: modelCalled(batch, leaf, job.model) }
      }),
  )
  const waiting = [...free, ...inJobs].toSorted((a, b) => (a.leaf.id < b.leaf.id ? -1 : 1))
  const taken = affordable(batch, waiting, found.hurried)
  const now = free.filter(({ leaf }) => taken.has(leaf.id))
  if (now.length > 0) {
    const hurried = new Set([...found.hurried, ...now.map(({ leaf }) => leaf.id)])
    await store.economy.writeHurried(batch.id, hurried)
    found.hurried = hurried
    log.info(
      { batchId: batch.id, leaves: now.length },
      'leaves are made at once, for the sake of the deadline',
    )
  }
  const isToEnd = (job: (typeof open)[number]) => open.includes(job) && job.leaves.some(id => taken.has(id))
  found.jobs = await Promise.all(found.jobs.map(async job => (isToEnd(job) ? askToEnd(lane, job) : job)))
}

/** A provider that does not answer is asked again at the next look. */
async function askToEnd(lane: Lane, job: EconomyJob): Promise<EconomyJob> {
  try {
    return await cancel(lane, job, 'deadline')
  } catch (thrown) {
    const { kind, detail, message } = KindError.from(thrown)
    if (kind === 'storage' || kind === 'internal') throw thrown
    lane.log.warn({ batchId: lane.batch.id, job: job.id, kind, detail }, message)
    return job
  }
}

/**
 * Which of the leaves that wait can be made at once within the limit of their batch, the first first. The limit is on the estimate,
 * as everywhere; each costs by its price what it costs at once beyond what it is estimated at.
 *
 * @param hurried ids of those that are made at once already
 */
function affordable(
  batch: Batch,
  waiting: readonly { leaf: Leaf; model: Column }[],
  hurried: ReadonlySet<string>,
): Set<string> {
  const { maxCostUsd = Number.POSITIVE_INFINITY, estimateUsd } = batch
  const taken = new Set<string>()
  let leftUsd = maxCostUsd - estimateUsd
  if (hurried.size > 0)
    for (const leaf of leavesOf(batch)) if (hurried.has(leaf.id)) leftUsd -= moreUsd(leaf.model)
  for (const { leaf, model } of waiting) {
    const usd = moreUsd(model)
    if (roundUsd(leftUsd - usd) < 0) continue
    leftUsd -= usd
    taken.add(leaf.id)
  }
  return taken
}

/** What a picture costs at once more than in the lane, in USD. */
function moreUsd(model: Column): number {
  return roundUsd(usdOf(atOnce(model)) - usdOf(model))
}
