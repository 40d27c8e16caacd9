import { z } from 'zod'

/**
 * How soon the pictures of a batch are made.
 *
 * - `asap`: each by a call of its own, as soon as there is a slot.
 * - `economy`: by the batch API of its provider, within a day, at half the price, as far as its model is offered so.
 */
export const SPEEDS = ['asap', 'economy'] as const
export const speedSchema = z.enum(SPEEDS, { error: () => `must be one of: ${SPEEDS.join(', ')}` })

/** What is to become of models that no batch API makes, in an economy batch: they run at once, or the batch is refused. */
export const ECONOMY_RULES = ['prefer', 'only'] as const
export const economyRuleSchema = z.enum(ECONOMY_RULES, {
  error: () => `must be one of: ${ECONOMY_RULES.join(', ')}`,
})

/** What a picture or a token costs in the economy lane, as a share of its price. Both providers: half. */
export const ECONOMY_SHARE = 0.5

/** Longest from acceptance to a deadline, in hours. */
export const LONGEST_DEADLINE_H = 7 * 24

/** Mark of what the economy lane makes: a column, a charge, a record. Absent: made at once. */
export const economyMark = z.literal('economy').optional()
type Marked = { speed?: 'economy' | undefined }

/** A column as it is when its pictures are made at once, by calls of their own. */
export function atOnce<T extends Marked>(column: T): T {
  const { speed: _, ...rest } = column
  return rest as T
}

/** Whether any of the columns is made by the economy lane. */
export function hasEconomy(columns: readonly Marked[]): boolean {
  return columns.some(({ speed }) => speed === 'economy')
}
