import { setTimeout as sleep } from 'node:timers/promises'
import { batchViewSchema } from '@contactsheet/contract'
import { cancelBatch, type Orchestrator } from '@contactsheet/orchestrator'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { json, NO_BATCH, problem, RETRY_AFTER, STORE_DOWN } from '../http/answers.ts'
import { batchPath, noQuery } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Background } from './background.ts'
import type { BatchReader } from './batch-reader.ts'
import { FIRST_LEAVES } from './batches.ts'
import { batchView, type ImageUrl } from './views.ts'

export interface ControlDeps {
  store: BatchStore
  orchestrator: Orchestrator
  reader: BatchReader
  background: Background
  imageUrl: ImageUrl
}

/** How long, and how often, the orchestrator is asked whether it still knows a settled batch, in milliseconds. */
const CLOSING_MS = 3_000
const CLOSING_POLL_MS = 25

/** Changing the course of a batch. Both calls can be repeated, from any instance of the API. */
export const controlRoutes: FastifyPluginAsyncZod<ControlDeps> = async (app, deps) => {
  const { store, orchestrator, reader, background, imageUrl } = deps

  const cancel = {
    operationId: 'cancelBatch',
    tags: ['Batches'],
    summary: 'Cancel what has not settled',
    description:
      'From the answer on no leaf starts, and those that run are broken off. Finished images stay. May be repeated.',
    params: batchPath,
    querystring: noQuery,
    response: {
      202: json('The batch, which settles soon.', batchViewSchema),
      404: NO_BATCH,
      409: problem('The batch has settled.'),
      503: STORE_DOWN,
    },
  }

  app.post('/batches/:id/cancel', { schema: cancel }, async (request, reply) => {
    const snapshot = await reader.get(request.params.id)
    const { batch } = snapshot
    if (snapshot.settledAt !== undefined)
      throw new HttpProblem(
        409,
        `Batch ${batch.id} has settled (${snapshot.state}): there is nothing to cancel.`,
      )
    // The marker is what cancels: every worker that runs a leaf looks for it. What follows only settles the rest sooner.
    await store.cancel(batch.id)
    background.run('settle what waits of a canceled batch', { batchId: batch.id }, () =>
      cancelBatch(store, orchestrator, batch),
    )
    return reply.code(202).send(await batchView(snapshot, FIRST_LEAVES, imageUrl))
  })

  const retry = {
    operationId: 'retryBatch',
    tags: ['Batches'],
    summary: 'Run the failed leaves again',
    description: 'The others stay as they are.',
    params: batchPath,
    querystring: noQuery,
    response: {
      202: json('The batch, open again.', batchViewSchema),
      404: NO_BATCH,
      409: problem('The batch is open, or still being closed; or none of its leaves failed.', RETRY_AFTER),
      503: problem('The object store or the queue (or Render Workflows) does not answer.', RETRY_AFTER),
    },
  }

  app.post('/batches/:id/retry', { schema: retry }, async (request, reply) => {
    const { id } = request.params
    const settled = await reader.get(id)
    // The store is asked too. The snapshot may be older than a retry at another instance; and until the worker that
    // settled the batch has removed its open mark, a mark set here would be removed with it.
    if (settled.settledAt === undefined || (await store.isOpen(id)))
      throw new HttpProblem(
        409,
        `Batch ${id} is still open. Its leaves are tried again by themselves; what fails for good can be run again once the batch has settled.`,
      )
    if (settled.counts.failed === 0)
      throw new HttpProblem(409, `Batch ${id} has no failed leaf to run again.`)
    await untilForgotten(orchestrator, id)
    await store.reopen(id)
    reader.forget(id)
    // Open in the store, it is started by the reconciler should this fail.
    await orchestrator
      .start(id)
      .catch((error: unknown) => request.log.warn({ err: error, batchId: id }, 'opened again, not started'))
    return reply.code(202).send(await batchView(await reader.get(id), FIRST_LEAVES, imageUrl))
  })
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
