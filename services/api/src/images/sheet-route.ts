import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { BatchReader } from '../batches/batch-reader.ts'
import { DAMAGED, file, NO_BATCH, STORE_DOWN } from '../http/answers.ts'
import { batchPath, noQuery } from '../http/parameters.ts'
import type { Sheets } from './sheets.ts'

/** A batch's contact sheet as one picture, finished or not. */
export const sheetRoutes: FastifyPluginAsyncZod<{ reader: BatchReader; sheets: Sheets }> = async (
  app,
  { reader, sheets },
) => {
  app.get(
    '/batches/:id/sheet.jpg',
    {
      schema: {
        operationId: 'getContactSheet',
        tags: ['Batches'],
        summary: 'The contact sheet as one picture',
        params: batchPath,
        querystring: noQuery,
        response: {
          200: file('A JPEG: prompts down, models across.', 'image/jpeg', {
            'Cache-Control': 'To be asked for anew each time: it changes while the batch is open.',
          }),
          404: NO_BATCH,
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const snapshot = await reader.get(request.params.id)
      // To be asked for anew each time: it changes until the batch settles, and again if leaves of it are rerun.
      reply.type('image/jpeg').header('cache-control', 'private, no-cache')
      const stored = await sheets.stored(snapshot)
      if (stored !== undefined) return reply.header('content-length', stored.stat.size).send(stored.body)
      return reply.send(await sheets.make(snapshot))
    },
  )
}
