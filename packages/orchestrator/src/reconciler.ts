import { leafCount } from '@contactsheet/contract'
import { repeat } from '@contactsheet/runtime'
import type { BatchStore } from '@contactsheet/storage'
import { CANCELED_BEFORE } from './endings.ts'
import type { Leases } from './lease/lease.ts'
import { TIMING } from './lease/timing.ts'
import type { Orchestrator } from './orchestrator.ts'
import { settleBatch } from './settle.ts'

/** What a pass needs of an orchestrator. */
export type Reconciled = Pick<Orchestrator, 'knows' | 'start'>

/** Where a pass says what it did. */
export interface ReconcilerLog {
  warn(details: object, message: string): void
}

/**
 * Starts again what the store holds open and no orchestrator knows: a batch whose API died before it could enqueue, or
 * whose queue was lost. Many processes have one; starting a batch twice changes nothing, so they need not agree.
 *
 * Only what the pass before missed too is started: a batch may be on its way from the API to the orchestrator, and
 * workers that have lost its queue but still run its leaves need a moment to claim them. A batch that another process
 * claims, a task that was started by hand, is in good hands.
 *
 * A canceled batch that has nothing left to do is settled here, whatever its orchestrator waits for: a provider may have
 * had its queue paused.
 *
 * @param missed ids of batches that the pass before did not find
 * @returns ids of those that this one did not find and left alone
 */
export async function reconcile(
  store: BatchStore,
  orchestrator: Reconciled,
  leases: Pick<Leases, 'heldElsewhere'>,
  log: ReconcilerLog,
  missed: ReadonlySet<string>,
): Promise<Set<string>> {
  const missing = new Set<string>()
  for await (const batchId of store.openBatches()) {
    if (await leases.heldElsewhere({ batchId })) continue
    if (await orchestrator.knows(batchId)) {
      if (await store.isCanceled(batchId)) await settleCanceled(store, batchId)
      continue
    }
    if (!missed.has(batchId)) {
      missing.add(batchId)
      continue
    }
    log.warn({ batchId }, 'open in the store but unknown to the orchestrator: starting it again')
    await orchestrator.start(batchId)
  }
  return missing
}

/** Settles a canceled batch whose leaves all have. */
async function settleCanceled(store: BatchStore, batchId: string): Promise<void> {
  const batch = await store.batch(batchId)
  if (batch === undefined || (await store.settledStates(batchId)).size < leafCount(batch)) return
  await settleBatch(store, batch, new Map(), () => CANCELED_BEFORE)
}

/**
 * Reconciles at once and then again and again.
 *
 * @returns stops it, and waits for a pass under way
 */
export function startReconciler(
  store: BatchStore,
  orchestrator: Reconciled,
  leases: Pick<Leases, 'heldElsewhere'>,
  log: ReconcilerLog,
): () => Promise<void> {
  let missed = new Set<string>()
  const pass = async () => {
    try {
      missed = await reconcile(store, orchestrator, leases, log, missed)
    } catch (error) {
      log.warn({ err: error }, 'could not reconcile')
    }
  }
  return repeat(TIMING.reconcileMs, pass)
}
