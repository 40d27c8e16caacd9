import type { Catalog, Model } from '@contactsheet/contract'
import type { FastifyPluginCallback } from 'fastify'
import { refuse } from './ask.ts'
import { geminiError, NO_GEMINI_KEY } from './gemini/errors.ts'
import { NO_OPENAI_KEY } from './openai/errors.ts'

interface ListRoute {
  Querystring: { key?: string; pageSize?: string; pageToken?: string }
}

/** Models that Gemini lists at once unless it is asked otherwise, and at most. */
const PAGE = { usual: 50, most: 1_000 }

/**
 * The lists of models that answer today: `GET /v1/models`, as OpenAI has it for a key in `Authorization`, and otherwise as Gemini
 * does, which has it under `/v1beta` too.
 */
export function modelRoutes(catalog: Catalog): FastifyPluginCallback {
  const living = (provider: Model['provider']) =>
    catalog.living(new Date()).filter(model => model.provider === provider)
  return (app, _options, done) => {
    for (const version of ['v1', 'v1beta'])
      app.get<ListRoute>(`/${version}/models`, async (request, reply) => {
        const { headers, query } = request
        const isOpenAi =
          version === 'v1' && headers['x-goog-api-key'] === undefined && query.key === undefined
        if (isOpenAi) {
          if (!/^Bearer \S+$/.test(headers.authorization ?? '')) return refuse(reply, NO_OPENAI_KEY)
          return { object: 'list', data: living('openai').map(listedByOpenAi) }
        }
        if (String(headers['x-goog-api-key'] ?? query.key ?? '').trim() === '')
          return refuse(reply, NO_GEMINI_KEY)
        const size = Math.min(Number(query.pageSize ?? PAGE.usual), PAGE.most)
        const from = Number(query.pageToken ?? 0)
        if (!(size >= 1 && from >= 0))
          return refuse(reply, geminiError(400, 'INVALID_ARGUMENT', 'Invalid page size or token.'))
        const all = living('google')
        const rest = from + size < all.length ? { nextPageToken: `${from + size}` } : {}
        return { models: all.slice(from, from + size).map(listedByGemini), ...rest }
      })
    done()
  }
}

function listedByOpenAi({ id, shutdown }: Model) {
  return {
    id,
    object: 'model',
    created: 0,
    owned_by: 'system',
    ...(shutdown === undefined ? {} : { shutdown_date: shutdown }),
  }
}

function listedByGemini({ id, label }: Model) {
  return { name: `models/${id}`, displayName: label, supportedGenerationMethods: ['generateContent'] }
}
