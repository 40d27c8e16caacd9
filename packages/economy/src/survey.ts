import {
  type Attempt,
  type Batch,
  type Column,
  type EconomyJob,
  isUnderWay,
  type Leaf,
  leavesOf,
  modelAsked,
} from '@contactsheet/contract'
import { type Course, courseOf, missesIn } from './course.ts'

/** A leaf that the lane is to have made. */
export interface LaneLeaf {
  leaf: Leaf
  /** What is asked to make it. */
  model: Column
  attempt: Attempt
}

/** How the leaves of a batch stand that have not settled, as far as they concern the lane. */
export interface Survey {
  /** In a job that is under way. */
  submitted: Set<string>
  /** In none, and to be in one. */
  free: LaneLeaf[]
  /** Failed for good. */
  failed: (LaneLeaf & Required<Course>)[]
  /** Of those that are not the lane's, or not any more: the attempts that are due, where the lane has made some before. */
  attempts: Map<string, Attempt>
  /** Those of which an original is kept: they are due. */
  kept: Leaf[]
}

/** What there is of a batch in the store, as it is brought up to date. */
export interface Found {
  jobs: readonly EconomyJob[]
  /** Ids of leaves: those that have settled, that an original is kept of, that are made at once for the sake of the deadline. */
  settled: ReadonlySet<string>
  kept: ReadonlySet<string>
  hurried: ReadonlySet<string>
}

/** Goes through the leaves of a batch. Those of a later version are none of the lane's: they have an original, or are made at once. */
export function survey(batch: Batch, { jobs, settled, kept, hurried }: Found): Survey {
  const submitted = new Set(jobs.filter(isUnderWay).flatMap(({ leaves }) => leaves))
  const misses = missesIn(batch, jobs)
  const result: Survey = { submitted: new Set(), free: [], failed: [], attempts: new Map(), kept: [] }
  for (const leaf of leavesOf(batch)) {
    if (settled.has(leaf.id) || leaf.version !== undefined) continue
    const { attempt, failure } = courseOf(batch, leaf, misses)
    const model = modelAsked(batch, leaf, attempt)
    if (kept.has(leaf.id)) result.kept.push(leaf)
    else if (submitted.has(leaf.id)) result.submitted.add(leaf.id)
    else if (failure !== undefined) result.failed.push({ leaf, model, attempt, failure })
    else if (model.speed === 'economy' && !hurried.has(leaf.id)) result.free.push({ leaf, model, attempt })
    if (misses.has(leaf.id)) result.attempts.set(leaf.id, attempt)
  }
  return result
}
