import {
  type Accepted,
  acceptedSchema,
  BATCH_ID_PATTERN,
  type Batch,
  batchIdTime,
  batchPageSchema,
  batchRequestSchema,
  batchViewSchema,
  type Catalog,
  estimateSchema,
  LEAF_ID_PATTERN,
  LEAF_STATES,
  leafCount,
  leafPageSchema,
  newBatch,
  newBatchId,
  type RequestLimits,
} from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { AcceptBatch } from '../accept/accept.ts'
import type { Admit } from '../accept/admission.ts'
import type { Idempotency } from '../accept/idempotency.ts'
import { cursor, flag, pageSize } from '../http/query.ts'
import type { BatchReader } from './batch-reader.ts'
import { batchView, type ImageUrl, leafPage } from './views.ts'

export interface BatchDeps {
  catalog: Catalog
  limits: RequestLimits
  admit: Admit
  accept: AcceptBatch
  idempotency: Idempotency
  reader: BatchReader
  imageUrl: ImageUrl
}

/** Leaves that come with a batch. */
export const FIRST_LEAVES = 50
const MOST_LEAVES = 500

const params = z.object({ id: z.string() })

/** Making batches and looking at them. */
export const batchRoutes: FastifyPluginAsyncZod<BatchDeps> = async (app, deps) => {
  const { catalog, limits, admit, accept, idempotency, reader, imageUrl } = deps

  app.post(
    '/batches',
    {
      schema: {
        body: batchRequestSchema(catalog, limits),
        // Strict: a misspelt dryRun must not start anything.
        querystring: z.strictObject({ dryRun: flag() }),
        response: { 200: estimateSchema, 202: acceptedSchema },
      },
    },
    async (request, reply) => {
      const { body } = request
      const make = (id: string): Batch => ({ ...newBatch(body, catalog, new Date(batchIdTime(id))), id })
      const answer = (accepted: Accepted) => reply.code(202).header('location', accepted.url).send(accepted)
      const { 'idempotency-key': header } = request.headers
      const key = header === undefined || request.query.dryRun ? undefined : String(header)

      const given = key === undefined ? undefined : await idempotency.known(key, body, make)
      if (given !== undefined) return answer(given)
      const batch = make(newBatchId())
      await admit(batch)
      if (request.query.dryRun)
        return {
          images: leafCount(batch),
          models: batch.models.map(model => model.id),
          estimateUsd: batch.estimateUsd,
          warnings: batch.warnings,
        }
      return answer(
        key === undefined ? await accept(batch) : await idempotency.accept(key, body, batch.id, make),
      )
    },
  )

  app.get(
    '/batches',
    {
      schema: {
        querystring: z.strictObject({ cursor: cursor(BATCH_ID_PATTERN), limit: pageSize(20, 100) }),
        response: { 200: batchPageSchema },
      },
    },
    async request => reader.page(request.query.cursor, request.query.limit),
  )

  app.get(
    '/batches/:id',
    { schema: { params, querystring: z.strictObject({}), response: { 200: batchViewSchema } } },
    async request => batchView(await reader.get(request.params.id), FIRST_LEAVES, imageUrl),
  )

  app.get(
    '/batches/:id/leaves',
    {
      schema: {
        params,
        querystring: z.strictObject({
          cursor: cursor(LEAF_ID_PATTERN),
          limit: pageSize(FIRST_LEAVES, MOST_LEAVES),
          state: z.enum(LEAF_STATES, `must be one of: ${LEAF_STATES.join(', ')}`).optional(),
        }),
        response: { 200: leafPageSchema },
      },
    },
    async request => leafPage(await reader.get(request.params.id), request.query, imageUrl),
  )
}
