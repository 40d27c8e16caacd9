import type { Batch } from './batch.ts'
import type { Column } from './catalog/model.ts'
import { nameOfColumn } from './columns.ts'
import { mostUsd, usdOf } from './estimate.ts'
import { mostUsdOf } from './fallback.ts'
import { type Leaf, leafById } from './leaf.ts'
import { noPriceKnown } from './new-batch.ts'
import { nextVersion, withTitles } from './recompose.ts'
import { roundUsd } from './round-usd.ts'
import { atOnce } from './speed.ts'

/** How a leaf is made again. What is left out stays as it is. */
export interface Rerun {
  prompt?: string | undefined
  title?: string | undefined
  /** As a column of the batch would have it, and what is to be known of it. */
  model?: Column | undefined
  warnings?: readonly string[]
  /** Whether the image before stays. */
  keep: boolean
}

/**
 * The batch with one more version, in which a provider makes a leaf again. It is estimated at what it was, and the price of
 * that leaf.
 *
 * @throws RangeError if it has no such leaf
 */
export function rerunBatch(
  batch: Batch,
  leafId: string,
  { title, keep, warnings = [], ...given }: Rerun,
  now: Date,
): Batch {
  const change = {
    ...batch.changes?.[leafId],
    ...(given.prompt === undefined ? {} : { prompt: given.prompt }),
    ...(given.model === undefined ? {} : { model: given.model }),
  }
  const isChanged = Object.keys(change).length > 0
  const changed = isChanged ? { ...batch, changes: { ...batch.changes, [leafId]: change } } : batch
  const { model } = leafById(changed, leafId)
  const unpriced = model.price === undefined ? [noPriceKnown([nameOfColumn(model)])] : []
  const next = {
    ...changed,
    titles: title === undefined ? batch.titles : withTitles(changed, { [leafId]: title }),
    ...estimatedAgain(batch, leafById(changed, leafId)),
    warnings: [...new Set([...batch.warnings, ...warnings, ...unpriced])],
  }
  return nextVersion(next, { leaves: [leafId], keep, anew: true }, now)
}

/** Whatever the speed of the batch, a leaf is made again at once. */
function estimatedAgain(batch: Batch, leaf: Leaf): Pick<Batch, 'estimateUsd' | 'estimateMostUsd'> {
  const model = atOnce(leaf.model)
  const fallback = batch.fallback?.map(atOnce)
  const estimateUsd = roundUsd(batch.estimateUsd + usdOf(model))
  const estimateMostUsd = roundUsd(mostUsd(batch) + mostUsdOf({ fallback }, { model }))
  return { estimateUsd, ...(estimateMostUsd === estimateUsd ? {} : { estimateMostUsd }) }
}
