import { type BrandLoader, lookParts } from '@contactsheet/brand'
import type { Look } from '@contactsheet/compose'
import { type Batch, type Leaf, leavesOf, textsOf } from '@contactsheet/contract'

/** The part of a batch that one picture looks by. */
export type BatchLook = Pick<
  Batch,
  'template' | 'font' | 'title' | 'theme' | 'language' | 'kicker' | 'subtitle' | 'byline' | 'logo' | 'brand'
>

/**
 * How a picture with a title is to look.
 *
 * @throws KindError if something of the brand kit that the batch was accepted with cannot be had
 */
export async function lookWith(look: BatchLook, title: string, brand: BrandLoader): Promise<Look> {
  const { theme, language, kicker, subtitle, byline } = look
  return {
    ...(await lookParts(look, look.brand, brand)),
    theme,
    title: look.title === false ? undefined : title,
    kicker,
    subtitle,
    byline,
    language,
  }
}

/** How the pictures of a leaf are to look. Throws as {@link lookWith} does. */
export async function lookOf(batch: Batch, leaf: Leaf, brand: BrandLoader): Promise<Look> {
  const series = batch.titleSize === 'series' ? titlesOf(batch) : undefined
  const own = { ...batch, ...textsOf(batch, leaf.promptIndex) }
  return { ...(await lookWith(own, leaf.title, brand)), series }
}

/** Titles of batches of late; the same list each time a batch is asked for. */
const titles = new WeakMap<Batch, readonly string[]>()

/** Every title of a batch, once. */
function titlesOf(batch: Batch): readonly string[] {
  const known = titles.get(batch)
  if (known !== undefined) return known
  const all = [...new Set(Array.from(leavesOf(batch), ({ title }) => title))]
  titles.set(batch, all)
  return all
}
