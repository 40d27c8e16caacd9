import {
  BATCH_ID_PATTERN,
  BATCH_STATES,
  batchPageSchema,
  batchViewSchema,
  LEAF_ID_PATTERN,
  leafDetailSchema,
  leafPageSchema,
} from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DAMAGED, json, NO_BATCH, NO_LEAF, STORE_DOWN } from '../http/answers.ts'
import {
  batchPath,
  cursor,
  leafPath,
  MOST_WORDS,
  noQuery,
  oneOf,
  pageSize,
  searchWords,
} from '../http/parameters.ts'
import { type BatchSource, searchBatches } from './batch-search.ts'
import { leafIn } from './leaf-in.ts'
import { selectionQuery } from './selection.ts'
import { SharedViews } from './shared-views.ts'
import { batchView, type ImageUrl, leafDetail, leafPage } from './views.ts'

export interface BatchDeps extends BatchSource {
  imageUrl: ImageUrl
  /** Path under which the API is shown. */
  basePath: string
}

/** Leaves that come with a batch. */
export const FIRST_LEAVES = 50
const MOST_LEAVES = 500

/** Looking at batches. */
export const batchRoutes: FastifyPluginAsyncZod<BatchDeps> = async (app, deps) => {
  const { reader, imageUrl, basePath } = deps
  const views = new SharedViews(snapshot => batchView(snapshot, FIRST_LEAVES, imageUrl))
  app.get(
    '/batches',
    {
      schema: {
        operationId: 'listBatches',
        tags: ['Batches'],
        summary: 'List batches, newest first',
        description:
          'Where a filter is given, a page can hold fewer batches than asked for, even none, and still have a `nextCursor`: a call looks through so many and no more.',
        querystring: z.strictObject({
          cursor: cursor(BATCH_ID_PATTERN),
          limit: pageSize(20, 100),
          q: searchWords.describe(
            'Only those with all these words in their name and tags, or in one of their prompts with its titles. Case and accents do not matter.',
          ),
          tag: z.string().max(MOST_WORDS).optional().describe('Only those with this tag, in any case.'),
          state: oneOf(BATCH_STATES).optional().describe('Only those in this state.'),
        }),
        response: { 200: json('A page of batches.', batchPageSchema), 503: STORE_DOWN },
      },
    },
    async request => {
      const { cursor, limit, ...filter } = request.query
      const isFiltered = Object.values(filter).some(value => value !== undefined && value !== '')
      return isFiltered ? searchBatches(deps, filter, cursor, limit) : reader.lines.page(cursor, limit)
    },
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
    async request => views.of(await reader.get(request.params.id)),
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
