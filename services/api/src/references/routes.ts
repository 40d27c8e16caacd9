import { BrandFault, type ReferenceIntake } from '@contactsheet/brand/intake'
import { REFERENCE_LIMITS, REFERENCE_TYPES, type Reference, referenceSchema } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { fileBody, fileIn, readFiles } from '../brand/files.ts'
import { empty, file as fileAnswer, json, problem, STORE_DOWN } from '../http/answers.ts'
import { HttpProblem } from '../http/problem.ts'

const TYPES = Object.keys(REFERENCE_TYPES)

const uploadSchema = z.strictObject({
  id: referenceSchema.shape.sha256.describe('SHA-256 of its bytes: what batches name it by.'),
  url: z.string().describe('Path of the picture.'),
  contentType: referenceSchema.shape.contentType.describe('By what is inside, whatever it was sent as.'),
  bytes: referenceSchema.shape.bytes,
  width: referenceSchema.shape.width.describe('In pixels.'),
  height: referenceSchema.shape.height,
})

const id = z.string().describe('Id of the picture.')
const NONE = problem('There is no such picture.')

/** What routes that show a picture say of themselves. */
const shown = {
  tags: ['References'],
  headers: z.object({
    'If-None-Match': z.string().optional().describe('The `ETag` of the picture you have.'),
  }),
  response: {
    200: fileAnswer('The picture, byte for byte as it came.', TYPES, {
      ETag: 'To ask with, as `If-None-Match`.',
      'Cache-Control': 'May be kept for good, by whoever asked: a picture never changes under its id.',
    }),
    304: empty('The picture is the one you have.'),
    404: NONE,
    503: STORE_DOWN,
  },
}

export interface ReferenceDeps {
  store: BatchStore
  intake: ReferenceIntake
  /** Path under which the API is shown. */
  basePath: string
}

/** Pictures that models are given beside their prompts. */
export const referenceRoutes: FastifyPluginAsyncZod<ReferenceDeps> = async (
  app,
  { store, intake, basePath },
) => {
  const { references } = store
  readFiles(app, TYPES)

  const file = fileBody(TYPES, REFERENCE_LIMITS.bytes)
  app.post(
    '/references',
    {
      ...file.route,
      schema: {
        ...file.schema,
        operationId: 'createReference',
        tags: ['References'],
        summary: 'Upload a picture for models to go by',
        description:
          'A PNG, JPEG or WebP that is not animated, of at most 20 MiB and 50 million pixels. The same bytes again are the same picture. Name it in `references` of a batch by its id; the batch keeps a copy of its own.',
        response: {
          201: json('The picture is there.', uploadSchema, { Location: 'Path of the picture.' }),
          400: problem('It cannot be used: `detail` says why.'),
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { sha256, ...facts } = await kept(intake, fileIn(request.body))
      const url = `${basePath}/references/${sha256}`
      return reply
        .code(201)
        .header('location', url)
        .send({ id: sha256, url, ...facts })
    },
  )

  app.get(
    '/references/:id',
    {
      schema: {
        ...shown,
        operationId: 'getReference',
        summary: 'Show an uploaded picture',
        params: z.object({ id }),
      },
    },
    async (request, reply) => {
      const reference = await references.find(request.params.id)
      if (reference === undefined) throw noUpload(request.params.id)
      if (hasCurrent(request, reference)) return describe(reply, reference).code(304).send(null)
      const found = await references.open(reference)
      if (found === undefined) throw noUpload(request.params.id)
      return describe(reply, reference).header('content-length', reference.bytes).send(found.body)
    },
  )

  app.delete(
    '/references/:id',
    {
      schema: {
        operationId: 'deleteReference',
        tags: ['References'],
        summary: 'Take an uploaded picture away',
        params: z.object({ id }),
        response: {
          204: empty('It is gone. Batches that were accepted with it keep their copies.'),
          404: NONE,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const reference = await references.find(request.params.id)
      if (reference === undefined) throw noUpload(request.params.id)
      await references.remove(reference.sha256)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/batches/:batchId/references/:id',
    {
      schema: {
        ...shown,
        operationId: 'getBatchReference',
        summary: 'Show a picture that a batch goes by',
        description: "The batch's own copy, whatever became of the upload.",
        params: z.object({ batchId: z.string().describe('Id of a batch.'), id }),
      },
    },
    async (request, reply) => {
      const { batchId, id } = request.params
      const batch = await store.batch(batchId)
      const reference = batch?.references?.find(({ sha256 }) => sha256 === id)
      if (reference === undefined) throw noCopy(id)
      if (hasCurrent(request, reference)) return describe(reply, reference).code(304).send(null)
      const picture = await references.copy(batchId, reference)
      if (picture === undefined) throw noCopy(id)
      return describe(reply, reference).send(picture)
    },
  )
}

/** @throws HttpProblem 400 if it cannot be used */
async function kept(intake: ReferenceIntake, file: Buffer): Promise<Reference> {
  try {
    return await intake.put(file)
  } catch (error) {
    if (error instanceof BrandFault) throw new HttpProblem(400, error.message)
    throw error
  }
}

/** Private: a shared cache would hand it to callers without a token. */
function describe(reply: FastifyReply, { sha256, contentType }: Reference): FastifyReply {
  return reply
    .type(contentType)
    .header('etag', `"${sha256}"`)
    .header('cache-control', 'private, max-age=31536000, immutable')
    .header('x-content-type-options', 'nosniff')
}

function hasCurrent({ headers }: FastifyRequest, { sha256 }: Reference): boolean {
  return headers['if-none-match']?.includes(`"${sha256}"`) ?? false
}

function noUpload(id: string): HttpProblem {
  return new HttpProblem(404, `There is no picture ${JSON.stringify(id)}. Upload it with POST /references.`)
}

function noCopy(id: string): HttpProblem {
  return new HttpProblem(404, `There is no such batch, or it has no picture ${JSON.stringify(id)}.`)
}
