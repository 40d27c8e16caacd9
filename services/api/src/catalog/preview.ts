import { type BrandLoader, type KnownNames, resolveBrand } from '@contactsheet/brand'
import { composePreview } from '@contactsheet/compose'
import {
  BATCH_ID_PATTERN,
  type Batch,
  KindError,
  LEAF_ID_PATTERN,
  leafById,
  lookFields,
  lookInBatch,
  outputsOf,
  type RequestLimits,
  recomposedBatch,
  recompositionOf,
  STYLE_NAMES,
  type Style,
  writtenText,
} from '@contactsheet/contract'
import { type BatchLook, lookOf, lookWith } from '@contactsheet/leaf'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import { z } from 'zod'
import type { BatchReader } from '../batches/batch-reader.ts'
import { leafIn } from '../batches/leaf-in.ts'
import { withBrand } from '../batches/recompose.ts'
import { assertResolved } from '../brand/parts.ts'
import { DAMAGED, file, problem, STORE_DOWN } from '../http/answers.ts'
import { noQuery, oneOf } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { originalIn } from './scene.ts'

/** Previews kept, of some 15 KB each: those of a few people who try what there is. */
const MAX_KEPT = 500

/** What a browser shows again without asking, in seconds: a release may draw it otherwise. */
const FRESH_S = 3600

/** Previews of a leaf made at once: each holds its original, which may have tens of megabytes. */
const ORIGINALS_AT_ONCE = 2

/** What a look is where nothing is said of it. */
const USUAL: SceneLook = { template: 'bottom-bar', font: 'inter' }
const USUAL_STYLE: Style = 'photorealistic'
const USUAL_TEXT = 'Your title here'

interface PreviewDeps {
  limits: RequestLimits
  store: BatchStore
  reader: BatchReader
  loader: BrandLoader
  names: KnownNames
}

/** The fields of a look, as they come out of a request. */
type Fields = Parameters<typeof lookInBatch>[0]

/** How the built-in picture is to look, and in which shape. */
type SceneLook = BatchLook & Pick<Batch, 'outputs'>

/** What is drawn on the built-in picture. */
interface Asked {
  style: Style
  text: string
  look: SceneLook
}

