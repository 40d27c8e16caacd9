import { leafCount } from '@contactsheet/contract'
import { repeat } from '@contactsheet/runtime'
import { type BatchStore, isDamaged, UnreadableObject } from '@contactsheet/storage'
import { withOrigin } from '@contactsheet/telemetry'
import { CANCELED_BEFORE } from './endings.ts'
import type { Leases } from './lease/lease.ts'
import { TIMING } from './lease/timing.ts'
import type { Orchestrator } from './orchestrator.ts'
import { LeavesToRun, NONE_HANDED_OVER, settleBatch } from './settle.ts'

/** What a pass needs of an orchestrator. */
export type Reconciled = Pick<Orchestrator, 'knows' | 'start'>

/** Where a pass says what it did. */
export interface ReconcilerLog {
  warn(details: object, message: string): void
}

/** Hears how passes went, for those who count. */
export interface ReconcilerObserver {
  /** @param open ids of the batches that were open; undefined if the pass came to nothing */
  passed(open: readonly string[] | undefined): void
  reconciled(action: 'started' | 'closed'): void
}

const UNOBSERVED: ReconcilerObserver = { passed() {}, reconciled() {} }

/**
 * Passes that miss a batch which nobody can run, because what was asked is gone or damaged, before it is closed: a store
 * that is being filled from a copy may have its mark first.
 */
const PASSES_TO_CLOSE = 6

/** How many passes in a row have missed each batch. */
export type Missed = ReadonlyMap<string, number>

/**
 * Starts again what the store holds open and no orchestrator knows: a batch whose API died before it could enqueue, or
 * whose queue was lost. Many processes have one; starting a batch twice changes nothing, so they need not agree.
 *
 * Only what the pass before missed too is started: a batch may be on its way from the API to the orchestrator, and
 * workers that have lost its queue but still run its leaves need a moment to claim them. A batch that another process
 * claims, a task that was started by hand, is in good hands. One that cannot be run is closed in the end.
 *
 * A paused batch is left alone for as long as it is: whoever resumes it starts it, or, should that come to nothing, it is
 * found here like any other. What providers have of it is collected all the same, before they forget it.
 *
 * A canceled batch that has nothing left to do is settled here, whatever its orchestrator waits for: a provider may have
 * had its queue paused.
 *
 * @param missed what the pass before gave
 * @returns the batches that this one did not find and did not start
 */
export async function reconcile(
  store: BatchStore,
  orchestrator: Reconciled,
  leases: Pick<Leases, 'heldElsewhere'>,
  log: ReconcilerLog,
  missed: Missed,
  observer: ReconcilerObserver = UNOBSERVED,
): Promise<Missed> {
  const missing = new Map<string, number>()
  const open: string[] = []

  const look = async (batchId: string, passes: number): Promise<'missing' | 'in good hands'> => {
    if (await leases.heldElsewhere({ batchId })) return 'in good hands'
    if (await orchestrator.knows(batchId)) {
      if (await store.isCanceled(batchId)) await settleCanceled(store, batchId)
      return 'in good hands'
    }
    if ((await store.isPaused(batchId)) && !(await store.economy.hasJobs(batchId))) return 'in good hands'
    if (passes === 1) return 'missing'
    const fault = await faultOf(store, batchId)
    if (fault !== undefined && passes < PASSES_TO_CLOSE) return 'missing'
    if (fault === undefined) {
      await withOrigin(await store.open.origin(batchId), () => {
        log.warn({ batchId }, 'open in the store but unknown to the orchestrator: starting it again')
        return orchestrator.start(batchId)
      })
      observer.reconciled('started')
    } else {
      log.warn({ batchId, fault }, 'nobody can run this batch: closing it')
      await store.close(batchId, fault)
      observer.reconciled('closed')
    }
    return 'in good hands'
  }

  for await (const batchId of store.openBatches()) {
    open.push(batchId)
    const passes = (missed.get(batchId) ?? 0) + 1
    try {
      const found = await look(batchId, passes)
      if (found === 'missing') missing.set(batchId, passes)
    } catch (error) {
      // The others are looked after all the same.
      if (!(error instanceof UnreadableObject)) throw error
      missing.set(batchId, passes)
      if (passes === 1) log.warn({ batchId, err: error }, 'could not reconcile a batch')
    }
  }
  observer.passed(open)
  return missing
}

/** Settles a canceled batch whose leaves all have. */
async function settleCanceled(store: BatchStore, batchId: string): Promise<void> {
  const batch = await store.batch(batchId)
  if (batch === undefined || (await store.settledStates(batch)).size < leafCount(batch)) return
  try {
    await settleBatch(store, batch, NONE_HANDED_OVER, () => CANCELED_BEFORE)
  } catch (error) {
    // Its orchestrator, which knows it, runs them.
    if (!(error instanceof LeavesToRun)) throw error
  }
}

/** Why nobody can run a batch; undefined if somebody can, if only a newer release. */
async function faultOf(store: BatchStore, batchId: string): Promise<string | undefined> {
  try {
    if ((await store.batch(batchId)) !== undefined) return undefined
    return `What was asked of batch ${batchId} is not in the store: its batch.json is gone. Restore it from a copy of the store.`
  } catch (error) {
    if (isDamaged(error)) return `${error.message} Restore it from a copy of the store.`
    if (error instanceof UnreadableObject) return undefined
    throw error
  }
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
  observer: ReconcilerObserver = UNOBSERVED,
): () => Promise<void> {
  let missed: Missed = new Map()
  const pass = async () => {
    try {
      missed = await reconcile(store, orchestrator, leases, log, missed, observer)
    } catch (error) {
      observer.passed(undefined)
      log.warn({ err: error }, 'could not reconcile')
    }
  }
  return repeat(TIMING.reconcileMs, pass)
}
