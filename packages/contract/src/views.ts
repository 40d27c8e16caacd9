import { z } from 'zod'
import { FONT_NAMES, STYLE_NAMES, TEMPLATE_NAMES } from './catalog/looks.ts'
import { PROVIDERS } from './catalog/model.ts'
import { leafFailureSchema } from './error.ts'
import { BATCH_ID_PATTERN, LEAF_ID_PATTERN } from './ids.ts'
import { LEAF_STATES } from './record.ts'
import { BATCH_STATES, countsSchema, timingsSchema } from './summary.ts'

const usd = z.number().nonnegative()
const milliseconds = z.int().nonnegative()
const count = z.int().nonnegative()

const batchHead = {
  id: z.string().regex(BATCH_ID_PATTERN),
  state: z.enum(BATCH_STATES),
  createdAt: z.iso.datetime(),
  counts: countsSchema,
}

/** A leaf as the API shows it. What only a settled leaf has is absent before. */
export const leafViewSchema = z.strictObject({
  leafId: z.string().regex(LEAF_ID_PATTERN),
  state: z.enum(LEAF_STATES),
  promptIndex: count,
  modelIndex: count,
  title: z.string(),
  model: z.string(),
  provider: z.enum(PROVIDERS),
  attempts: count.optional(),
  queuedMs: milliseconds.optional(),
  durationMs: milliseconds.optional(),
  steps: z.record(z.string(), milliseconds).optional(),
  /** Null where no price is known. */
  costUsd: usd.nullable().optional(),
  simulated: z.boolean().optional(),
  /** Where the finished picture is: absolute, or a path of the API. */
  imageUrl: z.string().optional(),
  error: leafFailureSchema.optional(),
})
export type LeafView = z.infer<typeof leafViewSchema>

/** One page of a batch's leaves, in the order of their ids. */
export const leafPageSchema = z.strictObject({
  leaves: z.array(leafViewSchema),
  /** Asks for the page after this one; absent on the last. */
  nextCursor: z.string().optional(),
})
export type LeafPage = z.infer<typeof leafPageSchema>

/** The answer of `GET /batches/:id`. */
export const batchViewSchema = z.strictObject({
  ...batchHead,
  settledAt: z.iso.datetime().optional(),
  style: z.enum(STYLE_NAMES),
  template: z.enum(TEMPLATE_NAMES),
  font: z.enum(FONT_NAMES),
  prompts: z.array(z.string()),
  models: z.array(z.strictObject({ id: z.string(), label: z.string(), provider: z.enum(PROVIDERS) })),
  /** While the batch is open: of the leaves whose records have been read so far. */
  timings: timingsSchema,
  /** `actualUsd` holds what has been spent where a price is known; while the batch is open, as far as it has been read. */
  cost: z.strictObject({ estimateUsd: usd, actualUsd: usd }),
  /** Most it may be estimated at, as the request said. */
  maxCostUsd: usd.optional(),
  /** Origin of the address that is told when the batch settles; the rest of it may be a secret. */
  webhook: z.string().optional(),
  warnings: z.array(z.string()),
  /** True if any picture came from the emulator. */
  simulated: z.boolean(),
  ...leafPageSchema.shape,
})
export type BatchView = z.infer<typeof batchViewSchema>

/** One page of batches, newest first. */
export const batchPageSchema = z.strictObject({
  batches: z.array(
    z.strictObject({
      ...batchHead,
      /** The first few, to know the batch by. */
      prompts: z.array(z.string()),
      promptCount: count,
      modelCount: count,
    }),
  ),
  nextCursor: z.string().optional(),
})
export type BatchPage = z.infer<typeof batchPageSchema>

/** The answer to an accepted batch. */
export const acceptedSchema = z.strictObject({
  id: z.string().regex(BATCH_ID_PATTERN),
  state: z.enum(BATCH_STATES),
  counts: countsSchema,
  /** Sum of the known prices. */
  estimateUsd: usd,
  warnings: z.array(z.string()),
  /** Path of the batch. */
  url: z.string(),
})
export type Accepted = z.infer<typeof acceptedSchema>

/** The answer to a dry run: what the batch would be. */
export const estimateSchema = z.strictObject({
  images: count,
  /** Ids of the models it would run on. */
  models: z.array(z.string()),
  estimateUsd: usd,
  warnings: z.array(z.string()),
})
export type Estimate = z.infer<typeof estimateSchema>
