import type { FastifyPluginCallback } from 'fastify'
import { isAnswer, refuse } from '../ask.ts'
import { exchange, type State } from '../exchange.ts'
import type { ModelLife } from '../models.ts'
import { createGeminiBatch, geminiBatchRoutes } from './batches.ts'
import { geminiDialect } from './dialect.ts'
import { geminiError, NO_GEMINI_KEY } from './errors.ts'
import { geminiFileRoutes } from './files.ts'
import { readGeminiCall } from './request.ts'

interface Route {
  Params: { call: string }
  Querystring: { key?: string }
}

/** Bytes of the largest request, pictures in base64 and all. */
const BODY_LIMIT = 20 * 2 ** 20

const TOO_LARGE = geminiError(
  400,
  'INVALID_ARGUMENT',
  `Request payload size exceeds the limit: ${BODY_LIMIT} bytes.`,
)

/** `POST /v1/models/<model>:generateContent`, and the same under `/v1beta`; there also what makes jobs of it. */
export function geminiRoutes(state: State, lifeOf: ModelLife): FastifyPluginCallback {
  return (app, _options, done) => {
    app.addHook<Route>('onRequest', async (request, reply) => {
      const key = request.headers['x-goog-api-key'] ?? request.query.key ?? ''
      if (String(key).trim() === '') return refuse(reply, NO_GEMINI_KEY)
    })
    app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
      error.statusCode === 413
        ? refuse(reply, TOO_LARGE)
        : (error.statusCode ?? 500) < 500
          ? refuse(reply, geminiError(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.'))
          : refuse(reply, geminiError(500, 'INTERNAL', 'The emulator failed.')),
    )
    for (const version of ['v1', 'v1beta'])
      app.post<Route>(`/${version}/models/:call`, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
        const [, batched] = /^(.+):batchGenerateContent$/.exec(request.params.call) ?? []
        if (batched !== undefined && version === 'v1beta')
          return createGeminiBatch(state.jobs, lifeOf, batched, request, reply)
        const ask = await readGeminiCall(request.params.call, version, request.body, lifeOf)
        return isAnswer(ask) ? refuse(reply, ask) : exchange(state, geminiDialect(ask), ask, request, reply)
      })
    geminiFileRoutes(app, state.jobs)
    geminiBatchRoutes(app, state.jobs)
    done()
  }
}
