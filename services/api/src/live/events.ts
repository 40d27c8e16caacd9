import type { Progress } from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DAMAGED, empty, media, NO_BATCH, STORE_DOWN } from '../http/answers.ts'
import { batchPath, noQuery } from '../http/parameters.ts'
import { reference } from '../openapi/components.ts'
import type { Feeds } from './feeds.ts'
import { sse } from './sse.ts'

const PROGRESS: Progress = {
  state: 'succeeded',
  counts: { total: 10, queued: 0, running: 0, succeeded: 10, failed: 0, canceled: 0 },
  timings: { wallClockMs: 6735, slowestLeafMs: 6610, sumOfLeavesMs: 41_890 },
  cost: { estimateUsd: 0.875, actualUsd: 0.875 },
  simulated: false,
}

/** The stream as text, and what its events are once a client has parsed it. */
const eventStream = z.unknown().meta({
  type: 'string',
  contentMediaType: 'text/event-stream',
  contentSchema: { type: 'array', items: reference('BatchEvent') },
  examples: [
    sse({ event: 'progress', data: PROGRESS }) +
      sse({ event: 'settled', id: 'settled.2026-11-22T09:47:18.851Z', data: PROGRESS }),
  ],
})

/** What happens to a batch while it happens, as server-sent events. */
export const eventRoutes: FastifyPluginAsyncZod<{ feeds: Feeds }> = async (app, { feeds }) => {
  app.get(
    '/batches/:id/events',
    {
      // Answering HEAD would mean to watch.
      exposeHeadRoute: false,
      // An event leaves when it happens, and waits in no block of something compressed.
      compress: false,
      schema: {
        operationId: 'watchBatch',
        tags: ['Batches'],
        summary: 'Watch a batch',
        description:
          'Server-sent events: `progress` at once and on every change, `leaf` for each leaf that settles or has settled before, `settled` last.',
        params: batchPath,
        querystring: noQuery,
        headers: z.object({
          'Last-Event-ID': z
            .string()
            .optional()
            .describe('Id of the last event heard: only what is new since then is told.'),
        }),
        response: {
          200: media('The events, until the batch has settled.', 'text/event-stream', eventStream, {
            'Cache-Control': 'Not to be kept.',
          }),
          204: empty('Nothing more than was heard.'),
          404: NO_BATCH,
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const lastId = request.headers['last-event-id']
      const events = await feeds.watch(request.params.id, lastId, gone.signal)
      // The one answer after which a browser does not come back.
      if (events === undefined) return reply.code(204).send(null)
      return reply
        .header('content-type', 'text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(events)
    },
  )
}
