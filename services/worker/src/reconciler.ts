import { batchIdTime } from '@contactsheet/contract'
import type { Orchestrator } from '@contactsheet/orchestrator'
import type { Logger } from '@contactsheet/runtime'
import type { BatchStore } from '@contactsheet/storage'

/** How often the store is compared with the queue, in milliseconds. */
const INTERVAL_MS = 60_000

/** A batch younger than this may still be on its way from the API to the queue. */
const GRACE_MS = 5_000

/**
 * Starts again what the store holds open and no orchestrator knows: a batch whose API died before it could enqueue, or
 * whose queue was lost. Every worker has one; starting a batch twice changes nothing, so they need not agree.
 *
 * @returns how many batches were started again
 */
export async function reconcile(store: BatchStore, orchestrator: Orchestrator, log: Logger): Promise<number> {
  let restarted = 0
  for await (const batchId of store.openBatches()) {
    if (Date.now() - batchIdTime(batchId) < GRACE_MS) continue
    if (await orchestrator.knows(batchId)) continue
    log.warn({ batchId }, 'open in the store but unknown to the queue: starting it again')
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
  orchestrator: Orchestrator,
  log: Logger,
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
