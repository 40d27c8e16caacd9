import { batchState, countLeaves } from '@contactsheet/contract'
import type { Asked } from './asked.ts'
import type { LeafStates } from './leaf-states.ts'
import type { OpenRecords } from './open-records.ts'
import type { Snapshot } from './snapshot.ts'

/** A snapshot of an open batch, with what the next snapshot can use again. */
export interface OpenSnapshot extends Snapshot {
  readonly states: LeafStates
  readonly records: OpenRecords
  /** When it was taken, on the clock of `performance.now()`. */
  readonly takenAt: number
  readonly asked: Asked
}

/**
 * The snapshot of an open batch.
 *
 * @param running ids of leaves the orchestrator says run now; it may name some that have settled since
 * @param paused whether nothing of it is to start
 */
export function openSnapshot(
  asked: Asked,
  states: LeafStates,
  running: ReadonlySet<string>,
  records: OpenRecords,
  paused: boolean,
): OpenSnapshot {
  const { batch } = asked
  const now = [...running].filter(leafId => states.of(leafId) === undefined)
  const counts = countLeaves(batch, states.settled(), now.length)
  const state = batchState(counts)
  return {
    batch,
    counts,
    // With every leaf settled and no result yet the batch is still being closed.
    state: paused ? 'paused' : state === 'queued' ? state : 'running',
    states,
    records,
    takenAt: performance.now(),
    asked,
    stateOf: leafId => states.of(leafId) ?? (running.has(leafId) ? 'running' : 'queued'),
    async record(leafId) {
      const settled = states.of(leafId)
      return settled === undefined ? undefined : records.get(leafId, settled)
    },
    sums: () => records.sums(states),
    bytes: records.bytes,
  }
}

export function isOpen(snapshot: Snapshot | undefined): snapshot is OpenSnapshot {
  return snapshot !== undefined && 'states' in snapshot
}
