import { batchIdTime } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { Orchestrator } from './orchestrator.ts'

/** What a pass needs of an orchestrator. */
export type Reconciled = Pick<Orchestrator, 'knows' | 'start'>

/** Where a pass says what it did. */
export interface ReconcilerLog {
  warn(details: object, message: string): void
}

/** How often the store is compared with the orchestrator, in milliseconds. */
const INTERVAL_MS = 60_000

/** A batch younger than this may still be on its way from the API to the orchestrator. */
const GRACE_MS = 5_000

/**
 * Starts again what the store holds open and no orchestrator knows: a batch whose API died before it could enqueue, or
 * whose queue was lost. Many processes have one; starting a batch twice changes nothing, so they need not agree.
 *
 * @returns how many batches were started again
 */
export async function reconcile(
  store: BatchStore,
  orchestrator: Reconciled,
  log: ReconcilerLog,
): Promise<number> {
  let restarted = 0
  for await (const batchId of store.openBatches()) {
    if (Date.now() - batchIdTime(batchId) < GRACE_MS) continue
    if (await orchestrator.knows(batchId)) continue
    log.warn({ batchId }, 'open in the store but unknown to the orchestrator: starting it again')
    await orchestrator.start(batchId)
    restarted++
  }
  return restarted
}

/**
 * Reconciles at once and then every minute.
 *
 * @returns stops it, and waits for a pass under way
 */
export function startReconciler(
  store: BatchStore,
  orchestrator: Reconciled,
  log: ReconcilerLog,
): () => Promise<void> {
  const pass = () =>
    reconcile(store, orchestrator, log).catch((error: unknown) =>
      log.warn({ err: error }, 'could not reconcile'),
    )
  let running: Promise<unknown> = pass()
  const timer = setInterval(() => {
    running = running.then(pass)
  }, INTERVAL_MS)
  return async () => {
    clearInterval(timer)
    await running
  }
}
