import { type BatchStore, ORIGINAL_NAMES } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { BatchReader } from '../batches/batch-reader.ts'
import { leafIn } from '../batches/leaf-in.ts'
import { DAMAGED, empty, file, problem, STORE_DOWN } from '../http/answers.ts'
import { leafPath } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { describe, hasCurrent, REVALIDATED } from './stored-picture.ts'

const originalSchema = {
  operationId: 'getOriginal',
  tags: ['Images'],
  summary: "Show a leaf's original",
  description:
    'The picture as its provider made it: whole, without title. A leaf that is made again has another one under the same address.',
  params: leafPath,
  querystring: z.strictObject({
    v: z
      .string()
      .optional()
      .describe('Part of the address that a leaf names: with another original it differs. It chooses none.'),
  }),
  headers: z.object({
    'If-None-Match': z.string().optional().describe('The `ETag` of the original you have.'),
  }),
  response: {
    200: file('The original, byte for byte as it came.', ORIGINAL_NAMES, {
      ETag: 'To ask with, as `If-None-Match`.',
      'Last-Modified': 'When it was kept.',
      'Cache-Control': 'May be kept by whoever asked, who asks again whether it still is the one.',
    }),
    304: empty('The original is the one you have.'),
    404: problem('There is no such batch or leaf, or no original of it is kept.'),
    409: DAMAGED,
    503: STORE_DOWN,
  },
}

/** What providers made, for whoever wants to see it beside what was made of it. */
export const originalRoutes: FastifyPluginAsyncZod<{ store: BatchStore; reader: BatchReader }> = async (
  app,
  { store, reader },
) => {
  app.route({
    // HEAD by itself: the one that comes with GET would drop the length.
    method: ['GET', 'HEAD'],
    url: '/batches/:id/leaves/:leafId/original',
    schema: originalSchema,
    handler: async (request, reply) => {
      const { id, leafId } = request.params
      const snapshot = await reader.get(id)
      const original = (await snapshot.record(leafIn(snapshot.batch, leafId).id))?.original
      if (original === undefined) throw none(id, leafId)
      if (request.method === 'HEAD' || request.headers['if-none-match'] !== undefined) {
        const stat = await store.statOriginal(original)
        if (stat === undefined) throw none(id, leafId)
        describe(reply, stat, REVALIDATED)
        if (hasCurrent(request, stat)) return reply.code(304).send(null)
        if (request.method === 'HEAD') return reply.header('content-length', stat.size).send()
      }
      const found = await store.openOriginal(original)
      if (found === undefined) throw none(id, leafId)
      return describe(reply, found.stat, REVALIDATED)
        .header('content-length', found.stat.size)
        .send(found.body)
    },
  })
}

function none(batchId: string, leafId: string): HttpProblem {
  return new HttpProblem(
    404,
    `No original of leaf ${leafId} of batch ${batchId} is kept: it was not made, or its image was deleted.`,
  )
}
