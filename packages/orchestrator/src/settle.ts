import {
  type Batch,
  buildRecord,
  type Ending,
  type LeafRecord,
  leavesOf,
  type Result,
  resultOf,
} from '@contactsheet/contract'
import { type BatchStore, unlessDamaged } from '@contactsheet/storage'
import pLimit from 'p-limit'

/** Records written at once. */
const WRITES_AT_ONCE = 32

/**
 * A batch cannot be settled yet: records of it turned out to be damaged, or to name an image that is not there, and were
 * taken away for their leaves to run again, which their originals make free. Fan it out once more.
 */
export class LeavesToRun extends Error {
  override readonly name = 'LeavesToRun'
}

/**
 * Settles a batch whose leaves no longer run: every leaf gets a record, then the result is written and the batch is
 * closed. One that somebody else has settled is left as it is.
 *
 * @param known records the orchestrator has handed over, by leaf id; the rest is read from the store
 * @param endingOf how a leaf ended that has no record
 * @throws LeavesToRun if leaves that had settled must run again
 */
export async function settleBatch(
  store: BatchStore,
  batch: Batch,
  known: ReadonlyMap<string, LeafRecord>,
  endingOf: (leafId: string) => Ending | Promise<Ending>,
): Promise<Result> {
  const settled = (await store.isOpen(batch.id)) ? undefined : await unlessDamaged(store.result(batch.id))
  if (settled !== undefined) return settled
  const leaves = [...leavesOf(batch)]
  const stored = leaves.every(leaf => known.has(leaf.id))
    ? new Map<string, LeafRecord>()
    : await storedRecords(store, batch)
  const records = await pLimit(WRITES_AT_ONCE).map(leaves, async leaf => {
    // What the store has is newer than what was handed over: a leaf can have run again.
    const found = stored.get(leaf.id) ?? known.get(leaf.id)
    if (found !== undefined) return found
    const record = buildRecord(batch, leaf, await endingOf(leaf.id))
    await store.writeRecord(record)
    return record
  })
  const result = resultOf(batch, records)
  await store.settle(result)
  return result
}

async function storedRecords(store: BatchStore, batch: Batch): Promise<Map<string, LeafRecord>> {
  const settled = await store.settledStates(batch.id)
  const records = new Map((await store.soundRecords(batch)).map(record => [record.leafId, record]))
  const again = [...leavesOf(batch)].filter(({ id }) => settled.has(id) && !records.has(id))
  if (again.length > 0)
    throw new LeavesToRun(`${again.length} leaves of batch ${batch.id} had settled and must run again.`)
  return records
}
