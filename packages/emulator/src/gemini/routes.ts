import type { FastifyPluginCallback } from 'fastify'
import { exchange, type State } from '../exchange.ts'
import type { ModelLife } from '../models.ts'
import { geminiDialect } from './dialect.ts'
import { geminiError } from './errors.ts'
import { isRefused, readGeminiCall } from './request.ts'

interface Route {
  Params: { call: string }
  Querystring: { key?: string }
}

/** `POST /v1/models/<model>:generateContent`, and the same under `/v1beta`. */
export function geminiRoutes(state: State, lifeOf: ModelLife): FastifyPluginCallback {
  return (app, _options, done) => {
    app.addHook<Route>('onRequest', async (request, reply) => {
      const key = request.headers['x-goog-api-key'] ?? request.query.key ?? ''
      if (String(key).trim() !== '') return
      const { status, body } = geminiError(
        403,
        'PERMISSION_DENIED',
        'This method needs an API key. Send it in an x-goog-api-key header.',
      )
      await reply.code(status).type('application/json').send(body)
    })
    app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const wrong = (error.statusCode ?? 500) < 500
      const { status, body } = wrong
        ? geminiError(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.')
        : geminiError(500, 'INTERNAL', 'The emulator failed.')
      void reply.code(status).type('application/json').send(body)
    })
    for (const version of ['v1', 'v1beta'])
      app.post<Route>(`/${version}/models/:call`, async (request, reply) => {
        const ask = readGeminiCall(request.params.call, version, request.body, lifeOf)
        if (!isRefused(ask)) return exchange(state, geminiDialect(ask), ask, request, reply)
        return reply.code(ask.status).type('application/json').send(ask.body)
      })
    done()
  }
}
