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
 * A batch that has settled, and can be opened again.
 *
 * @throws HttpProblem 409 if it is open; 404 if there is none
 */
export async function settledBatch({ reader, store }: ControlDeps, id: string): Promise<Snapshot> {
  const settled = await reader.get(id)
  // The store is asked too. The snapshot may be older than a retry at another instance; and until the worker that
  // settled the batch has removed its open mark, a mark set here would be removed with it.
  if (settled.settledAt === undefined || (await store.isOpen(id)))
    throw new HttpProblem(
      409,
      settled.state === 'paused'
        ? `Batch ${id} is paused, and open. Resume it, or cancel it: this can be done once it has settled.`
        : `Batch ${id} is still open. Its leaves are tried again by themselves; what fails for good can be run again once the batch has settled.`,
    )
  return settled
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
