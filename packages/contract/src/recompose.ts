import { type Batch, type BatchVersion, batchSchema, LATER_DOCUMENT_VERSION } from './batch.ts'
import { newVersionTag } from './ids.ts'
import { leafById, leafCount } from './leaf.ts'
import type { LookInBatch } from './look-fields.ts'

/** What is to become of a batch whose pictures are made anew. */
export interface Recomposition {
  /** What changes of how all of them look; undefined for what is to go. See `lookInBatch`. */
  look: LookInBatch & Partial<Pick<Batch, 'outputs' | 'brand'>>
  /** New titles, by leaf id. */
  titles: Readonly<Record<string, string>>
  /** Whether the images before stay. */
  keep: boolean
}

/**
 * The batch with one more version. Where only titles change, that is of their leaves alone.
 *
 * @throws RangeError if it has no leaf of an id
 */
export function recomposedBatch(batch: Batch, { look, titles, keep }: Recomposition, now: Date): Batch {
  const { versions = [] } = batch
  const given = Object.entries(titles).map(([id, title]) => ({ leaf: leafById(batch, id), title }))
  const isOfAll = Object.keys(look).length > 0
  const version: BatchVersion = {
    tag: newVersionTag(versions.length + 2),
    createdAt: now.toISOString(),
    ...(isOfAll ? {} : { leaves: given.map(({ leaf }) => leaf.id).toSorted() }),
    keep,
  }
  // A title that is the prompt needs no saying.
  const changed = given.map(({ leaf, title }) => [leaf.id, title === leaf.prompt ? undefined : title])
  const all = Object.entries({ ...batch.titles, ...Object.fromEntries(changed) })
  const others = all.filter(([, title]) => title !== undefined)
  const next = {
    ...batch,
    ...look,
    version: LATER_DOCUMENT_VERSION,
    titles: others.length === 0 ? undefined : Object.fromEntries(others),
    versions: [...versions, version],
  }
  // As it will be read: JSON has no undefined.
  return batchSchema.parse(
    Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)),
  )
}

/** Counted from 1, which is what a batch was accepted as. */
export function versionNumber({ tag }: BatchVersion): number {
  return Number.parseInt(tag.slice(1), 10)
}

/** Leaves that a version of a batch is of. */
export function leavesOfVersion(batch: Batch, { leaves }: BatchVersion): number {
  return leaves?.length ?? leafCount(batch)
}
