import { z } from 'zod'
import { batchSchema } from './batch.ts'
import { STYLE_NAMES } from './catalog/looks.ts'
import { priceSchema, tokenPricesSchema } from './catalog/price.ts'
import { PROVIDERS } from './catalog/provider.ts'
import { estimated, titleWarnings } from './estimate-views.ts'
import { BATCH_ID_PATTERN } from './ids.ts'
import { labelInView } from './label.ts'
import { leafPageSchema, nextCursor } from './leaf-views.ts'
import { economyMark } from './speed.ts'
import { BATCH_STATES, countsSchema, timingsSchema } from './summary.ts'

const usd = z.number().nonnegative()
const count = z.int().nonnegative()

const { madeBy, reuse } = batchSchema.shape

const batchHead = {
  id: z.string().regex(BATCH_ID_PATTERN),
  state: z.enum(BATCH_STATES),
  createdAt: z.iso.datetime(),
  ...labelInView,
  counts: countsSchema,
}

/** What the batch's request said of its look beside template and font; the rest is absent. */
const lookShape = batchSchema.pick({
  outputs: true,
  title: true,
  titleSize: true,
  theme: true,
  language: true,
  kicker: true,
  subtitle: true,
  byline: true,
  logo: true,
}).shape

/** A model with the options it is asked for. */
const columnViewSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  provider: z.enum(PROVIDERS),
  options: z
    .record(z.string(), z.string())
    .optional()
    .describe('What the request said of it beside its id, as in `quality`. Absent where that is nothing.'),
  speed: economyMark.describe(
    'Its images are made by the batch API of its provider, at half of these prices. Absent: at once.',
  ),
  price: priceSchema.optional().describe('Of one picture, as it was when the batch was accepted.'),
  tokenPrices: tokenPricesSchema
    .optional()
    .describe('In USD for a million tokens, as they were when the batch was accepted.'),
})

/** What providers' batch APIs have of an open batch. */
const economyViewSchema = z.strictObject({
  submitted: count.describe('Images that they have now. They count as running.'),
  done: count.describe('How many of these they say they are done with: they come when the whole job is.'),
  since: z.iso
    .datetime()
    .optional()
    .describe('When the first of these was submitted. Absent where there is none.'),
  expectedBy: z.iso
    .datetime()
    .optional()
    .describe('By when they mean to be done with all of these. Absent where there are none.'),
  jobs: count.describe('Jobs that these are in.'),
  hurried: count.describe('Images that are made at once in their place, for the sake of the deadline.'),
})

/** How many leaves of a batch somebody picked, and rejected. */
export const pickCountsSchema = z.strictObject({ picked: count, rejected: count })

