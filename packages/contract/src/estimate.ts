import type { Batch } from './batch.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { Column } from './catalog/model.ts'
import { priceCall } from './charge.ts'
import { mostUsdOf } from './fallback.ts'
import { columnAt, type Extent } from './leaf.ts'
import { roundUsd } from './round-usd.ts'
import { atOnce, hasEconomy } from './speed.ts'

/**
 * What a batch is estimated at, in USD, by the prices of its columns as far as these are known: as it is asked for; and the most that
 * it may come to, if that is more: each leaf made by the dearest of the models it may fall back to, and, where it has a deadline,
 * all made at once, as far as its own limit lets that happen.
 */
export function estimatesOf(
  batch: Extent & Pick<Batch, 'fallback' | 'maxCostUsd'>,
  hasDeadline: boolean,
): Pick<Batch, 'estimateUsd' | 'estimateMostUsd'> {
  const { models, fallback = [], maxCostUsd = Number.POSITIVE_INFINITY } = batch
  const estimateUsd = sumOf(batch, usdOf)
  const fallingBackUsd = sumOf(batch, model => mostUsdOf(batch, { model }))
  const hurried = { ...batch, models: models.map(atOnce), fallback: fallback.map(atOnce) }
  const hurriedUsd = hasDeadline ? sumOf(hurried, model => mostUsdOf(hurried, { model })) : 0
  const estimateMostUsd = Math.max(fallingBackUsd, Math.min(hurriedUsd, maxCostUsd))
  return { estimateUsd, ...(estimateMostUsd > estimateUsd ? { estimateMostUsd } : {}) }
}

/** What an economy batch would be estimated at if all of it were made at once, in USD; undefined of one that is. */
export function asapUsdOf(extent: Extent): number | undefined {
  const { models } = extent
  return hasEconomy(models) ? sumOf({ ...extent, models: models.map(atOnce) }, usdOf) : undefined
}

/**
 * What a batch that is made at once would be estimated at as an economy batch, in USD; undefined of one that is, and where the
 * economy lane makes none of its models.
 */
export function economyUsdOf(extent: Extent, catalog: Catalog): number | undefined {
  if (hasEconomy(extent.models)) return undefined
  const models = extent.models.map(model =>
    catalog.get(model.id)?.economy ? { ...model, speed: 'economy' as const } : model,
  )
  return hasEconomy(models) ? sumOf({ ...extent, models }, usdOf) : undefined
}

/** What a picture of a column costs, in USD; 0 where no price is known. */
export function usdOf(column: Column): number {
  return priceCall(column, undefined).usd ?? 0
}

function sumOf(extent: Extent, costOf: (column: Column) => number): number {
  const leaves = leavesByColumn(extent)
  const usd = extent.models.map((column, place) => (leaves[place] ?? 0) * costOf(column))
  return roundUsd(usd.reduce((sum, ofColumn) => sum + ofColumn, 0))
}

/** How many leaves each column of a batch has. */
export function leavesByColumn({ prompts, models, variations = 1, sample }: Extent): number[] {
  if (sample === undefined) return models.map(() => prompts.length * variations)
  const leaves = models.map(() => 0)
  for (const position of sample.keys()) {
    const column = columnAt({ prompts, models, variations, sample }, position)
    leaves[column] = (leaves[column] ?? 0) + 1
  }
  return leaves
}

/** Most that a batch may cost by its estimate, in USD: what limits and budgets go by. */
export function mostUsd({
  estimateUsd,
  estimateMostUsd,
}: Pick<Batch, 'estimateUsd' | 'estimateMostUsd'>): number {
  return estimateMostUsd ?? estimateUsd
}
