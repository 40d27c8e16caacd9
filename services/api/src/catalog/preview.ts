import { BrandLoader, type KnownNames, lookParts, resolveBrand } from '@contactsheet/brand'
import { composePreview } from '@contactsheet/compose'
import {
  type BrandHashes,
  type BrandNames,
  lookFields,
  type RequestLimits,
  STYLE_NAMES,
  type Style,
  writtenText,
} from '@contactsheet/contract'
import type { BrandStore } from '@contactsheet/storage'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { file, STORE_DOWN } from '../http/answers.ts'
import { oneOf } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'

/** Previews kept, of some 15 KB each: those of a few people who try what there is. */
const MAX_KEPT = 500

/** A preview as it is asked for, with what its names stand for. */
interface Asked extends BrandNames {
  style: Style
  title: string
  brand: BrandHashes | undefined
}

/** What a browser shows again without asking, in seconds: a release may draw it otherwise. */
const FRESH_S = 3600

interface PreviewDeps {
  limits: RequestLimits
  brand: BrandStore
  names: KnownNames
}

/** How a look will look, on a built-in picture: to choose by, before anything is paid. */
export const previewRoutes: FastifyPluginAsyncZod<PreviewDeps> = async (app, { limits, brand, names }) => {
  const loader = new BrandLoader(brand)
  const { template, font } = lookFields(names)
  const query = z.strictObject({
    style: oneOf(STYLE_NAMES).default('photorealistic').describe('The style to hint at.'),
    template: template.default('bottom-bar').describe('Where the title goes.'),
    font: font.default('inter').describe('What the title is set in.'),
    title: writtenText(limits.maxPromptLength)
      .default('Your title here')
      .describe('What to write on the picture.'),
  })
  /** `fetch` makes callers who ask at once share one. */
  const kept = new LRUCache<string, Buffer, Asked>({
    max: MAX_KEPT,
    fetchMethod: async (_key, _previous, { context: { style, title, brand, ...named } }) =>
      composePreview(style, { ...(await lookParts(named, brand, loader)), title }),
  })

  const schema = {
    operationId: 'previewLook',
    tags: ['Catalog'],
    summary: 'Preview a look',
    description: 'A title on a built-in picture. A model draws the real one; the style is only hinted at.',
    querystring: query,
    response: {
      200: file('A JPEG of 600x315 pixels.', 'image/jpeg', {
        'Cache-Control': 'May be shown again for an hour without asking, if everything named is built in.',
      }),
      503: STORE_DOWN,
    },
  }

  const route = { schema, preValidation: ({ query }: FastifyRequest) => names.lookUpFor(query) }
  app.get('/preview.jpg', route, async (request, reply) => {
    const { style, template, font, title } = request.query
    const { errors, brand: hashes } = await resolveBrand(brand, request.query)
    if (errors.length > 0)
      throw new HttpProblem(400, errors.map(({ message }) => message).join('. '), { errors })
    const key = JSON.stringify([style, template, font, title, hashes])
    const preview = await kept.forceFetch(key, { context: { style, template, font, title, brand: hashes } })
    return reply
      .type('image/jpeg')
      .header('cache-control', hashes === undefined ? `private, max-age=${FRESH_S}` : 'private, no-cache')
      .send(preview)
  })
}
