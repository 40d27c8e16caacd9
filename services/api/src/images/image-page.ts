import {
  batchIdTime,
  type ImagePage,
  type ImageView,
  type Leaf,
  type LeafState,
  lastBatchIdAt,
  leafCount,
  leafPosition,
  leavesOf,
  modelsOf,
  type Style,
} from '@contactsheet/contract'
import { searchWords } from '@contactsheet/contract/text'
import type { BatchStore } from '@contactsheet/storage'
import type { BatchReader } from '../batches/batch-reader.ts'
import { type Selection, selectorOf } from '../batches/selection.ts'
import type { Snapshot } from '../batches/snapshot.ts'
import { type ImageUrl, leafView } from '../batches/views.ts'
import type { SearchTexts } from '../search/search-texts.ts'

/** Which images to show; what is left out does not matter. */
export interface ImageFilter {
  batch?: string | undefined
  /** Id of a model. */
  model?: string | undefined
  style?: Style | undefined
  pick?: Selection['pick']
  state: LeafState
  /** Words, all of which are to be in its title and prompt, or in what its batch is called. */
  q?: string | undefined
  /** Only of batches that were accepted before this moment, in milliseconds since the epoch. */
  before?: number | undefined
  /** Only of batches that were accepted at this moment or after it. */
  after?: number | undefined
}

export interface ImageSource {
  store: BatchStore
  reader: BatchReader
  texts: SearchTexts
  imageUrl: ImageUrl
}

/**
 * What one call may look through, in batches: what it costs must not depend on how many there are, nor on how large they
 * are. So many leaves count as one more.
 */
export const MAX_BATCHES = 50
export const LEAVES_A_BATCH = 400

/** Where no words are asked for. */
const ALL = { found: 'label', weight: 1 } as const

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
  for await (const batchId of batchesFrom(source.store, filter, last, lastLeaf !== undefined)) {
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

/**
 * Ids of the batches whose images may fit, newest first.
 *
 * @param unfinished whether the batch of the cursor has more to show
 */
export async function* batchesFrom(
  store: BatchStore,
  { batch: only, before, after }: Pick<ImageFilter, 'batch' | 'before' | 'after'>,
  last?: string,
  unfinished = false,
): AsyncGenerator<string> {
  const isOfTime = (id: string) =>
    (before === undefined || batchIdTime(id) < before) && (after === undefined || batchIdTime(id) >= after)
  if (only !== undefined) {
    // Behind a cursor that has come to its end there is nothing more.
    if ((last !== only || unfinished) && isOfTime(only)) yield only
    return
  }
  if (last !== undefined && unfinished && isOfTime(last)) yield last
  const newest = before === undefined ? undefined : lastBatchIdAt(before)
  const from = [last, newest]
    .filter(id => id !== undefined)
    .toSorted()
    .at(-1)
  for await (const id of store.batchIds(from === undefined ? {} : { after: from })) {
    if (!isOfTime(id)) return
    yield id
  }
}

async function* imagesOf(
  { store, reader, texts, imageUrl }: ImageSource,
  { model, style, state, pick, q = '' }: ImageFilter,
  batchId: string,
  after: string | undefined,
  seen: { batches: number },
): AsyncGenerator<ImageView> {
  seen.batches++
  const words = searchWords(q)
  const { found, weight } = words.length === 0 ? ALL : await texts.look(batchId, words, undefined)
  seen.batches += weight - 1
  if (found === undefined) return
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
  const isSelected = await selectorOf(snapshot, { state, model, pick, ...(found === 'texts' && { q }) })
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
