import {
  type Batch,
  type BatchState,
  type BatchView,
  type Counts,
  type Label,
  type LeafRecord,
  type LeafState,
  leafPosition,
  type Picks,
  type SettledState,
  type Timings,
} from '@contactsheet/contract'
import type { SettledResult } from '@contactsheet/storage'
import type { Submitted } from './lane-stand.ts'

/** A batch as it stood at one moment. */
export interface Snapshot {
  readonly batch: Batch
  readonly state: BatchState
  readonly counts: Counts
  /** Absent while the batch is open. */
  readonly settledAt?: string
  /** Version of the result this was read from; absent while the batch is open. */
  readonly version?: string
  /** What providers' batch APIs have of it. Absent once it has settled, and of a batch without an economy lane. */
  readonly economy?: NonNullable<BatchView['economy']>
  stateOf(leafId: string): LeafState
  /** Of a leaf that one of those has: since when. */
  submitted?(leafId: string): Submitted | undefined
  /** Undefined for a leaf that has not settled. */
  record(leafId: string): Promise<LeafRecord | undefined>
  /** What it is called by now. */
  label(): Promise<Label>
  /** What somebody said of its leaves. Asked for anew now and then: it changes while all else stays. */
  picks(): Promise<Picks>
  /** What the records add up to, of an open batch as far as they have been read. */
  sums(): Sums
  /** About how much memory it takes. */
  readonly bytes: number
}

export interface Sums {
  timings: Timings
  costUsd: number
  /** How much of that is by list prices, in USD. */
  listUsd: number
  /** What may have been charged beside that, in USD; 0 if nothing. */
  atRiskUsd: number
  simulated: boolean
}

/** What one record takes in memory, roughly. */
const RECORD_BYTES = 2_000

/** About how much memory a batch with so many records takes. */
export function snapshotBytes(batch: Batch, records: number): number {
  const text = batch.prompts.reduce((sum, prompt) => sum + prompt.length, 0)
  return 2 * text + RECORD_BYTES * (records + batch.models.length)
}

/**
 * The snapshot of a settled batch, which does not change unless its failed leaves are run again.
 *
 * @param record reads the record of one of its leaves
 * @param label reads what it is called
 * @param picks reads what somebody said of them
 */
export function settledSnapshot(
  result: SettledResult,
  record: (leafId: string, state: SettledState) => Promise<LeafRecord | undefined>,
  label: () => Promise<Label>,
  picks: () => Promise<Picks>,
): Snapshot {
  const { outcome, version } = result
  const { batch, state, counts, settledAt, timings, costUsd, listUsd = 0, atRiskUsd = 0, simulated } = outcome
  const stateOf = (leafId: string) => result.stateAt(leafPosition(batch, leafId))
  return {
    batch,
    state,
    counts,
    settledAt,
    version,
    stateOf,
    record: leafId => record(leafId, stateOf(leafId)),
    label,
    picks,
    sums: () => ({ timings, costUsd, listUsd, atRiskUsd, simulated }),
    // A letter for each leaf, and the records of its only page, if that is all it has.
    bytes: snapshotBytes(batch, result.pages === 1 ? counts.total : 0) + counts.total,
  }
}
