import type { Batch, Ending } from '@contactsheet/contract'
import type { BatchStore, WorkflowNotes } from '@contactsheet/storage'
import { lost } from '../endings.ts'
import type { Orchestrator } from '../orchestrator.ts'
import type { Reconciled } from '../reconciler.ts'
import { LeavesToRun, NONE_HANDED_OVER, settleBatch } from '../settle.ts'
import { canceledEndings } from './canceled-endings.ts'
import { isCompleted, isUnderWay, type TaskRuns } from './task-runs.ts'

/** Name of the task that runs a batch. */
const BATCH_TASK = 'generateBatch'

/** Task runs that a batch is given before its open leaves are settled as failed. */
const MOST_STARTS = 3

/** How long an answer of the platform counts as a sign that it can be reached, in milliseconds. */
const REACHED_MS = 10_000

/** How a leaf ended that has no record. */
type EndingOf = (leafId: string) => Ending | Promise<Ending>

/** Render Workflows as an orchestrator. There is no worker to look after its batches: whoever has it reconciles. */
export interface WorkflowsOrchestrator extends Orchestrator {
  /**
   * For the reconciler: `start` is for open batches that no run has. One whose run failed, or was lost, is given another,
   * but not for ever; one whose run was canceled, or that has used up its runs, is settled as it stands. A run that completed
   * found the batch paused, left it to the economy lane, or settled it before it was opened again: it is not counted. One that was
   * left to the lane is started when that is to be gone on with.
   */
  readonly reconciled: Reconciled
}

/** The starter's side of Render Workflows: one task run per batch, found again through the store. */
export function workflowsOrchestrator(
  store: BatchStore,
  notes: WorkflowNotes,
  runs: TaskRuns,
): WorkflowsOrchestrator {
  const starting = new Map<string, Promise<void>>()
  let reachedAt = Number.NEGATIVE_INFINITY

  /** Starts a batch unless it is under way. Callers at the same time share one start. */
  function start(batchId: string, starts: number): Promise<void> {
    const current = starting.get(batchId)
    if (current !== undefined) return current
    const begun = startOnce(batchId, starts).finally(() => starting.delete(batchId))
    starting.set(batchId, begun)
    return begun
  }

  async function startOnce(batchId: string, starts: number): Promise<void> {
    if (await knows(batchId)) return
    const taskRunId = await runs.start(BATCH_TASK, [batchId])
    try {
      await notes.writeRun(batchId, { taskRunId, starts })
    } catch (error) {
      // Nobody could find this run again, and the caller is told that there is none.
      await runs.cancel(taskRunId).catch(() => {})
      throw error
    }
  }

  async function knows(batchId: string): Promise<boolean> {
    const run = await notes.run(batchId)
    return run !== undefined && isUnderWay(await runs.get(run.taskRunId))
  }

  async function startAgain(batchId: string): Promise<void> {
    const run = await notes.run(batchId)
    const last = run === undefined ? undefined : await runs.get(run.taskRunId)
    if (isUnderWay(last)) return
    if (last?.status === 'canceled' || (await store.isCanceled(batchId))) {
      // Leaves that still run see the mark and stop.
      await store.cancel(batchId)
      return settleRest(batchId, batch => canceledEndings(notes, batch))
    }
    if (isCompleted(last) && ((await store.economy.lookAt(batchId)) ?? 0) > Date.now()) return
    if (run === undefined || isCompleted(last)) return start(batchId, 1)
    if (run.starts < MOST_STARTS) return start(batchId, run.starts + 1)
    const reason = last?.error ?? `Render does not know the run (status ${last?.status ?? 'none'})`
    return settleRest(
      batchId,
      () => () => lost(`its batch ended ${run.starts} times, last in task run ${run.taskRunId}: ${reason}`),
    )
  }

  async function settleRest(
    batchId: string,
    endingsOf: (batch: Batch) => EndingOf | Promise<EndingOf>,
  ): Promise<void> {
    const settle = async () => {
      const batch = await store.batch(batchId)
      if (batch !== undefined) await settleBatch(store, batch, NONE_HANDED_OVER, await endingsOf(batch))
    }
    // Nobody runs leaves here any more: those whose records had to be taken away end as the rest does.
    await settle().catch(error => (error instanceof LeavesToRun ? settle() : Promise.reject(error)))
  }

  async function ready(): Promise<void> {
    if (performance.now() - reachedAt < REACHED_MS) return
    await runs.ping()
    reachedAt = performance.now()
  }

  return {
    name: 'workflows',
    start: batchId => start(batchId, 1),
    knows,
    /** Those begun. The platform tells of runs by their ids, not by their leaves, and of thousands only page by page. */
    running: batch => notes.begun(batch),
    /**
     * A run under way sees the store's mark within a second, and settles the batch. It is not canceled at the platform:
     * that ends leaves which hold a picture that is paid for. One that still waits for its turn is.
     */
    async cancel(batchId) {
      const run = await notes.run(batchId)
      if (run === undefined || (await runs.get(run.taskRunId))?.status !== 'pending') return
      await runs.cancel(run.taskRunId)
      await settleRest(batchId, batch => canceledEndings(notes, batch))
    },
    async nudge(batchId) {
      if (((await store.economy.lookAt(batchId)) ?? 0) <= Date.now()) return
      await store.economy.writeLookAt(batchId, Date.now())
      await start(batchId, 1)
    },
    ready,
    check: ready,
    async close() {},
    reconciled: { knows, start: startAgain },
  }
}
