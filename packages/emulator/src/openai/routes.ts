import type { FastifyPluginCallback } from 'fastify'
import type { Answer } from '../ask.ts'
import { exchange, type State } from '../exchange.ts'
import type { ModelLife } from '../models.ts'
import { openAiDialect } from './dialect.ts'
import { openAiError } from './errors.ts'
import { isRefused, readOpenAiBody } from './request.ts'

/** `POST /v1/images/generations`. */
export function openAiRoutes(state: State, lifeOf: ModelLife): FastifyPluginCallback {
  return (app, _options, done) => {
    // The key is looked at before the body is read, and is never compared: there is none to compare it with.
    app.addHook('onRequest', async (request, reply) => {
      if (/^Bearer \S+/.test(request.headers.authorization ?? '')) return
      const message =
        "You didn't provide an API key. Send it in an Authorization header, as Bearer and the key."
      await reply.code(401).send(JSON.parse(openAiError(401, message).body.toString()))
    })
    app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500
      const message =
        status < 500 ? 'The body of your request could not be parsed as JSON.' : 'The emulator failed.'
      const type = status < 500 ? 'invalid_request_error' : 'server_error'
      void reply.code(status).send(JSON.parse(openAiError(status, message, { type }).body.toString()))
    })
    app.post('/v1/images/generations', async (request, reply) => {
      const ask = readOpenAiBody(request.body, id => lifeOf('openai', id))
      if (!isRefused(ask)) return exchange(state, openAiDialect(ask), ask, request, reply)
      const { status, body }: Answer = ask
      return reply.code(status).type('application/json').send(body)
    })
    done()
  }
}
