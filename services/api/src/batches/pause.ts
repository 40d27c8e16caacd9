import { setTimeout as sleep } from 'node:timers/promises'
import { batchViewSchema } from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { json, NO_BATCH, problem, STORE_DOWN } from '../http/answers.ts'
import { batchPath, noQuery } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { FIRST_LEAVES } from './batches.ts'
import { type ControlDeps, standOf } from './reopening.ts'
import { batchView } from './views.ts'

/**
 * How long, and how often, a batch that was resumed is started, in milliseconds. The job or run that has just found it
 * paused takes a moment to end, and until then a start is taken for a repetition of the one before.
 */
const STARTING_MS = 10_000
const STARTING_POLL_MS = 1_000

/** Stopping a batch for a while, and going on. Both calls can be made at any instance of the API. */
export const pauseRoutes: FastifyPluginAsyncZod<ControlDeps> = async (app, deps) => {
  const { store, reader, background, imageUrl, log } = deps

  async function assertOpen(id: string, refusal: (state: string) => string): Promise<void> {
    const { snapshot, isOpen } = await standOf(deps, id)
    if (!isOpen) throw new HttpProblem(409, refusal(snapshot.state))
  }

  async function viewNow(id: string) {
    return batchView(await reader.anew(id), FIRST_LEAVES, imageUrl)
  }

  const pause = {
    operationId: 'pauseBatch',
    tags: ['Batches'],
    summary: 'Start nothing more of it for now',
    description:
      'Within a second no leaf starts; those that run go on to their end, and so do those that are to be tried again and may have been charged before. It stays so, for weeks if need be, until the batch is resumed or canceled. May be repeated.',
    params: batchPath,
    querystring: noQuery,
    response: {
      202: json('The batch, of which nothing starts any more.', batchViewSchema),
      404: NO_BATCH,
      409: problem('The batch has settled, or is being canceled.'),
      503: STORE_DOWN,
    },
  }

  app.post('/batches/:id/pause', { schema: pause }, async (request, reply) => {
    const { id } = request.params
    await assertOpen(id, state => `Batch ${id} has settled (${state}): there is nothing to pause.`)
    if (await store.isCanceled(id))
      throw new HttpProblem(409, `Batch ${id} is being canceled, and settles soon: it cannot be paused.`)
    await store.pause(id)
    return reply.code(202).send(await viewNow(id))
  })

  const resume = {
    operationId: 'resumeBatch',
    tags: ['Batches'],
    summary: 'Go on with a paused batch',
    description:
      'Runs the leaves that have not settled. Where everything had come to rest, it takes some seconds until they start.',
    params: batchPath,
    querystring: noQuery,
    response: {
      202: json('The batch, which goes on.', batchViewSchema),
      404: NO_BATCH,
      409: problem('The batch is not paused.'),
      503: STORE_DOWN,
    },
  }

  app.post('/batches/:id/resume', { schema: resume }, async (request, reply) => {
    const { id } = request.params
    const notPaused = (state: string) => `Batch ${id} is not paused (${state}): there is nothing to resume.`
    await assertOpen(id, notPaused)
    if (!(await store.isPaused(id))) throw new HttpProblem(409, notPaused((await reader.get(id)).state))
    // Open in the store and not paused, it is started by the reconciler should all that follows fail.
    await store.resume(id)
    const started = Promise.withResolvers<void>()
    background.run('start a batch that was resumed', { batchId: id }, async closing => {
      await start(id).finally(started.resolve)
      const end = performance.now() + STARTING_MS
      while (performance.now() < end && !closing.aborted) {
        await sleep(STARTING_POLL_MS, undefined, { signal: closing }).catch(() => {})
        if (!(await store.isOpen(id)) || (await store.isPaused(id))) return
        await start(id)
      }
    })
    await started.promise
    return reply.code(202).send(await viewNow(id))
  })

  function start(id: string): Promise<void> {
    return deps.orchestrator
      .start(id, { again: true })
      .catch((error: unknown) => log.warn({ err: error, batchId: id }, 'resumed, not started'))
  }
}
