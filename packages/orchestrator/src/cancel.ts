import { type Batch, isOfLane, leavesOf } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import pLimit from 'p-limit'
import { CANCELED_BEFORE, endedRecord } from './endings.ts'
import type { Orchestrator } from './orchestrator.ts'

/** Records written at once. */
const CALLS_AT_ONCE = 32

/**
 * Cancels what has not settled of a batch. The marker comes first: from then on no leaf starts. Leaves that run are
 * broken off by whoever runs them, within a second; a call to a provider that is under way may still be charged. Leaves
 * that wait are settled here, since their turn in the queue may be far off. The result is written as ever, once the
 * orchestrator has come through.
 *
 * What the economy lane makes is settled by that, once its provider has none of it any more: what is made by then is paid for.
 *
 * Of a batch that is being recomposed, leaves that were not reached keep the pictures and the state they had.
 *
 * Doing it twice, or again after a crash in the middle, does no harm.
 *
 * @throws KindError `storage` if the store fails; the marker may have been written
 */
export async function cancelBatch(
  store: BatchStore,
  orchestrator: Orchestrator,
  batch: Batch,
): Promise<void> {
  await store.cancel(batch.id)
  // Without an answer every leaf counts as waiting. One that runs after all settles itself, and success outweighs this.
  const running = await orchestrator.running(batch).catch(() => new Set<string>())
  const settled = await store.settledStates(batch)
  const waiting = [...leavesOf(batch)].filter(
    leaf => !settled.has(leaf.id) && !running.has(leaf.id) && !isOfLane(leaf),
  )
  await pLimit(CALLS_AT_ONCE).map(waiting, async leaf =>
    store.writeRecord(await endedRecord(store, batch, leaf, CANCELED_BEFORE)),
  )
  // It only hurries things up: the marker has done the work, and the reconciler finds what nobody has, as after a pause.
  await orchestrator.cancel(batch.id).catch(() => {})
  if (await nobodyHas(store, orchestrator, batch.id)) await orchestrator.start(batch.id).catch(() => {})
}

async function nobodyHas(store: BatchStore, orchestrator: Orchestrator, batchId: string): Promise<boolean> {
  return (await store.isOpen(batchId)) && !(await orchestrator.knows(batchId).catch(() => true))
}
