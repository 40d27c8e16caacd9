import { type Attempt, type Batch, hasEconomy, modelsOf } from '@contactsheet/contract'
import type { BatchMarks, Marks } from './batch-marks.ts'
import type { Hold, Leases } from './lease/lease.ts'

/** What the economy lane has of a batch. */
export interface LaneStand {
  /** Ids of the leaves that it has: nobody else is to run them. */
  leaves: ReadonlySet<string>
  /** When the lane is to be gone on with, in milliseconds since the epoch; undefined if it has nothing of the batch. */
  lookAt: number | undefined
  /** Whether providers have some of it, which is to be collected even while the batch is paused. */
  isAtProviders: boolean
  /** The attempts at which leaves are, by their ids, that it has tried and does not have any more. */
  attempts: ReadonlyMap<string, Attempt>
}

/** Of a batch that has no lane. */
const NOTHING: LaneStand = { leaves: new Set(), lookAt: undefined, isAtProviders: false, attempts: new Map() }

/** Goes on with the lane of a batch, as the economy package does. */
export type AdvanceLane = (batch: Batch, marks: Marks, hold: Hold) => Promise<LaneStand>

/**
 * Goes on with the economy lane of a batch, as far as it goes at this moment. A batch that has no lane costs nothing.
 *
 * @throws KindError of kind `storage` if the store fails
 */
export type LaneRunner = (batch: Batch) => Promise<LaneStand>

interface LaneRunnerParts {
  /** Held by claims in the store, whichever the orchestrator. */
  leases: Leases
  marks: BatchMarks
  advance: AdvanceLane
}

/**
 * What every orchestrator runs the lane with. The job or the task of a batch goes on with it each time it comes up, and is told when to
 * come again, so that nobody waits a day for a provider; the lease on the lane keeps it to one at a time, however many have that job.
 */
export function createLaneRunner({ leases, marks, advance }: LaneRunnerParts): LaneRunner {
  return async batch => {
    if (!hasEconomy(modelsOf(batch))) return NOTHING
    const run = (hold: Hold) => marks.during(batch.id, seen => advance(batch, seen, hold))
    return leases.during({ batchId: batch.id, leafId: 'jobs' }, run, new AbortController().signal)
  }
}
