import { z } from 'zod'
import { STYLE_NAMES } from './catalog/looks.ts'
import { BATCH_ID_PATTERN } from './ids.ts'
import { leafViewSchema } from './leaf-views.ts'
import { BATCH_STATES, countsSchema } from './summary.ts'
import { batchViewSchema } from './views.ts'

/** What the events `progress` and `settled` of a batch say: how it stands as a whole. */
export const progressSchema = batchViewSchema.pick({
  state: true,
  counts: true,
  economy: true,
  timings: true,
  cost: true,
  simulated: true,
})
export type Progress = z.infer<typeof progressSchema>

/** How a batch stands: first of all, and then whenever something has changed. */
export const progressEventSchema = z.strictObject({
  event: z.literal('progress'),
  id: z
    .string()
    .optional()
    .describe('Says which leaves have been told of; absent from the first, and where it would be too long.'),
  data: progressSchema,
})

/** A leaf that has settled. */
export const leafEventSchema = z.strictObject({ event: z.literal('leaf'), data: leafViewSchema })

/** The batch has settled: the last event. */
export const settledEventSchema = z.strictObject({
  event: z.literal('settled'),
  id: z.string().describe('Whoever comes back with it has heard everything, and is answered 204.'),
  data: progressSchema,
})

/** A server-sent event of `GET /batches/:id/events`; `data` is sent as JSON. */
export const batchEventSchema = z.discriminatedUnion('event', [
  progressEventSchema,
  leafEventSchema,
  settledEventSchema,
])
export type BatchEvent = z.infer<typeof batchEventSchema>

/** The body of the webhook of a batch. */
export const webhookEventSchema = z.strictObject({
  type: z.literal('batch.settled'),
  timestamp: z.iso.datetime().describe('When the batch settled.'),
  data: z.strictObject({
    id: z.string().regex(BATCH_ID_PATTERN),
    state: z.enum(BATCH_STATES),
    counts: countsSchema,
    url: z
      .string()
      .describe('The batch at the API: its whole address where PUBLIC_URL is set, else the path behind it.'),
  }),
})

/** A leaf outside of its batch, as the gallery shows it. */
const imageViewSchema = z.strictObject({
  ...leafViewSchema.shape,
  batchId: z.string().regex(BATCH_ID_PATTERN),
  style: z.enum(STYLE_NAMES),
  createdAt: z.iso.datetime().describe('When the batch was accepted.'),
})
export type ImageView = z.infer<typeof imageViewSchema>

/** One page of images: the newest batch first, within a batch in the order of its leaves. */
export const imagePageSchema = z.strictObject({
  images: z.array(imageViewSchema),
  nextCursor: z
    .string()
    .optional()
    .describe(
      'As `cursor`, asks for the page after this one; absent on the last. A page can hold fewer images than asked for, even none, and have one: a call looks through so many batches and no more.',
    ),
})
export type ImagePage = z.infer<typeof imagePageSchema>

/** How many images there are, by day. */
export const imageSummarySchema = z.strictObject({
  total: z.int().nonnegative(),
  complete: z
    .boolean()
    .describe(
      'Whether all are counted. A call reads so much and no more: where this is false the oldest are missing, and the same call goes on from there.',
    ),
  days: z
    .array(
      z.strictObject({
        day: z.iso.date().describe('On which their batches were accepted, in UTC.'),
        images: z.int().positive(),
      }),
    )
    .describe('Newest first; those without images are left out.'),
})
export type ImageSummary = z.infer<typeof imageSummarySchema>
