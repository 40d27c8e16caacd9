import {
  type Batch,
  DOCUMENT_VERSION,
  type Leaf,
  type LeafFailure,
  type LeafRecord,
} from '@contactsheet/contract'

/** The record of a leaf that settles without any try of its own having written one: canceled before it ran, or lost. */
export function recordWithoutRun(batch: Batch, leaf: Leaf, error: LeafFailure): LeafRecord {
  const now = new Date().toISOString()
  return {
    version: DOCUMENT_VERSION,
    batchId: batch.id,
    leafId: leaf.id,
    title: leaf.title,
    model: leaf.model.id,
    provider: leaf.model.provider,
    state: error.kind === 'canceled' ? 'canceled' : 'failed',
    attempts: 0,
    startedAt: now,
    settledAt: now,
    queuedMs: Math.max(0, Date.parse(now) - Date.parse(batch.createdAt)),
    durationMs: 0,
    steps: {},
    costUsd: 0,
    simulated: false,
    error,
  }
}
