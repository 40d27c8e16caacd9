import {
  type AnsweredLeaf,
  BATCH_ID_PATTERN,
  type Batch,
  LEAF_ID_PATTERN,
  type Leaf,
  modelCalled,
  type Output,
  outputsOf,
  type TokenUsage,
} from '@contactsheet/contract'
import { clipToValue, usageIn, usageText } from './metadata.ts'
import { imageKey, outputKey, SMALL_FORMAT, smallKey } from './picture-keys.ts'

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
  if (which === 'small') return { key: smallKey(batch, leaf), format: SMALL_FORMAT, hasOwnSize: true }
  const output = which === 'image' ? outputsOf(batch)[0] : which
  const key = which === 'image' ? imageKey(batch, leaf) : outputKey(batch, leaf, output)
  return { key, format: output.format, hasOwnSize: output.width === undefined }
}

/** How a picture came to be, as far as its leaf does not tell. It travels with the picture. */
export interface Origin {
  /** True when it came from the emulator, not from a model. */
  simulated: boolean
  /** Id of the model that made it, where that is not the leaf's own. */
  model?: string | undefined
  /** What it took, where the answer told that. */
  usage?: TokenUsage | undefined
  /** When the economy lane was asked for it, as an ISO time, if that made it. */
  economy?: string | undefined
  /** The leaf whose original it was before. */
  reused?: AnsweredLeaf | undefined
}

/** Where a picture came from, to travel with it. The title may be cut; `batch.json` has it whole. */
export function provenance(
  batch: Batch,
  leaf: Leaf,
  { simulated, model, usage, economy = '', reused }: Origin,
): Record<string, string> {
  const { id, provider } = modelCalled(batch, leaf, model)
  return {
    batch: batch.id,
    leaf: leaf.id,
    title: clipToValue(leaf.title),
    model: id,
    provider,
    simulated: String(simulated),
    usage: usageText(usage),
    economy,
    reused: reused === undefined ? '' : `${reused.batchId}.${reused.leafId}`,
  }
}

/** What {@link provenance} says of how a picture of a leaf came to be. */
export function originIn(metadata: Readonly<Record<string, string>>, leaf: Leaf): Origin {
  const { simulated, model, economy = '', reused = '' } = metadata
  const usage = usageIn(metadata)
  const isOther = model !== undefined && model !== leaf.model.id
  const [batchId = '', leafId = ''] = reused.split('.')
  const isReused = BATCH_ID_PATTERN.test(batchId) && LEAF_ID_PATTERN.test(leafId)
  return {
    simulated: simulated === 'true',
    ...(isOther ? { model } : {}),
    ...(usage && { usage }),
    ...(Number.isNaN(Date.parse(economy)) ? {} : { economy }),
    ...(isReused ? { reused: { batchId, leafId } } : {}),
  }
}
