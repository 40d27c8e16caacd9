import { batchViewSchema, leavesOf, mostUsdOf, roundUsd, type SettledState } from '@contactsheet/contract'
import { cancelBatch } from '@contactsheet/orchestrator'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { json, NO_BATCH, problem, RETRY_AFTER, STORE_DOWN } from '../http/answers.ts'
import { batchPath, noQuery } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { FIRST_LEAVES } from './batches.ts'
import { type ControlDeps, openAgain, settledBatch, standOf } from './reopening.ts'
import type { Snapshot } from './snapshot.ts'
import { batchView } from './views.ts'

/** Changing the course of a batch. All calls can be repeated, from any instance of the API. */
export const controlRoutes: FastifyPluginAsyncZod<ControlDeps> = async (app, deps) => {
  const { store, orchestrator, reader, background, budgets, imageUrl } = deps

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
    const { snapshot, isOpen } = await standOf(deps, request.params.id)
    const { batch } = snapshot
    if (snapshot.settledAt !== undefined || !isOpen)
      throw new HttpProblem(
        409,
        `Batch ${batch.id} has settled (${snapshot.state}): there is nothing to cancel.`,
      )
    // The marker is what cancels: every worker that runs a leaf looks for it. What follows only settles the rest sooner.
    await store.cancel(batch.id)
    background.run('settle what waits of a canceled batch', { batchId: batch.id }, () =>
      cancelBatch(store, orchestrator, batch),
    )
    const now = snapshot.state === 'paused' ? await reader.anew(batch.id) : snapshot
    return reply.code(202).send(await batchView(now, FIRST_LEAVES, imageUrl))
  })

  for (const [path, state] of [
    ['/batches/:id/retry', 'failed'],
    ['/batches/:id/finish', 'canceled'],
  ] as const)
    app.post(path, { schema: AGAIN[state] }, async (request, reply) => {
      const { id } = request.params
      const settled = await settledBatch(deps, id)
      if (settled.counts[state] === 0)
        throw new HttpProblem(409, `Batch ${id} has no ${state} leaf to run again.`)
      const usd = await costOf(settled, state)
      await openAgain(deps, id, async () => {
        const reservations = await budgets.reserveAgain(settled.batch, usd)
        await store.reopen(id, state, reservations)
      })
      return reply.code(202).send(await batchView(await reader.get(id), FIRST_LEAVES, imageUrl))
    })
}

/** Running leaves of a state again. */
const AGAIN = {
  failed: runAgain('retryBatch', {
    summary: 'Run the failed leaves again',
    description: 'The others stay as they are.',
    none: 'none of its leaves failed',
  }),
  canceled: runAgain('finishBatch', {
    summary: 'Run the canceled leaves',
    description:
      'The others stay as they are. A leaf that was canceled with its original kept is made of that, at no cost.',
    none: 'none of its leaves was canceled',
  }),
}

function runAgain(
  operationId: string,
  { summary, description, none }: { summary: string; description: string; none: string },
) {
  return {
    operationId,
    tags: ['Batches'],
    summary,
    description,
    params: batchPath,
    querystring: noQuery,
    response: {
      202: json('The batch, open again.', batchViewSchema),
      404: NO_BATCH,
      402: problem(
        'The budget that the batch counts for, of the day and month in which it was accepted, has less left than they may cost.',
      ),
      409: problem(`The batch is open, or still being closed; or ${none}.`, RETRY_AFTER),
      503: problem('The object store or the queue (or Render Workflows) does not answer.', RETRY_AFTER),
    },
  }
}

/** What leaves of a state may cost when they run again, in USD, where prices are known. */
async function costOf(settled: Snapshot, state: SettledState): Promise<number> {
  let usd = 0
  for (const leaf of leavesOf(settled.batch)) {
    if (settled.stateOf(leaf.id) !== state) continue
    const record = await settled.record(leaf.id)
    // A picture that came is not paid for again.
    if (record?.original === undefined) usd += mostUsdOf(settled.batch, leaf)
  }
  return roundUsd(usd)
}
