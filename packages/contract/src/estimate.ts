import type { Batch } from './batch.ts'
import type { Column } from './catalog/model.ts'
import { mostUsdOf } from './fallback.ts'
import { columnAt, type Extent } from './leaf.ts'
import { roundUsd } from './round-usd.ts'

/** What the leaves of a batch come to by the prices of their columns, in USD, as far as these are known. */
export function estimateOf(extent: Extent): number {
  return sumOf(extent, ({ price }) => price?.usd ?? 0)
}

/** The same with each leaf made by the dearest of the models that it may fall back to. */
export function mostEstimateOf(batch: Extent & Pick<Batch, 'fallback'>): number {
  return sumOf(batch, model => mostUsdOf(batch, { model }))
}

function sumOf(extent: Extent, usdOf: (column: Column) => number): number {
  const leaves = leavesByColumn(extent)
  const usd = extent.models.map((column, place) => (leaves[place] ?? 0) * usdOf(column))
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
