import type {
  Batch,
  BatchState,
  Counts,
  LeafRecord,
  LeafState,
  Result,
  Timings,
} from '@contactsheet/contract'

/** A batch as it stood at one moment. */
export interface Snapshot {
  readonly batch: Batch
  readonly state: BatchState
  readonly counts: Counts
  /** Absent while the batch is open. */
  readonly settledAt?: string
  /** Version of the result this was read from; absent while the batch is open. */
  readonly version?: string
  stateOf(leafId: string): LeafState
  /** Undefined for a leaf that has not settled. */
  record(leafId: string): Promise<LeafRecord | undefined>
  /** What the records add up to, of an open batch as far as they have been read. */
  sums(): Sums
  /** About how much memory it takes. */
  readonly bytes: number
}

export interface Sums {
  timings: Timings
  costUsd: number
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

/** The snapshot of a settled batch, which does not change unless its failed leaves are run again. */
export function settledSnapshot(result: Result, version: string): Snapshot {
  const records = new Map(result.records.map(record => [record.leafId, record]))
  const { batch, state, counts, settledAt, timings, costUsd, atRiskUsd = 0, simulated } = result
  return {
    batch,
    state,
    counts,
    settledAt,
    version,
    // Every leaf of a settled batch has a record: a result cannot be made without.
    stateOf: leafId => records.get(leafId)?.state ?? 'canceled',
    record: async leafId => records.get(leafId),
    sums: () => ({ timings, costUsd, atRiskUsd, simulated }),
    bytes: snapshotBytes(batch, records.size),
  }
}
