import {
  type Batch,
  DOCUMENT_VERSION,
  type Leaf,
  type LeafRecord,
  leavesOf,
  type Result,
  resultOf,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'

/**
 * Settles a batch whose leaves no longer run: every leaf gets a record, then the result is written and the batch is
 * closed. Doing it twice writes the same.
 *
 * @param known records the orchestrator has handed over, by leaf id; the rest is read from the store
 * @param reasons why leaves without a record ended, by leaf id, where the orchestrator knows
 */
export async function settleBatch(
  store: BatchStore,
  batch: Batch,
  known: ReadonlyMap<string, LeafRecord>,
  reasons: ReadonlyMap<string, string>,
): Promise<Result> {
  const leaves = [...leavesOf(batch)]
  const stored = leaves.every(leaf => known.has(leaf.id))
    ? new Map<string, LeafRecord>()
    : new Map((await store.records(batch.id)).map(record => [record.leafId, record]))
  const records: LeafRecord[] = []
  for (const leaf of leaves) {
    // What the store has is newer than what a job returned: a leaf can have run again.
    const found = stored.get(leaf.id) ?? known.get(leaf.id)
    if (found !== undefined) {
      records.push(found)
      continue
    }
    const lost = lostRecord(batch, leaf, reasons.get(leaf.id))
    await store.writeRecord(lost)
    records.push(lost)
  }
  const result = resultOf(batch, records)
  await store.settle(result)
  return result
}

/** The record of a leaf that ended without being able to write one. */
function lostRecord(batch: Batch, leaf: Leaf, reason: string | undefined): LeafRecord {
  const now = new Date().toISOString()
  return {
    version: DOCUMENT_VERSION,
    batchId: batch.id,
    leafId: leaf.id,
    title: leaf.title,
    model: leaf.model.id,
    provider: leaf.model.provider,
    state: 'failed',
    attempts: 0,
    startedAt: now,
    settledAt: now,
    queuedMs: 0,
    durationMs: 0,
    steps: {},
    costUsd: 0,
    simulated: false,
    error: {
      kind: 'internal',
      message: `The leaf ended without a record${reason === undefined ? '' : `: ${reason}`}. Run the batch's failed leaves again.`,
    },
  }
}
