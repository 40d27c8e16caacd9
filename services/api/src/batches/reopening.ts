import { setTimeout as sleep } from 'node:timers/promises'
import { type Batch, MOST_VERSIONS } from '@contactsheet/contract'
import type { Orchestrator } from '@contactsheet/orchestrator'
import type { Logger } from '@contactsheet/runtime'
import type { BatchStore } from '@contactsheet/storage'
import type { Budgets } from '../budgets/budgets.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Background } from './background.ts'
import type { BatchReader } from './batch-reader.ts'
import type { Snapshot } from './snapshot.ts'
import type { ImageUrl } from './views.ts'

/** What changing the course of a batch takes. */
export interface ControlDeps {
  store: BatchStore
  orchestrator: Orchestrator
  reader: BatchReader
  background: Background
  budgets: Pick<Budgets, 'reserveAgain' | 'checkAgain'>
  imageUrl: ImageUrl
  log: Logger
}

/** How long, and how often, the orchestrator is asked whether it still knows a settled batch, in milliseconds. */
const CLOSING_MS = 3_000
const CLOSING_POLL_MS = 25

/**
 * A batch for whoever is to change it, and whether it is open. The store is asked for that: what was read of the batch a moment
 * ago can be of before it settled, or before another instance opened it again. Throws as `BatchReader.get` does.
 */
export async function standOf(
  { reader, store }: Pick<ControlDeps, 'reader' | 'store'>,
  id: string,
): Promise<{ snapshot: Snapshot; isOpen: boolean }> {
  const known = await reader.get(id)
  const isOpen = await store.isOpen(id)
  const agree = isOpen === (known.settledAt === undefined)
  return { snapshot: agree ? known : await reader.anew(id), isOpen }
}

/**
 * A batch that has settled, and can be opened again.
 *
 * @throws HttpProblem 409 if it is open; 404 if there is none
 */
export async function settledBatch(deps: ControlDeps, id: string): Promise<Snapshot> {
  const { snapshot, isOpen } = await standOf(deps, id)
  // Until the worker that settled the batch has removed its open mark, a mark set here would be removed with it.
  if (snapshot.settledAt === undefined || isOpen)
    throw new HttpProblem(
      409,
      snapshot.state === 'paused'
        ? `Batch ${id} is paused, and open. Resume it, or cancel it: this can be done once it has settled.`
        : `Batch ${id} is still open. Its leaves are tried again by themselves; what fails for good can be run again once the batch has settled.`,
    )
  return snapshot
}

/** @throws HttpProblem 409 for a batch that cannot have another version */
export function assertAnotherVersion({ id, versions = [] }: Batch): void {
  if (versions.length >= MOST_VERSIONS)
    throw new HttpProblem(409, `Batch ${id} has had ${MOST_VERSIONS} versions, the most there can be.`)
}

/**
 * Opens a settled batch again, and has it started.
 *
 * @param open writes that it is open
 * @throws HttpProblem 409 if it is still being closed; OrchestratorUnavailable if that cannot be told
 */
export async function openAgain(
  { orchestrator, reader, log }: ControlDeps,
  id: string,
  open: () => Promise<void>,
): Promise<void> {
  await untilForgotten(orchestrator, id)
  await open()
  reader.forget(id)
  // Open in the store, it is started by the reconciler should this fail.
  await orchestrator
    .start(id)
    .catch((error: unknown) => log.warn({ err: error, batchId: id }, 'opened again, not started'))
}

/**
 * Waits until the orchestrator no longer knows a batch that has settled. The job or run that settled it takes a moment to
 * end, and until then a start would be taken for a repetition of the one before.
 *
 * @throws HttpProblem 409 if that takes too long; OrchestratorUnavailable if it does not answer
 */
async function untilForgotten(orchestrator: Orchestrator, id: string): Promise<void> {
  const end = performance.now() + CLOSING_MS
  while (await orchestrator.knows(id)) {
    if (performance.now() > end)
      throw new HttpProblem(409, `Batch ${id} is still being closed. Try again in 5 seconds.`, {
        headers: { 'retry-after': '5' },
      })
    await sleep(CLOSING_POLL_MS)
  }
}
