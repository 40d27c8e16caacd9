import { type BrandLoader, resolveBrand } from '@contactsheet/brand'
import { composePreview } from '@contactsheet/compose'
import {
  type BrandKind,
  FONTS,
  isBuiltIn,
  type Output,
  STYLE_NAMES,
  type Style,
} from '@contactsheet/contract'
import { type BatchLook, lookWith } from '@contactsheet/leaf'
import { encode, stretch } from '@contactsheet/scenery'
import type { BrandStore } from '@contactsheet/storage'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import { z } from 'zod'
import { noneOf } from '../brand/parts.ts'
import { file, problem, STORE_DOWN } from '../http/answers.ts'
import { HttpProblem } from '../http/problem.ts'
import { originalIn, sceneIn } from './scene.ts'
import { blank, SPECIMEN, SPECIMEN_SIZE } from './specimen.ts'

/** Samples kept, of some 10 KB each: all that are built in, and those of a brand kit of any sense. */
const MAX_KEPT = 200

/** Samples drawn at once: a page asks for a dozen together, and the API has answers to give meanwhile. */
const DRAWN_AT_ONCE = 2

/** Sizes of samples, in pixels: sharp on a screen of two pixels a point, where they are shown at half of it. */
const STYLE_SIZE = { width: 300, height: 158 }
const TEMPLATE_SIZE: Output = { name: '600x315', width: 600, height: 315, format: 'jpeg', crop: 'center' }

const QUALITY = 82
const TEXT = 'A title of some length on it'

const NONE = problem('There is none of this name.')
const picture = file('A small JPEG.', 'image/jpeg', {
  'Cache-Control':
    'With `v`, as the lists have it: may be kept for good. Without it: for an hour at the most.',
})
const path = z.object({ name: z.string().describe('As in a request.') })
const query = z.strictObject({
  v: z.string().max(64).optional().describe('What stands for the sample as it is now: see `sampleUrl`.'),
})

interface SampleDeps {
  brand: BrandStore
  loader: BrandLoader
}

/** What a sample is drawn of, for whoever looks for it again. */
type Draw = () => Promise<Buffer>

/** Small pictures of what a look is made of, to choose by: a picture in a style, a word in a font, a title in a template. */
export const sampleRoutes: FastifyPluginAsyncZod<SampleDeps> = async (app, { brand, loader }) => {
  const limit = pLimit(DRAWN_AT_ONCE)
  /** `fetch` makes callers who ask at once share one. */
  const kept = new LRUCache<string, Buffer, Draw>({
    max: MAX_KEPT,
    ignoreFetchAbort: true,
    fetchMethod: (_key, _previous, { context: draw }) => limit(draw),
  })
  const send = async (reply: FastifyReply, key: string, isFixed: boolean, draw: Draw) =>
    reply
      .type('image/jpeg')
      .header('cache-control', `private, ${isFixed ? 'max-age=31536000, immutable' : 'max-age=3600'}`)
      .send(await kept.forceFetch(key, { context: draw }))

  app.get(
    '/styles/:name/sample.jpg',
    {
      schema: {
        operationId: 'getStyleSample',
        tags: ['Catalog'],
        summary: 'Show a style',
        description: 'The same subject in each: a built-in picture, where a model draws the real one.',
        params: path,
        querystring: query,
        response: { 200: picture, 404: NONE },
      },
    },
    (request, reply) => {
      const { name } = request.params
      const style = STYLE_NAMES.find(known => known === name)
      if (style === undefined) throw new HttpProblem(404, `There is no style ${JSON.stringify(name)}.`)
      return send(reply, `style ${style}`, request.query.v !== undefined, () => ofStyle(style))
    },
  )

  for (const [kind, summary, draw] of [
    ['templates', 'Show a template', ofTemplate],
    ['fonts', 'Show a font', ofFont],
  ] as const)
    app.get(
      `/${kind}/:name/sample.jpg`,
      {
        schema: {
          operationId: kind === 'fonts' ? 'getFontSample' : 'getTemplateSample',
          tags: ['Catalog'],
          summary,
          params: path,
          querystring: query,
          response: { 200: picture, 404: NONE, 503: STORE_DOWN },
        },
      },
      async (request, reply) => {
        const { name } = request.params
        const version = await versionIn(kind, name)
        const isFixed = request.query.v !== undefined
        return send(reply, `${kind} ${name} ${version}`, isFixed, () => draw(name, loader, brand))
      },
    )

  /** What tells one sample from another of the same name. Throws HttpProblem 404 where the name stands for nothing. */
  async function versionIn(kind: Exclude<BrandKind, 'logos'>, name: string): Promise<string> {
    if (isBuiltIn(kind, name)) return ''
    const document = await brand.get(kind, name)
    if (document === undefined) throw await noneOf(brand, kind, name)
    return document.sha256
  }
}

async function ofStyle(style: Style): Promise<Buffer> {
  return encode(await stretch(await sceneIn(style), STYLE_SIZE, 'linear'), 'jpeg', QUALITY)
}

async function ofTemplate(template: string, loader: BrandLoader, brand: BrandStore): Promise<Buffer> {
  const look = await lookWith(await resolved({ template, font: 'inter' }, brand), TEXT, loader)
  return composePreview(await originalIn('photorealistic'), look, TEMPLATE_SIZE)
}

async function ofFont(font: string, loader: BrandLoader, brand: BrandStore): Promise<Buffer> {
  const family = isBuiltIn('fonts', font) ? FONTS[font as keyof typeof FONTS] : await ownFamily(font, brand)
  const look = await lookWith(await resolved({ template: 'bottom-bar', font }, brand), family, loader)
  return composePreview(await blank(), { ...look, template: SPECIMEN }, SPECIMEN_SIZE)
}

async function ownFamily(font: string, brand: BrandStore): Promise<string> {
  return (await brand.get('fonts', font))?.family ?? font
}

async function resolved(look: BatchLook, store: BrandStore): Promise<BatchLook> {
  const { brand } = await resolveBrand(store, look)
  return { ...look, brand }
}
