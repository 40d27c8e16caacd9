import type { Batch, LeafRecord } from '@contactsheet/contract'
import pLimit from 'p-limit'
import { keysInStep } from './keys-in-step.ts'
import { originalLeafId, originalsFolder, recordKey, recordsFolder } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { deleteOriginal } from './originals.ts'
import { imagesFolder, outputsFolder, smallFolder } from './picture-keys.ts'
import type { ResultDraft } from './result/draft.ts'

/** Objects deleted at once. */
const CALLS_AT_ONCE = 32

/**
 * Deletes the records and pictures of a batch that its result does not name: those that a version replaced, and what was
 * made of one that another went over. A leaf whose new pictures could not be made keeps its record from before, with the
 * pictures that this names: a retry starts there. Originals go where leaves were made again, and only those of leaves whose
 * record names another.
 *
 * One listing of each folder, in step with the records, a page of leaves at a time. Whatever is deleted is named by nobody
 * any more, so that it can be begun again at any point.
 *
 * @param previous the record of a leaf from before its version
 */
export async function prune(
  objects: ObjectStore,
  draft: ResultDraft,
  previous: (record: LeafRecord) => Promise<LeafRecord | undefined>,
): Promise<void> {
  const { id, versions = [] } = draft.batch
  const folders = [recordsFolder(id), imagesFolder(id), smallFolder(id), outputsFolder(id)].map(folder =>
    keysInStep(objects, folder),
  )
  const originals = versions.some(({ anew }) => anew)
    ? keysInStep(objects, originalsFolder(id))
    : async () => new Set<string>()
  const limit = pLimit(CALLS_AT_ONCE)
  for (const records of draft.records()) {
    const unmade = records.filter(({ state, tag }) => state !== 'succeeded' && tag !== undefined)
    const kept = (await limit.map(unmade, previous)).filter(record => record?.state === 'succeeded')
    const named = new Set([...records, ...kept.filter(record => record !== undefined)].flatMap(keysOf))
    const lastLeafId = records.at(-1)?.leafId ?? ''
    const found = await Promise.all(folders.map(keysUpTo => keysUpTo(lastLeafId)))
    const made = records.filter(({ state, original }) => state === 'succeeded' && original !== undefined)
    const madeIds = new Set(made.map(({ leafId }) => leafId))
    const ofMade = [...(await originals(lastLeafId))].filter(key => madeIds.has(originalLeafId(key)))
    const isReplaced = (key: string) => !named.has(key)
    const replaced = found.flatMap(keys => [...keys].filter(isReplaced))
    await limit.map(replaced, key => objects.delete(key))
    await limit.map(ofMade.filter(isReplaced), key => deleteOriginal(objects, draft.batch, key))
  }
}

/** The pictures a record names, the original last: without it none could be made again. */
function objectsOf({ image, small, outputs = [], earlier = [], original }: LeafRecord): { key: string }[] {
  return [image, small, ...outputs, ...earlier, original].filter(object => object !== undefined)
}

/** Deletes the pictures that a record names. */
export async function deleteObjectsOf(
  objects: ObjectStore,
  batch: Pick<Batch, 'reuse'>,
  record: LeafRecord,
): Promise<void> {
  for (const { key } of objectsOf(record))
    if (key === record.original?.key) await deleteOriginal(objects, batch, key)
    else await objects.delete(key)
}

function keysOf(record: LeafRecord): string[] {
  const { batchId, leafId, state, tag } = record
  return [recordKey(batchId, leafId, state, tag), ...objectsOf(record).map(({ key }) => key)]
}
