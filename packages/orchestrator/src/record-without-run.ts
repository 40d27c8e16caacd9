import {
  type Batch,
  DOCUMENT_VERSION,
  type Leaf,
  type LeafFailure,
  type LeafRecord,
} from '@contactsheet/contract'

/** How a leaf ended that wrote no record itself: what its record will say. The kind `canceled` makes it a canceled leaf. */
export interface Ending {
  error: LeafFailure
  /** Attempts begun; 0 if not said. */
  attempts?: number | undefined
  /** Start of the first attempt, in milliseconds since the epoch; now if not said. */
  startedAt?: number | undefined
}

/** How a leaf ends that never ran because its batch was canceled. */
export const CANCELED_BEFORE: Ending = {
  error: { kind: 'canceled', message: 'The batch was canceled before this leaf ran.' },
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

/** The record of a leaf that settles without any try of its own having written one: canceled before it ran, or lost. */
export function recordWithoutRun(
  batch: Batch,
  leaf: Leaf,
  { error, attempts = 0, startedAt }: Ending,
): LeafRecord {
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
