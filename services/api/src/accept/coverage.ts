import { type BrandLoader, lookParts } from '@contactsheet/brand'
import { uncovered } from '@contactsheet/compose'
import type { Batch } from '@contactsheet/contract'
import type { Uncovered } from './text-warnings.ts'

/**
 * What the fonts of a batch lack: its own and those of its template, which each fall back on all that are built in.
 *
 * @throws KindError as BrandLoader does, where a font is of the brand kit
 */
export async function coverageOf(
  { template, font, brand }: Pick<Batch, 'template' | 'font' | 'brand'>,
  loader: BrandLoader,
): Promise<Uncovered> {
  const parts = await lookParts({ template, font }, brand, loader)
  const others = Object.values(parts.fonts).filter(other => other !== parts.font)
  return text =>
    others.reduce<readonly string[]>(
      (missing, other) => {
        if (missing.length === 0) return missing
        const gaps = uncovered(text, other)
        return missing.filter(character => gaps.includes(character))
      },
      uncovered(text, parts.font),
    )
}
