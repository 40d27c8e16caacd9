import type { FastifyPluginCallback, FastifyRequest } from 'fastify'
import { isAnswer, refuse } from '../ask.ts'
import { exchange, type State } from '../exchange.ts'
import type { ModelLife } from '../models.ts'
import { openAiBatchRoutes } from './batches.ts'
import { openAiDialect } from './dialect.ts'
import { readOpenAiEdit } from './edit.ts'
import { NO_OPENAI_KEY, openAiError } from './errors.ts'
import { openAiFileRoutes } from './files.ts'
import { moderationAnswer } from './moderations.ts'
import { readOpenAiBody } from './request.ts'

/** Bytes of the largest form that is read. */
const FORM_LIMIT = 55_000_000

const TOO_LARGE = `The body of your request is too large; a form can have up to ${FORM_LIMIT} bytes.`

/** `POST /v1/images/generations`, `POST /v1/images/edits`, `POST /v1/moderations`, and what makes jobs of these. */
export function openAiRoutes(state: State, lifeOf: ModelLife): FastifyPluginCallback {
  return (app, _options, done) => {
    // The key is looked at before the body is read, and is never compared: there is none to compare it with.
    app.addHook('onRequest', async (request, reply) => {
      if (!/^Bearer \S+/.test(request.headers.authorization ?? '')) return refuse(reply, NO_OPENAI_KEY)
    })
    app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500
      if (status === 413) return refuse(reply, openAiError(status, TOO_LARGE))
      return status < 500
        ? refuse(reply, openAiError(status, 'The body of your request could not be parsed as JSON.'))
        : refuse(reply, openAiError(status, 'The emulator failed.', { type: 'server_error' }))
    })
    app.addContentTypeParser<Buffer>(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: FORM_LIMIT },
      async (request: FastifyRequest, body: Buffer) => {
        const headers = { 'content-type': request.headers['content-type'] ?? '' }
        try {
          return await new Response(new Uint8Array(body), { headers }).formData()
        } catch (cause) {
          throw Object.assign(new Error('The form cannot be read.', { cause }), { statusCode: 400 })
        }
      },
    )
    app.post('/v1/images/edits', { bodyLimit: FORM_LIMIT }, async (request, reply) => {
      const ask = await readOpenAiEdit(request.body, lifeOf)
      return isAnswer(ask) ? refuse(reply, ask) : exchange(state, openAiDialect(ask), ask, request, reply)
    })
    app.post('/v1/images/generations', async (request, reply) => {
      const ask = readOpenAiBody(request.body, lifeOf)
      return isAnswer(ask) ? refuse(reply, ask) : exchange(state, openAiDialect(ask), ask, request, reply)
    })
    openAiBatchRoutes(app, state.jobs, lifeOf)
    app.register(files => openAiFileRoutes(files, state.jobs))
    app.post('/v1/moderations', async (request, reply) =>
      refuse(reply, moderationAnswer(request.id, request.body)),
    )
    done()
  }
}
