import { z } from 'zod'
import { BATCH_ID_PATTERN } from './ids.ts'
import { BATCH_STATES, countsSchema } from './summary.ts'

const usd = z.number().nonnegative()
const count = z.int().nonnegative()

/** What a batch is estimated at. */
export const estimated = {
  estimateUsd: usd.describe('Sum of the known prices.'),
  estimateMostUsd: usd
    .optional()
    .describe(
      'The same with each image made by the dearest of the models it may fall back to, and with a deadline at once, as far as `maxCostUsd` allows: what limits and budgets go by. Absent where that is no more.',
    ),
  reusable: count
    .optional()
    .describe(
      'Images whose request was answered before, which this batch takes: of all in a dry run, else of the first 200 at most. Absent where it reuses nothing of other batches (`reuse`).',
    ),
  reusableUsd: usd
    .optional()
    .describe(
      'What these cost by their prices, and will not: part of `estimateUsd`, by which limits and budgets go. Pictures of the emulator count nothing. Absent with `reusable`.',
    ),
}

const asapUsd = usd
  .optional()
  .describe(
    'What it would be estimated at with `speed` asap. Absent where no image is made by the economy lane.',
  )

const titleWarningSchema = z.strictObject({
  prompt: count.describe('Its position among the prompts, from 0.'),
  message: z.string().describe('What is the matter with its title.'),
})
export type TitleWarning = z.infer<typeof titleWarningSchema>

export const titleWarnings = z
  .array(titleWarningSchema)
  .optional()
  .describe(
    'Titles that have characters no font here draws, the first 1,000; absent where there are none. `warnings` tells of the first few.',
  )

/** The answer to an accepted batch. */
export const acceptedSchema = z.strictObject({
  id: z.string().regex(BATCH_ID_PATTERN),
  state: z.enum(BATCH_STATES),
  counts: countsSchema,
  ...estimated,
  asapUsd,
  warnings: z.array(z.string()),
  titleWarnings,
  url: z.string().describe('Path of the batch.'),
})
export type Accepted = z.infer<typeof acceptedSchema>

/** The answer to a dry run: what the batch would be. */
export const estimateSchema = z.strictObject({
  images: count,
  models: z.array(z.string()).describe('Ids of the models it would run on.'),
  ...estimated,
  asapUsd,
  economyUsd: usd
    .optional()
    .describe(
      'What it would be estimated at with `speed` economy. Absent where it has that, and where the economy lane makes none of its models.',
    ),
  warnings: z.array(z.string()),
  titleWarnings,
})
export type Estimate = z.infer<typeof estimateSchema>
