import { type Batch, type BatchVersion, batchSchema, LATER_DOCUMENT_VERSION } from './batch.ts'
import { newVersionTag } from './ids.ts'
import { leafById, leafCount, usualTitle } from './leaf.ts'
import type { LookInBatch } from './look-fields.ts'

/** What is to become of a batch whose pictures are made anew. */
export interface Recomposition {
  /** What changes of how all of them look; undefined for what is to go. See `lookInBatch`. */
  look: LookInBatch & Partial<Pick<Batch, 'outputs' | 'brand'>>
  /** Ids of the leaves that are made anew; undefined for all. */
  leaves?: readonly string[] | undefined
  /** New titles, by leaf id. */
  titles: Readonly<Record<string, string>>
  /** Whether the images before stay. */
  keep: boolean
}

/**
 * The batch with one more version. Where only titles change, that is of their leaves alone; where leaves are named, of these
 * and of those with a new title. How the others are drawn by then nothing changes: they stay as they are until they are made anew.
 *
 * @throws RangeError if it has no leaf of an id
 */
export function recomposedBatch(batch: Batch, change: Recomposition, now: Date): Batch {
  const { look, titles, keep } = change
  const leaves = recomposedLeaves(change)
  const of = leaves === undefined ? {} : { leaves: [...leaves].map(id => leafById(batch, id).id).toSorted() }
  return nextVersion({ ...batch, ...look, titles: withTitles(batch, titles) }, { ...of, keep }, now)
}

/** Ids of the leaves that a recomposition is of; undefined for all. */
export function recomposedLeaves({
  look,
  leaves,
  titles,
}: Omit<Recomposition, 'keep'>): ReadonlySet<string> | undefined {
  if (Object.keys(look).length === 0) return new Set(Object.keys(titles))
  return leaves && new Set([...leaves, ...Object.keys(titles)])
}

/** The titles of a batch, some of them new; undefined for none. */
export function withTitles(batch: Batch, titles: Recomposition['titles']): Batch['titles'] | undefined {
  // One that is drawn anyway needs no saying.
  const isNews = ([id, title]: [string, string]) => title !== usualTitle(batch, leafById(batch, id))
  const all = Object.entries({ ...batch.titles, ...titles }).filter(isNews)
  return all.length === 0 ? undefined : Object.fromEntries(all)
}

/** A batch as it was changed, undefined for what is to go, with one more version. */
export function nextVersion(
  changed: { [Field in keyof Batch]: Batch[Field] | undefined } & Pick<Batch, 'versions'>,
  of: Omit<BatchVersion, 'tag' | 'createdAt'>,
  now: Date,
): Batch {
  const { versions = [] } = changed
  const version = { tag: newVersionTag(versions.length + 2), createdAt: now.toISOString(), ...of }
  const next = { ...changed, version: LATER_DOCUMENT_VERSION, versions: [...versions, version] }
  // As it will be read: JSON has no undefined.
  return batchSchema.parse(
    Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)),
  )
}

/**
 * The batch as it is opened again for leaves that failed or were canceled.
 *
 * @param wallClockMs how long it took so far, in milliseconds
 */
export function reopenedBatch(batch: Batch, wallClockMs: number, now: Date): Batch {
  return { ...batch, version: LATER_DOCUMENT_VERSION, reopened: { at: now.toISOString(), wallClockMs } }
}

/** Counted from 1, which is what a batch was accepted as. */
export function versionNumber({ tag }: BatchVersion): number {
  return Number.parseInt(tag.slice(1), 10)
}

/** Leaves that a version of a batch is of. */
export function leavesOfVersion(batch: Batch, { leaves }: BatchVersion): number {
  return leaves?.length ?? leafCount(batch)
}
