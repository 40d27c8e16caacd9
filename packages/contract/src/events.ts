import { z } from 'zod'
import { STYLE_NAMES } from './catalog/looks.ts'
import { BATCH_ID_PATTERN } from './ids.ts'
import { batchViewSchema, leafViewSchema } from './views.ts'

/** What the events `progress` and `settled` of a batch say: how it stands as a whole. */
export const progressSchema = batchViewSchema.pick({
  state: true,
  counts: true,
  timings: true,
  cost: true,
  simulated: true,
})
export type Progress = z.infer<typeof progressSchema>

/** A leaf outside of its batch, as the gallery shows it. */
export const imageViewSchema = z.strictObject({
  ...leafViewSchema.shape,
  batchId: z.string().regex(BATCH_ID_PATTERN),
  style: z.enum(STYLE_NAMES),
  /** When the batch was accepted. */
  createdAt: z.iso.datetime(),
})
export type ImageView = z.infer<typeof imageViewSchema>

/** One page of images: the newest batch first, within a batch in the order of its leaves. */
export const imagePageSchema = z.strictObject({
  images: z.array(imageViewSchema),
  /**
   * Asks for the page after this one; absent on the last. A page can hold fewer images than asked for, even none, and
   * have one: a call looks through so many batches and no more.
   */
  nextCursor: z.string().optional(),
})
export type ImagePage = z.infer<typeof imagePageSchema>