/** How a look will look: to choose by, before anything is paid. */
export const previewRoutes: FastifyPluginAsyncZod<PreviewDeps> = async (app, deps) => {
  const { limits, store, reader, loader, names } = deps
  const originals = pLimit(ORIGINALS_AT_ONCE)
  const { outputs, title, titleSize, ...simple } = lookFields(names)
  const text = writtenText(limits.maxPromptLength)

  const query = z.strictObject({
    style: oneOf(STYLE_NAMES).default(USUAL_STYLE).describe('The style to hint at.'),
    title: text.default(USUAL_TEXT).describe('What to write on the picture.'),
    ...simple,
  })
  /** `fetch` makes callers who ask at once share one. */
  const kept = new LRUCache<string, Buffer, Asked>({
    max: MAX_KEPT,
    fetchMethod: async (_key, _previous, { context: { style, text, look } }) =>
      composePreview(await originalIn(style), await lookWith(look, text, loader)),
  })

  app.get(
    '/preview.jpg',
    {
      preValidation: ({ query }: FastifyRequest) => names.lookUpFor(query),
      schema: {
        operationId: 'previewLook',
        tags: ['Catalog'],
        summary: 'Preview a look',
        description:
          'A title on a built-in picture. A model draws the real one; the style is only hinted at.',
        querystring: query,
        response: {
          200: file('A JPEG of 600x315 pixels.', 'image/jpeg', {
            'Cache-Control':
              'May be shown again for an hour without asking, if everything named is built in.',
          }),
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { style, title: text, ...fields } = request.query
      const look = await resolved(changed(fields))
      const asked = { style, text, look }
      const preview = await kept.forceFetch(JSON.stringify(asked), { context: asked })
      return reply
        .type('image/jpeg')
        .header(
          'cache-control',
          look.brand === undefined ? `private, max-age=${FRESH_S}` : 'private, no-cache',
        )
        .send(preview)
    },
  )

  const body = z
    .strictObject({
      batchId: z.string().regex(BATCH_ID_PATTERN, 'must be the id of a batch').optional(),
      leafId: z
        .string()
        .regex(LEAF_ID_PATTERN, 'must be the id of a leaf')
        .optional()
        .describe('Whose original is shown, with the look of its batch as far as nothing else is said.'),
      style: oneOf(STYLE_NAMES).optional().describe('To hint at, where there is no leaf.'),
      text: text.optional().describe("What to write on the picture; by default the leaf's title."),
      outputs,
      title,
      titleSize,
      ...simple,
    })
    .superRefine(({ batchId, leafId, style }, context) => {
      for (const [field, id, other] of [
        ['leafId', leafId, batchId],
        ['batchId', batchId, leafId],
      ] as const)
        if (id === undefined && other !== undefined)
          context.addIssue({ code: 'custom', path: [field], message: 'goes with the other id' })
      if (leafId !== undefined && style !== undefined)
        context.addIssue({ code: 'custom', path: ['style'], message: 'is that of the leaf' })
    })

  app.post(
    '/preview',
    {
      config: { reads: true },
      preValidation: ({ body }: FastifyRequest) => names.lookUpFor(body),
      schema: {
        operationId: 'previewLeaf',
        tags: ['Catalog'],
        summary: 'Preview a look on an original',
        description:
          'What a leaf would look like in another look, of its kept original; or a built-in picture in a look. Nothing is kept, no provider is asked.',
        querystring: noQuery,
        body: body.meta({ 'x-examples': EXAMPLES }),
        response: {
          200: file(
            'A JPEG in the shape of the first output, half as large and at most 1200 pixels wide.',
            'image/jpeg',
          ),
          404: problem('There is no such batch or leaf, or the leaf has no original that can be read.'),
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { batchId, leafId, style = USUAL_STYLE, text, ...fields } = request.body
      const preview =
        batchId === undefined || leafId === undefined
          ? ofScene(style, text ?? USUAL_TEXT, fields)
          : originals(() => ofLeaf(batchId, leafId, text, fields))
      return reply
        .type('image/jpeg')
        .header('cache-control', 'private, no-store')
        .send(await preview)
    },
  )

  async function ofScene(style: Style, text: string, fields: Fields): Promise<Buffer> {
    const look = await resolved(changed(fields))
    return composePreview(await originalIn(style), await lookWith(look, text, loader), outputsOf(look)[0])
  }

  /** What a leaf's image would be if its batch were recomposed so. */
  async function ofLeaf(batchId: string, leafId: string, text: string | undefined, fields: Fields) {
    const snapshot = await reader.get(batchId)
    const { batch } = snapshot
    const original = await store.original(batch, leafIn(batch, leafId), await snapshot.record(leafId))
    if (original === undefined)
      throw new HttpProblem(
        404,
        `Leaf ${leafId} of batch ${batchId} has no original: none has come yet, or it was deleted.`,
      )
    const titles = text === undefined ? {} : { [leafId]: text }
    const change = await withBrand(store.brand, batch, recompositionOf({ ...fields, titles, keep: false }))
    const next = recomposedBatch(batch, change, new Date())
    const look = await lookOf(next, leafById(next, leafId), loader)
    return composePreview(original.bytes, look, outputsOf(next)[0]).catch((error: unknown) => {
      if (!(error instanceof KindError && error.kind === 'bad_image')) throw error
      throw new HttpProblem(
        404,
        `The original of leaf ${leafId} of batch ${batchId} cannot be shown: ${error.message}`,
      )
    })
  }

  /** A look with what its names stand for at present. Throws HttpProblem 400 for one that stands for nothing. */
  async function resolved(look: SceneLook): Promise<SceneLook> {
    const { errors, brand } = await resolveBrand(store.brand, look)
    assertResolved(errors)
    return { ...look, brand }
  }
}

/** Requests to try it with. */
const EXAMPLES = {
  leaf: {
    value: { batchId: 'zybqyrez2z-kx13qn', leafId: '0000-00', template: 'left-panel', theme: 'light' },
  },
  scene: { value: { style: 'neon', text: 'Fan-out', outputs: ['square'] } },
}

/** The usual look with some fields given. */
function changed(fields: Fields): SceneLook {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return { ...USUAL, ...lookInBatch(Object.fromEntries(given)) }
}
