import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Feeds } from '../live/feeds.ts'

/** A client that has taken nothing for so long is gone or hopelessly slow, in milliseconds. */
const STALLED_MS = 60_000

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
      // Any write that gets through, a heartbeat too, counts as a sign of life.
      reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy())
      return reply
        .header('content-type', 'text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(events)
    },
  )
}
