import { batchState, countLeaves } from '@contactsheet/contract'
import type { Asked } from './asked.ts'
import type { LaneStand } from './lane-stand.ts'
import type { LeafStates } from './leaf-states.ts'
import type { OpenRecords } from './open-records.ts'
import type { Snapshot } from './snapshot.ts'

/** A snapshot of an open batch, with what the next snapshot can use again. */
export interface OpenSnapshot extends Snapshot {
  readonly states: LeafStates
  readonly records: OpenRecords
  readonly lane: LaneStand | undefined
  /** When it was taken, on the clock of `performance.now()`. */
  readonly takenAt: number
  readonly asked: Asked
}

/**
 * The snapshot of an open batch.
 *
 * @param running ids of leaves the orchestrator says run now; it may name some that have settled since
 * @param paused whether nothing of it is to start
 * @param lane what providers' batch APIs have of it; undefined: it has no economy lane
 * @param label reads what it is called
 * @param picks reads what somebody said of its leaves
 */
export function openSnapshot(
  asked: Asked,
  states: LeafStates,
  running: ReadonlySet<string>,
  records: OpenRecords,
  paused: boolean,
  lane: LaneStand | undefined,
  label: Snapshot['label'],
  picks: Snapshot['picks'],
): OpenSnapshot {
  const { batch } = asked
  const economy = lane?.view(states)
  const isOpenLeaf = (leafId: string) => states.of(leafId) === undefined
  const now = [...running].filter(leafId => isOpenLeaf(leafId) && lane?.of(leafId) === undefined)
  const counts = countLeaves(batch, states.settled(), now.length + (economy?.submitted ?? 0))
  const state = batchState(counts)
  return {
    batch,
    counts,
    // With every leaf settled and no result yet the batch is still being closed.
    state: paused ? 'paused' : state === 'queued' ? state : 'running',
    ...(economy === undefined ? {} : { economy }),
    states,
    records,
    lane,
    takenAt: performance.now(),
    asked,
    stateOf: leafId =>
      states.of(leafId) ?? (running.has(leafId) || lane?.of(leafId) !== undefined ? 'running' : 'queued'),
    submitted: leafId => (isOpenLeaf(leafId) ? lane?.of(leafId) : undefined),
    async record(leafId) {
      const settled = states.of(leafId)
      return settled === undefined ? undefined : records.get(leafId, settled)
    },
    label,
    picks,
    sums: () => records.sums(states),
    bytes: records.bytes + (lane?.bytes ?? 0),
  }
}

export function isOpen(snapshot: Snapshot | undefined): snapshot is OpenSnapshot {
  return snapshot !== undefined && 'states' in snapshot
}
