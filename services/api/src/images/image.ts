import { BATCH_ID_PATTERN } from '@contactsheet/contract'
import { type BatchStore, imagePath, type ObjectStat, parseImageName } from '@contactsheet/storage'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ImageUrl } from '../batches/views.ts'
import { empty, file, problem, STORE_DOWN } from '../http/answers.ts'
import { flag } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'

const schema = {
  operationId: 'getImage',
  tags: ['Images'],
  summary: 'Show an image',
  params: z.object({
    batchId: z.string().describe('Id of a batch.'),
    file: z.string().describe("Name of an image's file, the last part of its `imageUrl`."),
  }),
  querystring: z.strictObject({ download: flag().describe('Have a browser save the file.') }),
  headers: z.object({
    'If-None-Match': z.string().optional().describe('The `ETag` of the image you have.'),
  }),
  response: {
    200: file('A JPEG of 1200x630 pixels.', 'image/jpeg', {
      ETag: 'To ask with, as `If-None-Match`.',
      'Last-Modified': 'When the image was made.',
      'Cache-Control': 'May be kept for good, by whoever asked: an image never changes under its name.',
      'Content-Disposition': 'The name of the file, with `download`.',
    }),
    304: empty('The image is the one you have.'),
    404: problem('There is no such image.'),
    503: STORE_DOWN,
  },
}

/**
 * An image never changes under its name. Private: a shared cache would hand it to callers without a token.
 */
const IMMUTABLE = 'private, max-age=31536000, immutable'

/** The finished pictures, for stores a browser cannot reach itself. */
export const imageRoutes: FastifyPluginAsyncZod<{ store: BatchStore }> = async (app, { store }) => {
  app.route({
    // HEAD by itself: the one that comes with GET would drop the length.
    method: ['GET', 'HEAD'],
    url: '/images/:batchId/:file',
    schema,
    handler: async (request, reply) => {
      const { batchId, file } = request.params
      // Only names the layout gives out reach the store: no path, no other document of the batch.
      if (!BATCH_ID_PATTERN.test(batchId) || parseImageName(file) === undefined) throw imageNotFound(file)

      // Who has it already, or asks only about it, costs no transfer from the store.
      if (request.method === 'HEAD' || request.headers['if-none-match'] !== undefined) {
        const stat = await store.statImage(batchId, file)
        if (stat === undefined) throw imageNotFound(file)
        if (hasCurrent(request, stat)) return describe(reply, stat).code(304).send()
        if (request.method === 'HEAD') return describe(reply, stat).header('content-length', stat.size).send()
      }
      const image = await store.openImage(batchId, file)
      if (image === undefined) throw imageNotFound(file)
      if (request.query.download) reply.header('content-disposition', `attachment; filename="${file}"`)
      return describe(reply, image.stat).header('content-length', image.stat.size).send(image.body)
    },
  })
}

/** Where an image can be fetched: at the store where anybody can read it there, else through this API. */
export function imageUrls(store: BatchStore, basePath: string): ImageUrl {
  return key => store.publicUrl(key) ?? basePath + imagePath(key)
}

function describe(reply: FastifyReply, { etag, contentType, lastModified }: ObjectStat): FastifyReply {
  return reply
    .type(contentType)
    .header('etag', `"${etag}"`)
    .header('last-modified', lastModified.toUTCString())
    .header('cache-control', IMMUTABLE)
    .header('x-content-type-options', 'nosniff')
}

function hasCurrent(request: FastifyRequest, { etag }: ObjectStat): boolean {
  const known = request.headers['if-none-match']?.split(',').map(tag => tag.trim().replace(/^W\//, ''))
  return known !== undefined && (known.includes('*') || known.includes(`"${etag}"`))
}

function imageNotFound(file: string): HttpProblem {
  return new HttpProblem(404, `There is no image "${file}". A leaf's imageUrl says where its image is.`)
}
