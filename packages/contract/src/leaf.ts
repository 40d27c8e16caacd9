import type { Batch } from './batch.ts'
import { makingOf, makingTags, versionOf } from './batch.ts'
import type { Column } from './catalog/model.ts'
import { type LeafPlace, leafId, parseLeafId } from './ids.ts'
import { atOnce } from './speed.ts'

/** One picture of a batch: a prompt, in a column, in one of its variations. Derived from the batch, never stored. */
export interface Leaf extends LeafPlace {
  id: string
  /** As it was written, with its variables filled in; or as it was given when the leaf was last made again. */
  prompt: string
  /** What is drawn on the picture. */
  title: string
  /** Its column. */
  model: Column
  /** Tag of the version whose pictures are its last. Absent: the first, which have none. */
  version?: string | undefined
  /** Tag of the version in which its provider made its original, or is to. Absent: the first. */
  making?: string | undefined
}

/** What says which leaves a batch has. */
export type Extent = Pick<Batch, 'prompts' | 'models' | 'variations' | 'sample'>

/**
 * The leaf of a batch at a prompt and a column, and among several variations at one of them. Throws RangeError if the batch
 * has no such leaf.
 */
export function leafOf(batch: Batch, promptIndex: number, modelIndex: number, variation?: number): Leaf {
  const id = leafId(promptIndex, modelIndex, variation)
  const prompt = batch.changes?.[id]?.prompt ?? batch.prompts[promptIndex]
  const model = batch.changes?.[id]?.model ?? batch.models[modelIndex]
  if (prompt === undefined || model === undefined || !hasLeaf(batch, id))
    throw new RangeError(`Batch ${batch.id} has no leaf ${id}.`)
  const title = batch.titles?.[id] ?? usualTitle(batch, { promptIndex, prompt })
  const version = versionOf(batch, id)
  const making = makingOf(batch, id)
  // Whoever has one made again wants to see it.
  const column = making === undefined ? model : atOnce(model)
  const leaf = { id, promptIndex, modelIndex, prompt, title, model: column }
  return {
    ...leaf,
    ...(variation === undefined ? {} : { variation }),
    ...(version === undefined ? {} : { version }),
    ...(making === undefined ? {} : { making }),
  }
}

/** The models of all leaves of a batch: of its columns, those they may fall back to, and those that leaves were made again with. */
export function modelsOf({
  models,
  fallback = [],
  changes = {},
}: Pick<Batch, 'models' | 'fallback' | 'changes'>): Column[] {
  return [...models, ...fallback, ...Object.values(changes).flatMap(({ model }) => model ?? [])]
}

/** What is drawn on a leaf's picture unless its batch says otherwise. */
export function usualTitle({ items }: Batch, { promptIndex, prompt }: Pick<Leaf, 'promptIndex' | 'prompt'>) {
  return items?.[promptIndex]?.title ?? prompt
}

/** Whether the economy lane makes a leaf. One of a later version has an original, or is made at once. */
export function isOfLane({ model, version }: Pick<Leaf, 'model' | 'version'>): boolean {
  return model.speed === 'economy' && version === undefined
}

/** Whether a leaf is to be made again by its provider, not of the original it has. */
export function isMadeAgain({ version, making }: Pick<Leaf, 'version' | 'making'>): boolean {
  return version !== undefined && version === making
}

/**
 * Tags that the key of a leaf's original can carry, the newest first; undefined stands for none. What is made again has its own
 * alone; pictures are made anew of the newest that there is.
 */
export function originalTags(batch: Batch, leaf: Leaf): (string | undefined)[] {
  return isMadeAgain(leaf) ? [leaf.making] : makingTags(batch, leaf)
}

/**
 * A leaf as of one of its versions, as far as its tags go.
 *
 * @param version undefined for the first
 */
export function atVersion(batch: Batch, leaf: Leaf, version: string | undefined): Leaf {
  const [making] = makingTags(batch, { id: leaf.id, version })
  return { ...leaf, version, making }
}

/** The leaf of a batch at a place in its order, from 0. Throws RangeError if the batch has no such leaf. */
export function leafAt(batch: Batch, position: number): Leaf {
  const { sample, models, variations = 1 } = batch
  const place = sample === undefined ? position : (sample[position] ?? Number.NaN)
  const pair = Math.floor(place / variations)
  return leafOf(
    batch,
    Math.floor(pair / models.length),
    pair % models.length,
    batch.variations === undefined ? undefined : place % variations,
  )
}

/** The column of the leaf at a place in the order of its batch, as an index of `models`. */
export function columnAt({ sample, models, variations = 1 }: Extent, position: number): number {
  const place = sample === undefined ? position : (sample[position] ?? Number.NaN)
  return Math.floor(place / variations) % models.length
}

/** The leaf of a batch by its id. Throws RangeError if the batch has no such leaf. */
export function leafById(batch: Batch, id: string): Leaf {
  const { promptIndex, modelIndex, variation } = parseLeafId(id) ?? {}
  if (promptIndex === undefined || modelIndex === undefined)
    throw new RangeError(`Batch ${batch.id} has no leaf ${id}.`)
  return leafOf(batch, promptIndex, modelIndex, variation)
}

/** Whether an id is of a leaf of a batch. */
export function hasLeaf(extent: Extent, id: string): boolean {
  const place = placeOf(extent, id)
  if (place === undefined) return false
  return extent.sample === undefined || extent.sample[lowerBound(extent.sample, place)] === place
}

/**
 * The place of a leaf in the order of its batch, from 0. Of an id that the batch has no leaf of, the place where it would
 * be, which may be beyond the last.
 */
export function leafPosition(extent: Extent, id: string): number {
  const { promptIndex = 0, modelIndex = 0, variation = 0 } = parseLeafId(id) ?? {}
  const place = (promptIndex * extent.models.length + modelIndex) * (extent.variations ?? 1) + variation
  return extent.sample === undefined ? place : lowerBound(extent.sample, place)
}

/**
 * The leaves of a batch, in order: all variations of the first prompt in the first column, then in the second; then the same
 * of the second prompt.
 *
 * @param from position of the first of them
 * @param to position of the first that is left out; by default there is none
 */
export function* leavesOf(batch: Batch, from = 0, to = leafCount(batch)): Generator<Leaf> {
  for (let position = from; position < Math.min(to, leafCount(batch)); position++)
    yield leafAt(batch, position)
}

export function leafCount({ prompts, models, variations = 1, sample }: Extent): number {
  return sample?.length ?? prompts.length * models.length * variations
}

/** Place among all leaves that there could be; undefined if there could be none of this id. */
function placeOf({ prompts, models, variations }: Extent, id: string): number | undefined {
  const { promptIndex = 0, modelIndex = 0, variation } = parseLeafId(id) ?? { promptIndex: prompts.length }
  if (promptIndex >= prompts.length || modelIndex >= models.length) return undefined
  if (variations === undefined)
    return variation === undefined ? promptIndex * models.length + modelIndex : undefined
  if (variation === undefined || variation >= variations) return undefined
  return (promptIndex * models.length + modelIndex) * variations + variation
}

/** Index of the first of ascending numbers that is not below one; their count if all are. */
function lowerBound(ascending: readonly number[], value: number): number {
  let [from, to] = [0, ascending.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((ascending[middle] ?? 0) < value) from = middle + 1
    else to = middle
  }
  return from
}
