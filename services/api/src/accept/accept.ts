import { type Accepted, asapUsdOf, type Batch, batchState, countLeaves } from '@contactsheet/contract'
import type { Orchestrator } from '@contactsheet/orchestrator'
import { type BatchStore, UploadGone } from '@contactsheet/storage'
import { estimateIn } from '../batches/views.ts'
import type { Budgets } from '../budgets/budgets.ts'
import { unavailable } from '../http/problem.ts'
import { refused } from './admission.ts'

/** Accepts a batch whole, or not at all. */
export type AcceptBatch = (batch: Batch) => Promise<Accepted>

/**
 * Reserves what a batch may cost, writes it to the store, then has it started. A caller that is told 503 can send it again
 * without paying twice: what was written of it is withdrawn, so that no reconciler finds it.
 */
export function acceptInto(store: BatchStore, orchestrator: Orchestrator, budgets: Budgets): AcceptBatch {
  return async batch => {
    // Asked first, which costs one round trip: with the queue down there is then nothing to withdraw.
    await orchestrator.ready()
    await budgets.reserve(batch)
    try {
      await write(store, batch)
      await orchestrator.start(batch.id)
    } catch (error) {
      await withdraw(store, batch.id)
      // Else upkeep does, in an hour.
      await budgets.release(batch).catch(() => {})
      throw error
    }
    return answerTo(batch)
  }
}

/**
 * The same for a batch of an idempotency key, which other requests may be accepting at this moment: it is never withdrawn.
 * A caller that is told 503 sends it again with its key, and gets the same batch.
 */
export function acceptKeyed(store: BatchStore, orchestrator: Orchestrator, budgets: Budgets): AcceptBatch {
  return async batch => {
    await orchestrator.ready()
    await budgets.reserve(batch)
    await write(store, batch)
    await orchestrator.start(batch.id)
    return answerTo(batch)
  }
}

/** The answer to an accepted batch. Nothing in it changes while the batch runs, so that a repetition gets the same. */
export function answerTo(batch: Batch): Accepted {
  const counts = countLeaves(batch, [], 0)
  const asapUsd = asapUsdOf(batch)
  return {
    id: batch.id,
    state: batchState(counts),
    counts,
    ...estimateIn(batch),
    ...(asapUsd === undefined ? {} : { asapUsd }),
    warnings: batch.warnings,
    url: `/batches/${batch.id}`,
  }
}

/** @throws HttpProblem 400 if a picture that the request names was deleted since it was looked up */
async function write(store: BatchStore, batch: Batch): Promise<void> {
  try {
    await store.accept(batch)
  } catch (error) {
    if (error instanceof UploadGone) throw refused(400, [{ field: 'references', message: error.message }])
    throw error
  }
}

/**
 * Takes back what was written of a batch that did not start.
 *
 * @throws HttpProblem if that fails: the batch may then run after all, and the caller must know before sending it again
 */
async function withdraw(store: BatchStore, batchId: string): Promise<void> {
  try {
    await store.withdraw(batchId)
  } catch (error) {
    throw unavailable(
      `The batch could not be started, nor withdrawn: it may still run. See GET /batches/${batchId} before sending it again.`,
      error,
    )
  }
}
