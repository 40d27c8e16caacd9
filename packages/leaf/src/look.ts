import { type BrandLoader, lookParts } from '@contactsheet/brand'
import type { Look } from '@contactsheet/compose'
import type { Batch, Leaf } from '@contactsheet/contract'

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
  }
}
