import { type Batch, DOCUMENT_VERSION, KindError, type Leaf, type LeafRecord } from '@contactsheet/contract'
import { STEPS } from './steps.ts'
import type { LeafTools, LeafWork } from './work.ts'

/** Which try of a leaf this is. */
export interface Attempt {
  /** From 1. */
  number: number
  /** No further try follows: a failure is final, whatever its kind. */
  last: boolean
  /** What will pass by itself is waited for, even after the last try. */
  patient: boolean
  /** Start of the first try, in milliseconds since the epoch. */
  startedAt: number
}

/**
 * Runs one try of a leaf, all steps in order, and writes its record once it has settled.
 *
 * @param signal ends the try at the next step, and the provider call at once; if its reason is a KindError of the kind
 *   `canceled`, that settles the leaf
 * @returns the record, of a leaf that succeeded, was canceled, or failed for good
 * @throws KindError if the try failed and another can help, or if a record could not be written
 * @throws the signal's reason if it was aborted; the leaf has not settled then
 */
export async function runLeaf(
  tools: LeafTools,
  batch: Batch,
  leaf: Leaf,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<LeafRecord> {
  const work: LeafWork = { batch, leaf }
  const times: Record<string, number> = {}
  let failure: KindError | undefined
  try {
    for (const step of STEPS) {
      signal.throwIfAborted()
      const start = performance.now()
      await step.run(work, tools, signal).finally(() => {
        times[step.name] = Math.round(performance.now() - start)
      })
      if (work.record !== undefined) return work.record
    }
  } catch (thrown) {
    const reason = signal.aborted ? signal.reason : thrown
    failure = KindError.from(reason)
    if (signal.aborted && failure.kind !== 'canceled') throw reason
    const waits = failure.waits && attempt.patient
    if (waits || (failure.retryable && !attempt.last)) throw failure
  }
  const record = recordOf(work, attempt, times, failure)
  await tools.store.writeRecord(record)
  return record
}

function recordOf(
  { batch, leaf, original, kept, image }: LeafWork,
  attempt: Attempt,
  steps: Record<string, number>,
  failure: KindError | undefined,
): LeafRecord {
  const now = Date.now()
  const simulated = original?.simulated ?? false
  const price = leaf.model.price?.usd ?? null
  return {
    version: DOCUMENT_VERSION,
    batchId: batch.id,
    leafId: leaf.id,
    title: leaf.title,
    model: leaf.model.id,
    provider: leaf.model.provider,
    state: failure === undefined ? 'succeeded' : failure.kind === 'canceled' ? 'canceled' : 'failed',
    attempts: attempt.number,
    startedAt: new Date(attempt.startedAt).toISOString(),
    settledAt: new Date(now).toISOString(),
    queuedMs: Math.max(0, attempt.startedAt - Date.parse(batch.createdAt)),
    durationMs: Math.max(0, now - attempt.startedAt),
    steps,
    costUsd: original === undefined || simulated ? 0 : price,
    simulated,
    ...(kept === undefined ? {} : { original: kept }),
    ...(image === undefined ? {} : { image }),
    ...(failure === undefined ? {} : { error: failure.toFailure() }),
  }
}
