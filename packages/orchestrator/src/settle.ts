import {
  type Batch,
  buildRecord,
  type Ending,
  type LeafRecord,
  leavesOf,
  type Result,
  resultOf,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import pLimit from 'p-limit'

/** Records written at once. */
const WRITES_AT_ONCE = 32

/**
 * Settles a batch whose leaves no longer run: every leaf gets a record, then the result is written and the batch is
 * closed. One that somebody else has settled is left as it is.
 *
 * @param known records the orchestrator has handed over, by leaf id; the rest is read from the store
 * @param endingOf how a leaf ended that has no record
 */
export async function settleBatch(
  store: BatchStore,
  batch: Batch,
  known: ReadonlyMap<string, LeafRecord>,
  endingOf: (leafId: string) => Ending,
): Promise<Result> {
  const settled = (await store.isOpen(batch.id)) ? undefined : await store.result(batch.id)
  if (settled !== undefined) return settled
  const leaves = [...leavesOf(batch)]
  const stored = leaves.every(leaf => known.has(leaf.id))
    ? new Map<string, LeafRecord>()
    : new Map((await store.records(batch.id)).map(record => [record.leafId, record]))
  const records = await pLimit(WRITES_AT_ONCE).map(leaves, async leaf => {
    // What the store has is newer than what was handed over: a leaf can have run again.
    const found = stored.get(leaf.id) ?? known.get(leaf.id)
    if (found !== undefined) return found
    const record = buildRecord(batch, leaf, endingOf(leaf.id))
    await store.writeRecord(record)
    return record
  })
  const result = resultOf(batch, records)
  await store.settle(result)
  return result
}
