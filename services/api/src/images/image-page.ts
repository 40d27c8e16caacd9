import {
  type ImagePage,
  type ImageView,
  type Leaf,
  type LeafState,
  leafCount,
  leafPosition,
  leavesOf,
  modelsOf,
  type Style,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { BatchReader } from '../batches/batch-reader.ts'
import { type Selection, selectorOf } from '../batches/selection.ts'
import type { Snapshot } from '../batches/snapshot.ts'
import { type ImageUrl, leafView } from '../batches/views.ts'

/** Which images to show; what is left out does not matter. */
export interface ImageFilter {
  batch?: string | undefined
  /** Id of a model. */
  model?: string | undefined
  style?: Style | undefined
  pick?: Selection['pick']
  state: LeafState
}

export interface ImageSource {
  store: BatchStore
  reader: BatchReader
  imageUrl: ImageUrl
}

/**
 * What one call may look through, in batches: what it costs must not depend on how many there are, nor on how large they
 * are. So many leaves count as one more.
 */
export const MAX_BATCHES = 50
const LEAVES_A_BATCH = 400

/** The form of a cursor: the batch last looked at and, unless that was to its end, the last leaf of it that was shown. */
export const IMAGE_CURSOR = /^[0-9a-hjkmnp-tv-z]{10}-[0-9a-hjkmnp-tv-z]{6}(\.\d{4}-\d{2}[a-j]?)?$/

/**
 * A page of images of all batches: the newest batch first, within one in the order of its leaves. A succeeded leaf whose
 * image was deleted has none to show and is left out.
 *
 * @param cursor what the page before gave
 */
export async function imagePage(
  source: ImageSource,
  filter: ImageFilter,
  cursor: string | undefined,
  limit: number,
): Promise<ImagePage> {
  const [last, lastLeaf] = cursor?.split('.') ?? []
  const images: ImageView[] = []
  const seen = { batches: 0 }
  for await (const batchId of batchesFrom(source.store, filter.batch, last, lastLeaf !== undefined)) {
    const after = batchId === last ? lastLeaf : undefined
    for await (const image of imagesOf(source, filter, batchId, after, seen)) {
      const before = images.at(-1)
      // One more than asked for: only then is it known that another page follows.
      if (images.length === limit && before !== undefined)
        return { images, nextCursor: `${before.batchId}.${before.leafId}` }
      images.push(image)
    }
    if (seen.batches >= MAX_BATCHES) return { images, nextCursor: batchId }
  }
  return { images }
}

/** @param unfinished whether the batch of the cursor has more to show */
async function* batchesFrom(
  store: BatchStore,
  only: string | undefined,
  last: string | undefined,
  unfinished: boolean,
): AsyncGenerator<string> {
  if (only !== undefined) {
    // Behind a cursor that has come to its end there is nothing more.
    if (last !== only || unfinished) yield only
    return
  }
  if (last !== undefined && unfinished) yield last
  yield* store.batchIds(last === undefined ? {} : { after: last })
}

async function* imagesOf(
  { store, reader, imageUrl }: ImageSource,
  { model, style, state, pick }: ImageFilter,
  batchId: string,
  after: string | undefined,
  seen: { batches: number },
): AsyncGenerator<ImageView> {
  seen.batches++
  // A batch that cannot be read has no images to show, and hides none of the others'.
  const skip = (error: unknown): undefined => reader.tell(batchId, error)
  if (model !== undefined || style !== undefined) {
    // What was asked is a small document beside the result, which has a record for each leaf.
    const batch = await store.batch(batchId).catch(skip)
    if (batch === undefined || (style !== undefined && batch.style !== style)) return
    if (model !== undefined && modelsOf(batch).every(({ id }) => id !== model)) return
  }
  const snapshot = await reader.find(batchId).catch(skip)
  if (snapshot === undefined) return
  const { batch } = snapshot
  seen.batches += leafCount(batch) / LEAVES_A_BATCH
  const isSelected = await selectorOf(snapshot, { state, model, pick })
  for (const leaf of leavesOf(batch, after === undefined ? 0 : leafPosition(batch, after) + 1)) {
    if (!isSelected(leaf)) continue
    const view = await viewOf(snapshot, leaf, state, imageUrl)
    if (state === 'succeeded' && view.imageUrl === undefined) continue
    yield { ...view, batchId, style: batch.style, createdAt: batch.createdAt }
  }
}

async function viewOf(snapshot: Snapshot, leaf: Leaf, state: LeafState, imageUrl: ImageUrl) {
  const pick = (await snapshot.picks()).get(leaf.id)
  return leafView(leaf, state, await snapshot.record(leaf.id), imageUrl, { pick })
}
