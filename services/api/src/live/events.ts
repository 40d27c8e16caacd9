import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Feeds } from './feeds.ts'

/** What happens to a batch while it happens, as server-sent events. */
export const eventRoutes: FastifyPluginAsyncZod<{ feeds: Feeds }> = async (app, { feeds }) => {
  app.get(
    '/batches/:id/events',
    {
      // Answering HEAD would mean to watch.
      exposeHeadRoute: false,
      schema: {
        params: z.object({ id: z.string() }),
        querystring: z.strictObject({}),
      },
    },
    async (request, reply) => {
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const lastId = request.headers['last-event-id']?.toString()
      const events = await feeds.watch(request.params.id, lastId, gone.signal)
      // The one answer after which a browser does not come back.
      if (events === undefined) return reply.code(204).send()
      return reply
        .header('content-type', 'text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(events)
    },
  )
}