/** The answer of `GET /batches/:id`. */
export const batchViewSchema = z.strictObject({
  ...batchHead,
  settledAt: z.iso.datetime().optional(),
  speed: economyMark.describe(
    'Images of it are made by the batch APIs of providers, at half the price, as far as its models are. Absent: all at once.',
  ),
  deadline: z.iso
    .datetime()
    .optional()
    .describe(
      'By when all images are to be there: what these have not made in time is made at once. Absent: none.',
    ),
  economy: economyViewSchema
    .optional()
    .describe("What providers' batch APIs have of it now. Absent where it has settled, and without `speed`."),
  style: z.enum(STYLE_NAMES),
  template: z.string(),
  font: z.string(),
  ...lookShape,
  version: z
    .int()
    .positive()
    .optional()
    .describe('How often its pictures were made, the last time included. Absent while that is once.'),
  versions: z
    .array(
      z.strictObject({
        number: z.int().positive(),
        createdAt: z.iso.datetime(),
        leaves: count.describe('How many were to be made anew.'),
        keep: z.boolean().describe('Whether the images before were to stay.'),
        anew: z
          .literal(true)
          .optional()
          .describe(
            'Whether a provider was to make them, or make them again. Absent: pictures alone, of their originals.',
          ),
        added: z
          .literal(true)
          .optional()
          .describe('Whether they are of prompts that were added. Absent: of those that were there.'),
      }),
    )
    .optional()
    .describe(
      'Every time its pictures were to be made anew: what it was accepted as is number 1. Absent with `version`.',
    ),
  madeBy: madeBy.describe('Name of the token that it was accepted of. Absent where that has none.'),
  prompts: z.array(z.string()).describe('With their variables filled in.'),
  items: z
    .array(
      batchSchema.shape.items.unwrap().element.extend({
        references: z
          .array(z.string())
          .optional()
          .describe(
            'Ids of the pictures that its models are given, in their order: those of all prompts first.',
          ),
      }),
    )
    .optional()
    .describe('What each prompt has of its own. Absent where none has anything.'),
  context: z.string().optional().describe('As the request said. Absent where that is nothing.'),
  extraPrompt: z.string().optional().describe('As the request said. Absent where that is nothing.'),
  models: z
    .array(columnViewSchema)
    .describe('The columns. One model is there as often as its options differ; `label` then says in what.'),
  fallback: z
    .array(columnViewSchema)
    .optional()
    .describe(
      'Models that images are made with, in this order, where their column cannot. Absent where there are none.',
    ),
  fallbackOn: batchSchema.shape.fallbackOn.describe(
    'Failures after which that is done, charged or not. Absent: `rejected`, `quota` and `rate_limited`, where nothing can have been charged.',
  ),
  variations: count
    .optional()
    .describe('How many images are made of each prompt by each model. Absent where that is one.'),
  sample: z
    .strictObject({
      images: count,
      prompts: z.array(count).describe('Positions of the prompts that some image is of, ascending.'),
    })
    .optional()
    .describe('What of all that it could make it makes. Absent where that is all.'),
  /** While the batch is open: of the leaves whose records have been read so far. */
  timings: timingsSchema,
  cost: z.strictObject({
    ...estimated,
    actualUsd: usd.describe(
      'What has been spent where a price is known. While the batch is open, a succeeded leaf that has not been read counts as the last one of its column that has.',
    ),
    listUsd: usd
      .optional()
      .describe(
        'How much of that is by list prices: answers told no tokens, or their price is not known. Absent where it is nothing.',
      ),
    atRiskUsd: usd
      .optional()
      .describe(
        'What may have been charged beside that, for calls that brought no picture; absent where that is nothing.',
      ),
  }),
  reuse: reuse.describe(
    'Whether it takes pictures of other batches for the same requests, and they its own. Absent: no.',
  ),
  maxCostUsd: usd.optional().describe('Most it may be estimated at, as the request said.'),
  picks: pickCountsSchema
    .optional()
    .describe('How many of its leaves were picked. Absent where nobody picked.'),
  from: z
    .string()
    .optional()
    .describe('Id of the batch that it goes back to, as its request said; that may be gone.'),
  webhook: z
    .string()
    .optional()
    .describe('Origin of the address that is told when the batch settles; the rest of it may be a secret.'),
  warnings: z.array(z.string()),
  simulated: z.boolean().describe('True if any picture came from the emulator.'),
  ...leafPageSchema.shape,
})
export type BatchView = z.infer<typeof batchViewSchema>

/** One page of batches, newest first. */
export const batchPageSchema = z.strictObject({
  batches: z.array(
    z.strictObject({
      ...batchHead,
      madeBy,
      prompts: z.array(z.string()).describe('The first few, to know the batch by.'),
      promptCount: count,
      modelCount: count,
      costUsd: usd
        .nullable()
        .optional()
        .describe('What it came to. Null where that cannot be told; absent while the batch is open.'),
      damaged: z
        .string()
        .optional()
        .describe(
          'Why this batch cannot be read: a document of it in the store is damaged, or of another release. Its counts are then those of the records there are, its `state` is `failed`, and there are no prompts.',
        ),
    }),
  ),
  nextCursor,
})
export type BatchPage = z.infer<typeof batchPageSchema>

/** The answer to a batch that is recomposed. */
export const recomposedViewSchema = batchViewSchema.extend({ titleWarnings })
export type RecomposedView = z.infer<typeof recomposedViewSchema>
