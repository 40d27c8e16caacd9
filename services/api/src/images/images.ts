import {
  BATCH_ID_PATTERN,
  imagePageSchema,
  LEAF_ID_PATTERN,
  LEAF_STATES,
  STYLE_NAMES,
} from '@contactsheet/contract'
import { parseImageName } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import pLimit from 'p-limit'
import { z } from 'zod'
import { HttpProblem } from '../http/problem.ts'
import { cursor, pageSize } from '../http/query.ts'
import { IMAGE_CURSOR, type ImageSource, imagePage } from './image-page.ts'

const MOST_IMAGES = 200
const MOST_DELETED = 1_000

const batchId = z.string().regex(BATCH_ID_PATTERN, 'must be the id of a batch')
const leafId = z.string().regex(LEAF_ID_PATTERN, 'must be the id of a leaf')

const deletionSchema = z.strictObject({
  images: z
    .array(z.strictObject({ batchId, leafId }))
    .min(1, 'must name at least one image')
    .max(MOST_DELETED, `must name at most ${MOST_DELETED} images`),
})

/** The images of all batches. */
export const galleryImageRoutes: FastifyPluginAsyncZod<ImageSource> = async (app, source) => {
  const { store, reader } = source
  /** A deletion reads a batch's result and writes it again: two at once would lose one's work. */
  const oneAtATime = pLimit(1)

  app.get(
    '/images',
    {
      schema: {
        querystring: z.strictObject({
          cursor: cursor(IMAGE_CURSOR),
          limit: pageSize(50, MOST_IMAGES),
          batch: batchId.optional(),
          model: z.string().optional(),
          style: z.enum(STYLE_NAMES, `must be one of: ${STYLE_NAMES.join(', ')}`).optional(),
          state: z.enum(LEAF_STATES, `must be one of: ${LEAF_STATES.join(', ')}`).default('succeeded'),
        }),
        response: { 200: imagePageSchema },
      },
    },
    async request => {
      const { cursor, limit, ...filter } = request.query
      return imagePage(source, filter, cursor, limit)
    },
  )

  app.delete(
    '/images/:batchId/:file',
    { schema: { params: z.object({ batchId: z.string(), file: z.string() }), response: { 204: z.null() } } },
    async (request, reply) => {
      const { batchId, file } = request.params
      // By its address, or by its leaf.
      const leafId = parseImageName(file)?.leafId ?? file
      const { batch } = await reader.get(batchId)
      if (!LEAF_ID_PATTERN.test(leafId) || !hasLeaf(batch, leafId))
        throw new HttpProblem(404, `Batch ${batchId} has no leaf "${leafId}".`)
      await remove(batchId, new Set([leafId]))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/images/delete',
    {
      schema: {
        body: deletionSchema,
        querystring: z.strictObject({}),
        response: { 200: z.strictObject({ deleted: z.int().nonnegative() }) },
      },
    },
    async request => {
      const batches = Map.groupBy(request.body.images, image => image.batchId)
      // Before anything is deleted.
      for (const id of batches.keys()) await assertSettled(id)
      let deleted = 0
      for (const [id, images] of batches)
        deleted += await remove(id, new Set(images.map(({ leafId }) => leafId)))
      return { deleted }
    },
  )

  async function assertSettled(id: string): Promise<void> {
    if ((await reader.get(id)).settledAt === undefined) throw stillOpen(id)
  }

  async function remove(id: string, leafIds: ReadonlySet<string>): Promise<number> {
    const deleted = await oneAtATime(() => store.deleteImages(id, leafIds))
    if (deleted === undefined) throw stillOpen(id)
    reader.forget(id)
    return deleted.length
  }
}

function hasLeaf(batch: { prompts: string[]; models: unknown[] }, leafId: string): boolean {
  return Number(leafId.slice(0, 4)) < batch.prompts.length && Number(leafId.slice(5)) < batch.models.length
}

function stillOpen(id: string): HttpProblem {
  return new HttpProblem(
    409,
    `Batch ${id} has not settled: its images can be deleted once it has. Cancel it, or wait.`,
  )
}
