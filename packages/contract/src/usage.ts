import { z } from 'zod'

const usd = z.number().nonnegative()
const count = z.int().nonnegative()

/** What usage is added up by. */
export const USAGE_GROUPS = ['token', 'model', 'day'] as const
export type UsageGroup = (typeof USAGE_GROUPS)[number]

const periodSchema = z.strictObject({
  limitUsd: usd,
  spentUsd: usd.describe('By batches that have settled, what may have been charged included.'),
  reservedUsd: usd.describe('For batches that have not.'),
  leftUsd: usd,
  renewsAt: z.iso.datetime(),
})

/** How the budget of a token stands now. */
const budgetViewSchema = z.strictObject({
  day: periodSchema.optional().describe('Absent where it has none for a day.'),
  month: periodSchema.optional().describe('Absent where it has none for a month.'),
})
export type BudgetView = z.infer<typeof budgetViewSchema>

const sums = {
  batches: count.describe('Settled batches; with `by=model` those that have the model.'),
  images: count.describe('Leaves that succeeded.'),
  costUsd: usd,
  listUsd: usd.describe('How much of that is by list prices, not by the tokens that answers told.'),
  atRiskUsd: usd.describe('What may have been charged beside that, for calls that brought no picture.'),
}

const usageRowSchema = z.strictObject({
  name: z
    .string()
    .optional()
    .describe('Of the token, id of the model, or the day; absent of batches by no token with a name.'),
  ...sums,
  budget: budgetViewSchema
    .optional()
    .describe('With `by=token`, as it stands now, whatever days are asked for. Absent where there is none.'),
})
export type UsageRow = z.infer<typeof usageRowSchema>

/** The answer of `GET /usage`. */
export const usageViewSchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  rows: z.array(usageRowSchema).describe('Ascending by name.'),
  total: z.strictObject(sums),
})
export type UsageView = z.infer<typeof usageViewSchema>
