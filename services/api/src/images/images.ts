import {
  BATCH_ID_PATTERN,
  imagePageSchema,
  imageSummarySchema,
  LEAF_ID_PATTERN,
  LEAF_STATES,
  STYLE_NAMES,
} from '@contactsheet/contract'
import { parseImageName } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import pLimit from 'p-limit'
import { z } from 'zod'
import { leafIn } from '../batches/leaf-in.ts'
import { standOf } from '../batches/reopening.ts'
import { selectionQuery } from '../batches/selection.ts'
import { empty, json, problem, STORE_DOWN } from '../http/answers.ts'
import { cursor, noQuery, oneOf, pageSize, searchWords } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { ImageCounts } from './image-counts.ts'
import { IMAGE_CURSOR, type ImageFilter, type ImageSource, imagePage } from './image-page.ts'
import { imageSummary } from './image-summary.ts'

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
/** A day, from its first moment on, or a moment. */
const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'must be a day or a time, as in 2026-11-26')
  .optional()

const filterShape = {
  batch: batchId.optional().describe('Only those of this batch.'),
  model: z.string().optional().describe('Only those by the model of this id.'),
  style: oneOf(STYLE_NAMES).optional().describe('Only those in this style.'),
  state: oneOf(LEAF_STATES).default('succeeded').describe('Only those in this state.'),
  pick: selectionQuery.pick,
  q: searchWords.describe(
    'Only those with all these words in their title and prompt, or in the name and tags of their batch. Case and accents do not matter.',
  ),
  before: moment.describe('Only those whose batch was accepted before this time, or before this day (UTC).'),
  after: moment.describe('Only those whose batch was accepted at this time or later, or from this day on.'),
}
const filterSchema = z.strictObject(filterShape)

/** A deletion to try it with. */
const DELETION = { one: { value: { images: [{ batchId: 'zybqyrez2z-kx13qn', leafId: '0000-00' }] } } }

const OPEN = problem('A batch has not settled: its images can be deleted once it has.')

/** The images of all batches. */
export const galleryImageRoutes: FastifyPluginAsyncZod<ImageSource> = async (app, source) => {
  const { store, reader } = source
  const counts = new ImageCounts(store, reader)
  /** A deletion reads a batch's result and writes it again: two at once would lose one's work. */
  const oneAtATime = pLimit(1)

  app.get(
    '/images',
    {
      schema: {
        operationId: 'listImages',
        tags: ['Images'],
        summary: 'List the images of all batches',
        description:
          'The newest batch first. A page can hold fewer images than asked for, even none, and still have a `nextCursor`.',
        querystring: z.strictObject({
          cursor: cursor(IMAGE_CURSOR),
          limit: pageSize(50, MOST_IMAGES),
          ...filterShape,
        }),
        response: { 200: json('A page of images.', imagePageSchema), 503: STORE_DOWN },
      },
    },
    async request => {
      const { cursor, limit, ...filter } = request.query
      return imagePage(source, filterOf(filter), cursor, limit)
    },
  )

  app.get(
    '/images/summary',
    {
      schema: {
        operationId: 'countImages',
        tags: ['Images'],
        summary: 'Count the images of all batches',
        description: 'Those that `GET /images` lists with the same filter, by day.',
        querystring: filterSchema,
        response: { 200: json('How many there are.', imageSummarySchema), 503: STORE_DOWN },
      },
    },
    async request => imageSummary({ ...source, counts }, filterOf(request.query)),
  )

  app.delete(
    '/images/:batchId/:file',
    {
      schema: {
        operationId: 'deleteImage',
        tags: ['Images'],
        summary: 'Delete an image',
        description:
          'With its original. Its leaf stays as it settled and names no image any more, so that no retry pays for it again.',
        params: z.object({
          batchId: z.string().describe('Id of a batch.'),
          file: z
            .string()
            .describe("Name of an image's file, the last part of its `imageUrl`; or the id of its leaf."),
        }),
        response: {
          204: empty('It is gone.'),
          404: problem('There is no such batch, or it has no such leaf.'),
          409: OPEN,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { batchId, file } = request.params
      // By its address, or by its leaf.
      const leafId = parseImageName(file)?.leafId ?? file
      const { batch } = await reader.get(batchId)
      leafIn(batch, leafId)
      await remove(batchId, new Set([leafId]))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/images/delete',
    {
      schema: {
        operationId: 'deleteImages',
        tags: ['Images'],
        summary: 'Delete many images',
        description: 'All of them are in settled batches, or none is deleted.',
        body: deletionSchema.meta({ 'x-examples': DELETION }),
        querystring: noQuery,
        response: {
          200: json('How many of them there were.', z.strictObject({ deleted: z.int().nonnegative() })),
          404: problem('One of the batches does not exist.'),
          409: OPEN,
          503: STORE_DOWN,
        },
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
    const { snapshot } = await standOf(source, id)
    if (snapshot.settledAt === undefined) throw stillOpen(id)
  }

  async function remove(id: string, leafIds: ReadonlySet<string>): Promise<number> {
    const deleted = await oneAtATime(() => store.deleteImages(id, leafIds))
    if (deleted === undefined) throw stillOpen(id)
    reader.forget(id)
    return deleted.length
  }
}

/** The filter of a query, with its times in milliseconds since the epoch. */
function filterOf({ before, after, ...filter }: z.output<typeof filterSchema>): ImageFilter {
  return { ...filter, before: timeOf(before), after: timeOf(after) }
}

function timeOf(written: string | undefined): number | undefined {
  return written === undefined ? undefined : Date.parse(written)
}

function stillOpen(id: string): HttpProblem {
  return new HttpProblem(
    409,
    `Batch ${id} has not settled: its images can be deleted once it has. Cancel it, or wait.`,
  )
}
