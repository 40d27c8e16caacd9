import { type BrandLoader, lookParts } from '@contactsheet/brand'
import type { Look } from '@contactsheet/compose'
import { type Batch, type Leaf, leavesOf } from '@contactsheet/contract'

/**
 * How the pictures of a leaf are to look.
 *
 * @throws KindError if something of the brand kit that the batch was accepted with cannot be had
 */
export async function lookOf(batch: Batch, leaf: Leaf, brand: BrandLoader): Promise<Look> {
  const { theme, language, kicker, subtitle, byline } = batch
  return {
    ...(await lookParts(batch, batch.brand, brand)),
    theme,
    title: batch.title === false ? undefined : leaf.title,
    kicker,
    subtitle,
    byline,
    language,
    series: batch.titleSize === 'series' ? titlesOf(batch) : undefined,
  }
}

/** Titles of batches of late; the same list each time a batch is asked for. */
const titles = new WeakMap<Batch, readonly string[]>()

/** Every title of a batch, once. */
function titlesOf(batch: Batch): readonly string[] {
  const known = titles.get(batch)
  if (known !== undefined) return known
  const drawn = batch.titles === undefined ? batch.prompts : Array.from(leavesOf(batch), ({ title }) => title)
  const all = [...new Set(drawn)]
  titles.set(batch, all)
  return all
}
