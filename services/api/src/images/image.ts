import { BATCH_ID_PATTERN, OUTPUT_FORMATS, SMALL_WIDTH } from '@contactsheet/contract'
import {
  type BatchStore,
  imagePath,
  type PictureFolder,
  parseImageName,
  smallName,
} from '@contactsheet/storage'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ImageUrl } from '../batches/views.ts'
import { empty, file, problem, STORE_DOWN } from '../http/answers.ts'
import { flag, oneOf } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { describe, hasCurrent, IMMUTABLE } from './stored-picture.ts'

/** Widths that can be asked for, in pixels: what is stored serves each of them, and nothing is resized here. */
const WIDTHS = ['320', String(SMALL_WIDTH)] as const

/** What both routes of pictures say of themselves. */
const picture = {
  tags: ['Images'],
  headers: z.object({
    'If-None-Match': z.string().optional().describe('The `ETag` of the picture you have.'),
  }),
  response: {
    200: file(
      'The picture, in the format it was made in: JPEG unless the batch asked for another.',
      Object.values(OUTPUT_FORMATS).map(({ contentType }) => contentType),
      {
        ETag: 'To ask with, as `If-None-Match`.',
        'Last-Modified': 'When the picture was made.',
        'Cache-Control': 'May be kept for good, by whoever asked: a picture never changes under its name.',
        'Content-Disposition': 'The name of the file, with `download`.',
      },
    ),
    304: empty('The picture is the one you have.'),
    404: problem('There is no such picture.'),
    503: STORE_DOWN,
  },
}

const path = (file: string) =>
  z.object({ batchId: z.string().describe('Id of a batch.'), file: z.string().describe(file) })

const download = flag().describe('Have a browser save the file.')

const imageSchema = {
  ...picture,
  operationId: 'getImage',
  summary: 'Show an image',
  params: path("Name of an image's file, the last part of its `imageUrl`."),
  querystring: z.strictObject({
    download,
    w: oneOf(WIDTHS)
      .optional()
      .describe(
        'The smallest picture there is of at least this width, in pixels: a small JPEG, or the image itself where no smaller one was made.',
      ),
  }),
}

const outputSchema = {
  ...picture,
  operationId: 'getOutput',
  summary: 'Show another output of an image',
  params: path('Name of its file, the last part of its `url`.'),
  querystring: z.strictObject({ download }),
}

/** Where a picture is, in its batch. */
interface Place {
  folder: PictureFolder
  name: string
}

/** The finished pictures, for stores a browser cannot reach itself. */
export const imageRoutes: FastifyPluginAsyncZod<{ store: BatchStore }> = async (app, { store }) => {
  // HEAD by itself: the one that comes with GET would drop the length.
  const method = ['GET', 'HEAD']

  app.route({
    method,
    url: '/images/:batchId/:file',
    schema: imageSchema,
    handler: (request, reply) => {
      const { batchId, file } = request.params
      const image: Place = { folder: 'images', name: file }
      const places: Place[] =
        request.query.w === undefined ? [image] : [{ folder: 'small', name: smallName(file) }, image]
      return answer(request, reply, batchId, places, request.query.download)
    },
  })

  app.route({
    method,
    url: '/outputs/:batchId/:file',
    schema: outputSchema,
    handler: (request, reply) => {
      const { batchId, file } = request.params
      return answer(request, reply, batchId, [{ folder: 'outputs', name: file }], request.query.download)
    },
  })

  /** @param places of the pictures that would do, the best first; the last has the name that was asked for */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    batchId: string,
    places: readonly Place[],
    download: boolean,
  ) {
    // Only names the layout gives out reach the store: no path, no other document of the batch.
    if (!BATCH_ID_PATTERN.test(batchId) || places.some(({ name }) => parseImageName(name) === undefined))
      throw notFound(places)

    // Who has it already, or asks only about it, costs no transfer from the store.
    if (request.method === 'HEAD' || request.headers['if-none-match'] !== undefined) {
      const { found: stat } = await first(places, ({ folder, name }) =>
        store.statPicture(batchId, folder, name),
      )
      if (hasCurrent(request, stat)) return describe(reply, stat, IMMUTABLE).code(304).send()
      if (request.method === 'HEAD')
        return describe(reply, stat, IMMUTABLE).header('content-length', stat.size).send()
    }
    const { found, name } = await first(places, ({ folder, name }) =>
      store.openPicture(batchId, folder, name),
    )
    if (download) reply.header('content-disposition', `attachment; filename="${name}"`)
    return describe(reply, found.stat, IMMUTABLE).header('content-length', found.stat.size).send(found.body)
  }
}

/** The first of some pictures that is there. Throws HttpProblem 404 if none is. */
async function first<T>(places: readonly Place[], look: (place: Place) => Promise<T | undefined>) {
  for (const place of places) {
    const found = await look(place)
    if (found !== undefined) return { found, name: place.name }
  }
  throw notFound(places)
}

/** Where pictures can be fetched: at the store where anybody can read them there, else through this API. */
export function imageUrls(store: BatchStore, basePath: string): ImageUrl {
  return (key, small) => {
    const width = small === undefined ? '' : `?w=${SMALL_WIDTH}`
    return store.publicUrl(small ?? key) ?? basePath + imagePath(key) + width
  }
}

function notFound(places: readonly Place[]): HttpProblem {
  const asked = places.at(-1)
  const name = JSON.stringify(asked?.name)
  return new HttpProblem(
    404,
    asked?.folder === 'outputs'
      ? `There is no output ${name}. A leaf's outputs say where they are.`
      : `There is no image ${name}. A leaf's imageUrl says where its image is.`,
  )
}
