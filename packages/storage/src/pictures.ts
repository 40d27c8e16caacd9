import { type Batch, type Leaf, type Output, outputsOf } from '@contactsheet/contract'
import { imageKey, outputKey, smallKey } from './layout.ts'
import { clipToValue } from './metadata.ts'

/** Which of a leaf's pictures: the image itself, the small one beside it, or one of the batch's other outputs. */
export type PictureName = 'image' | 'small' | Output

/** A picture to be stored. */
export interface FinishedPicture {
  bytes: Uint8Array
  /** In pixels. */
  width: number
  height: number
}

/** Where a picture of a leaf is, and how it is written. */
export function pictureOf(batch: Batch, leaf: Leaf, which: PictureName) {
  if (which === 'small') return { key: smallKey(batch, leaf), format: 'webp' as const, hasOwnSize: true }
  const output = which === 'image' ? outputsOf(batch)[0] : which
  const key = which === 'image' ? imageKey(batch, leaf) : outputKey(batch, leaf, output)
  return { key, format: output.format, hasOwnSize: output.width === undefined }
}

/** Where a picture came from, to travel with it. The title may be cut; `batch.json` has it whole. */
export function provenance(batch: Batch, leaf: Leaf, simulated: boolean): Record<string, string> {
  return {
    batch: batch.id,
    leaf: leaf.id,
    title: clipToValue(leaf.title),
    model: leaf.model.id,
    provider: leaf.model.provider,
    simulated: String(simulated),
  }
}
