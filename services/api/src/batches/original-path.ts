import type { LeafRecord } from '@contactsheet/contract'
import { originalTag } from '@contactsheet/storage'

/**
 * Path of a leaf's original. That of a leaf that was made again has another one, which a browser does not take for the one
 * it has.
 */
export function originalPath(
  batchId: string,
  leafId: string,
  { key }: Pick<NonNullable<LeafRecord['original']>, 'key'>,
): string {
  const tag = originalTag(key)
  return `/batches/${batchId}/leaves/${leafId}/original${tag === undefined ? '' : `?v=${tag}`}`
}
