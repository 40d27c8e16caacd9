import {
  BATCH_ID_PATTERN,
  batchPageSchema,
  batchViewSchema,
  LEAF_ID_PATTERN,
  leafDetailSchema,
  leafPageSchema,
} from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DAMAGED, json, NO_BATCH, NO_LEAF, STORE_DOWN } from '../http/answers.ts'
import { batchPath, cursor, leafPath, noQuery, pageSize } from '../http/parameters.ts'
import type { BatchReader } from './batch-reader.ts'
import { leafIn } from './leaf-in.ts'
import { selectionQuery } from './selection.ts'
import { batchView, type ImageUrl, leafDetail, leafPage } from './views.ts'

export interface BatchDeps {
  reader: BatchReader
  imageUrl: ImageUrl
  /** Path under which the API is shown. */
  basePath: string
}

/** Leaves that come with a batch. */
export const FIRST_LEAVES = 50
const MOST_LEAVES = 500

/** Looking at batches. */
export const batchRoutes: FastifyPluginAsyncZod<BatchDeps> = async (app, { reader, imageUrl, basePath }) => {
  app.get(
    '/batches',
    {
      schema: {
        operationId: 'listBatches',
        tags: ['Batches'],
        summary: 'List batches, newest first',
        querystring: z.strictObject({ cursor: cursor(BATCH_ID_PATTERN), limit: pageSize(20, 100) }),
        response: { 200: json('A page of batches.', batchPageSchema), 503: STORE_DOWN },
      },
    },
    async request => reader.page(request.query.cursor, request.query.limit),
  )

  app.get(
    '/batches/:id',
    {
      schema: {
        operationId: 'getBatch',
        tags: ['Batches'],
        summary: 'Show a batch',
        params: batchPath,
        querystring: noQuery,
        response: {
          200: json('How it stands, with the first of its leaves.', batchViewSchema),
          404: NO_BATCH,
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async request => batchView(await reader.get(request.params.id), FIRST_LEAVES, imageUrl),
  )

  app.get(
    '/batches/:id/leaves',
    {
      schema: {
        operationId: 'listLeaves',
        tags: ['Batches'],
        summary: 'List the leaves of a batch',
        params: batchPath,
        querystring: z.strictObject({
          cursor: cursor(LEAF_ID_PATTERN),
          limit: pageSize(FIRST_LEAVES, MOST_LEAVES),
          ...selectionQuery,
        }),
        response: {
          200: json('A page of leaves, in order.', leafPageSchema),
          404: NO_BATCH,
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async request => leafPage(await reader.get(request.params.id), request.query, imageUrl),
  )

  app.get(
    '/batches/:id/leaves/:leafId',
    {
      schema: {
        operationId: 'getLeaf',
        tags: ['Batches'],
        summary: 'Show a leaf',
        params: leafPath,
        querystring: noQuery,
        response: {
          200: json('The leaf, with what its provider was sent.', leafDetailSchema),
          404: NO_LEAF,
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async request => {
      const { id, leafId } = request.params
      const snapshot = await reader.get(id)
      return leafDetail(snapshot, leafIn(snapshot.batch, leafId), imageUrl, basePath)
    },
  )
}
