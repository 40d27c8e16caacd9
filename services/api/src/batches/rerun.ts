import {
  batchViewSchema,
  type Catalog,
  columnsOf,
  leafById,
  mostUsdOf,
  outputsOf,
  type RequestLimits,
  type RerunRequest,
  rerunBatch,
  rerunRequestSchema,
} from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { json, NO_LEAF, problem, RETRY_AFTER } from '../http/answers.ts'
import { leafPath, noQuery } from '../http/parameters.ts'
import { FIRST_LEAVES } from './batches.ts'
import { leafIn } from './leaf-in.ts'
import { assertAnotherVersion, type ControlDeps, openAgain, settledBatch } from './reopening.ts'
import type { AdmitRerun } from './rerun-admission.ts'
import { batchView } from './views.ts'

export interface RerunDeps extends ControlDeps {
  catalog: Catalog
  limits: RequestLimits
  admit: AdmitRerun
}

const EXAMPLES = {
  same: { value: {} },
  other: { value: { prompt: 'A red fox in deep snow, at dawn', title: 'A fox', keep: true } },
}

/** Making leaves of settled batches again. A provider is asked, and paid. */
export const rerunRoutes: FastifyPluginAsyncZod<RerunDeps> = async (app, deps) => {
  const { store, reader, budgets, imageUrl, catalog, limits, admit } = deps

  app.post(
    '/batches/:id/leaves/:leafId/rerun',
    {
      schema: {
        operationId: 'rerunLeaf',
        tags: ['Batches'],
        summary: 'Make a leaf again',
        description:
          'Its provider is asked again, whatever the leaf has come to, for the same or with another prompt, title or model. What it cost before stays counted, and the batch is estimated at its price more. If it fails, the image before stays, as `earlier`.',
        params: leafPath,
        querystring: noQuery,
        body: rerunRequestSchema(catalog, limits).nullish().meta({ 'x-examples': EXAMPLES }),
        response: {
          202: json('The batch, open again.', batchViewSchema),
          400: problem(
            'It cannot be made so: `errors` names every field at fault. Moderation (MODERATION) may have flagged the prompt.',
          ),
          402: problem(
            'The budget that the batch counts for, of the day and month in which it was accepted, has less left than it may cost.',
          ),
          404: NO_LEAF,
          409: problem(
            'The batch is open, or still being closed; or it cannot be read, or have another version.',
            RETRY_AFTER,
          ),
          422: problem(
            'No worker that runs can make the model: `errors` names the variable to set. Or the batch would be estimated over its `maxCostUsd` or MAX_COST_USD.',
          ),
          503: problem(
            'The object store, the queue (or Render Workflows) or the moderation does not answer.',
            RETRY_AFTER,
          ),
        },
      },
    },
    async (request, reply) => {
      const { id, leafId } = request.params
      const { prompt, title, model, keep }: RerunRequest = request.body ?? { keep: false }
      const now = new Date()
      const settled = await settledBatch(deps, id)
      leafIn(settled.batch, leafId)
      // The snapshot may be older than a version that was asked for at another instance.
      const asked = async () => (await store.batch(id)) ?? settled.batch
      const batch = await asked()
      assertAnotherVersion(batch)
      const { columns, warnings } = columnsOf(
        model === undefined ? [] : [model],
        outputsOf(batch),
        catalog,
        now,
      )
      const change = { prompt, title, model: columns[0], warnings, keep }
      const next = rerunBatch(batch, leafId, change, now)
      await admit(next, leafById(next, leafId), prompt, request.caller)
      await openAgain(deps, id, async () => {
        const batch = rerunBatch(await asked(), leafId, change, new Date())
        const reservations = await budgets.reserveAgain(batch, mostUsdOf(batch, leafById(batch, leafId)))
        await store.recompose(batch, reservations)
      })
      return reply.code(202).send(await batchView(await reader.get(id), FIRST_LEAVES, imageUrl))
    },
  )
}
