import type { ApiMetrics } from '@contactsheet/runtime/metrics'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { media } from '../http/answers.ts'

/** What this process has measured, for Prometheus. */
export const metricsRoutes: FastifyPluginAsync<{ metrics: ApiMetrics }> = async (app, { metrics }) => {
  const schema = {
    operationId: 'getMetrics',
    tags: ['Operations'],
    summary: 'Measurements, for Prometheus',
    response: { 200: media('All of them, as text.', 'text/plain', z.string()) },
  }

  app.get('/metrics', { config: { quiet: true }, schema }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
}

/** Files of the page, each of which is a route with a name that changes with every build: one for all of them will do. */
const FILES = /^\/assets\/.+/

/** Measures every answer. Goes before any route. */
export function measureAnswers(app: Parameters<FastifyPluginAsync>[0], metrics: ApiMetrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url?.replace(FILES, '/assets/*')
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime)
  })
}
