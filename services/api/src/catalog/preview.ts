import { composePreview } from '@contactsheet/compose'
import {
  FONT_NAMES,
  type RequestLimits,
  STYLE_NAMES,
  TEMPLATE_NAMES,
  TEMPLATES,
  writtenText,
} from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { file } from '../http/answers.ts'
import { oneOf } from '../http/parameters.ts'

/** Previews kept, of some 15 KB each: those of a few people who try what there is. */
const MAX_KEPT = 500

/** What a browser shows again without asking, in seconds: a release may draw it otherwise. */
const FRESH_S = 3600

/** How a look will look, on a built-in picture: to choose by, before anything is paid. */
export const previewRoutes: FastifyPluginAsyncZod<{ limits: RequestLimits }> = async (app, { limits }) => {
  const query = z.strictObject({
    style: oneOf(STYLE_NAMES).default('photorealistic').describe('The style to hint at.'),
    template: oneOf(TEMPLATE_NAMES).default('bottom-bar').describe('Where the title goes.'),
    font: oneOf(FONT_NAMES).default('inter').describe('What the title is set in.'),
    title: writtenText(limits.maxPromptLength)
      .default('Your title here')
      .describe('What to write on the picture.'),
  })
  /** `fetch` makes callers who ask at once share one. */
  const kept = new LRUCache<string, Buffer, z.output<typeof query>>({
    max: MAX_KEPT,
    fetchMethod: (_key, _previous, { context: { style, template, ...look } }) =>
      composePreview(style, { ...look, template: TEMPLATES[template] }),
  })

  const schema = {
    operationId: 'previewLook',
    tags: ['Catalog'],
    summary: 'Preview a look',
    description: 'A title on a built-in picture. A model draws the real one; the style is only hinted at.',
    querystring: query,
    response: {
      200: file('A JPEG of 600x315 pixels.', 'image/jpeg', {
        'Cache-Control': 'May be shown again for an hour without asking.',
      }),
    },
  }

  app.get('/preview.jpg', { schema }, async (request, reply) => {
    const { style, template, font, title } = request.query
    const key = JSON.stringify([style, template, font, title])
    const preview = await kept.forceFetch(key, { context: request.query })
    return reply.type('image/jpeg').header('cache-control', `private, max-age=${FRESH_S}`).send(preview)
  })
}
