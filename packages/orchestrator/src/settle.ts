import {
  type Batch,
  DOCUMENT_VERSION,
  type Leaf,
  type LeafFailure,
  type LeafRecord,
  leavesOf,
  type Result,
  resultOf,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import pLimit from 'p-limit'

/** Records written at once. */
const WRITES_AT_ONCE = 32

/** How a leaf ended that left no record: what its record will say. The kind `canceled` makes it a canceled leaf. */
export interface Ending {
  error: LeafFailure
  /** Attempts begun; 0 if not said. */
  attempts?: number | undefined
  /** Start of the first attempt, in milliseconds since the epoch; now if not said. */
  startedAt?: number | undefined
}

/**
 * Settles a batch whose leaves no longer run: every leaf gets a record, then the result is written and the batch is
 * closed. Doing it twice writes the same.
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
  const leaves = [...leavesOf(batch)]
  const stored = leaves.every(leaf => known.has(leaf.id))
    ? new Map<string, LeafRecord>()
    : new Map((await store.records(batch.id)).map(record => [record.leafId, record]))
  const records = await pLimit(WRITES_AT_ONCE).map(leaves, async leaf => {
    // What the store has is newer than what was handed over: a leaf can have run again.
    const found = stored.get(leaf.id) ?? known.get(leaf.id)
    if (found !== undefined) return found
    const record = recordOf(batch, leaf, endingOf(leaf.id))
    await store.writeRecord(record)
    return record
  })
  const result = resultOf(batch, records)
  await store.settle(result)
  return result
}

/**
 * How a leaf ended that the orchestrator lost.
 *
 * @param reason what the orchestrator says of it
 */
export function lost(reason: string | undefined): Ending {
  const message = `The leaf ended without a record${reason === undefined ? '' : `: ${reason}`}. Run the batch's failed leaves again.`
  return { error: { kind: 'internal', message } }
}

function recordOf(batch: Batch, leaf: Leaf, { error, attempts = 0, startedAt }: Ending): LeafRecord {
  const now = Date.now()
  const start = startedAt ?? now
  return {
    version: DOCUMENT_VERSION,
    batchId: batch.id,
    leafId: leaf.id,
    title: leaf.title,
    model: leaf.model.id,
    provider: leaf.model.provider,
    state: error.kind === 'canceled' ? 'canceled' : 'failed',
    attempts,
    startedAt: new Date(start).toISOString(),
    settledAt: new Date(now).toISOString(),
    queuedMs: Math.max(0, start - Date.parse(batch.createdAt)),
    durationMs: Math.max(0, now - start),
    steps: {},
    costUsd: 0,
    simulated: false,
    error,
  }
}
