import {
  atRiskOf,
  type Batch,
  batchState,
  countLeaves,
  leafCount,
  roundUsd,
  type SettledState,
  timingsOf,
} from '@contactsheet/contract'
import type { OpenRecords } from './open-records.ts'
import { type Snapshot, snapshotBytes } from './snapshot.ts'

/** A snapshot of an open batch, with what the next snapshot can use again. */
export interface OpenSnapshot extends Snapshot {
  readonly records: OpenRecords
  /** When it was taken, on the clock of `performance.now()`. */
  readonly takenAt: number
}

/**
 * The snapshot of an open batch from one listing of its records' keys.
 *
 * @param running ids of leaves the orchestrator says run now; it may name some that have settled since
 */
export function openSnapshot(
  batch: Batch,
  states: ReadonlyMap<string, SettledState>,
  running: ReadonlySet<string>,
  records: OpenRecords,
): OpenSnapshot {
  const now = [...running].filter(leafId => !states.has(leafId))
  const counts = countLeaves(batch, states.values(), now.length)
  const state = batchState(counts)
  return {
    batch,
    counts,
    // With every leaf settled and no result yet the batch is still being closed.
    state: state === 'queued' ? state : 'running',
    records,
    takenAt: performance.now(),
    stateOf: leafId => states.get(leafId) ?? (running.has(leafId) ? 'running' : 'queued'),
    async record(leafId) {
      const settled = states.get(leafId)
      return settled === undefined ? undefined : records.get(leafId, settled)
    },
    sums() {
      const known = [...records.known]
      return {
        timings: timingsOf(batch, known, Date.now()),
        costUsd: roundUsd(known.reduce((sum, record) => sum + (record.costUsd ?? 0), 0)),
        atRiskUsd: atRiskOf(known),
        simulated: known.some(record => record.simulated),
      }
    },
    bytes: snapshotBytes(batch, leafCount(batch)),
  }
}
