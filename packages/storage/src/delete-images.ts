import type { LeafRecord } from '@contactsheet/contract'
import pLimit from 'p-limit'
import type { BatchStore } from './batch-store.ts'
import { writeDocument } from './documents.ts'
import { resultKey, sheetKey } from './layout.ts'

/** Leaves whose objects are deleted at once. */
const LEAVES_AT_ONCE = 16

/**
 * Deletes images of a settled batch, with their originals and the sheet that shows them. Their leaves stay as they
 * settled, at the cost they had, and only name no image any more: the counts still add up, and no retry asks a provider
 * again. Can be repeated: the objects go first, so that what a crash left undone is still found.
 *
 * Two processes that do this to the same batch at the same moment can leave a name of an image that is gone; deleting it
 * again sets that right.
 *
 * @returns ids of the leaves that had an image; undefined if the batch has not settled
 */
export async function deleteImages(
  store: BatchStore,
  batchId: string,
  leafIds: ReadonlySet<string>,
): Promise<string[] | undefined> {
  const result = await store.result(batchId)
  if (result === undefined || (await store.isOpen(batchId))) return undefined
  const named = result.records.filter(record => leafIds.has(record.leafId) && record.image !== undefined)
  const bare = new Map(named.map(record => [record.leafId, withoutImage(record)]))
  await pLimit(LEAVES_AT_ONCE).map(named, async ({ leafId, image, original }) => {
    for (const object of [image, original]) if (object !== undefined) await store.objects.delete(object.key)
    const record = bare.get(leafId)
    if (record !== undefined) await store.writeRecord(record)
  })
  if (named.length > 0) {
    await store.objects.delete(sheetKey(batchId))
    const records = result.records.map(record => bare.get(record.leafId) ?? record)
    await writeDocument(store.objects, resultKey(batchId), { ...result, records })
    // One that was being made meanwhile, and was kept before the result could tell it that it is of before.
    await store.objects.delete(sheetKey(batchId))
  }
  return named.map(record => record.leafId)
}

function withoutImage({ image: _image, original: _original, ...rest }: LeafRecord): LeafRecord {
  return rest
}
