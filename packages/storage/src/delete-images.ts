import { type Batch, type LeafRecord, leafById, leafCount, leafPosition } from '@contactsheet/contract'
import pLimit from 'p-limit'
import { recordKey } from './layout.ts'
import type { LeafStore } from './leaf-store.ts'
import type { ObjectStore } from './object-store.ts'
import { deleteObjectsOf } from './prune.ts'
import { RECORDS_A_PAGE } from './result/index-document.ts'
import type { SettledResult } from './result/settled-result.ts'
import type { RecordSlot } from './result/text.ts'

/** Objects deleted at once. */
const CALLS_AT_ONCE = 32

/**
 * Deletes all pictures of leaves, originals and those of earlier versions too, and rewrites their records without them.
 *
 * @returns what is to be in the result in their place
 */
export async function deletePictures(
  objects: ObjectStore,
  store: LeafStore,
  result: SettledResult,
  leafIds: ReadonlySet<string>,
): Promise<RecordSlot[]> {
  const { batch } = result.outcome
  const bare: RecordSlot[] = []
  for (const page of pagesWith(result, leafIds)) {
    const named = (await result.page(page)).filter(
      ({ record }) => leafIds.has(record.leafId) && (record.image ?? record.earlier) !== undefined,
    )
    await pLimit(CALLS_AT_ONCE).map(named, async ({ record }) => {
      await deletePrevious(objects, store, batch, record)
      await deleteObjectsOf(objects, batch, record)
      await store.writeRecord(withoutPictures(record))
    })
    bare.push(...named.map(slot => ({ ...slot, record: withoutPictures(slot.record) })))
  }
  return bare
}

/** Deletes what is left to go back to of a leaf whose new pictures could not be made. */
async function deletePrevious(
  objects: ObjectStore,
  store: LeafStore,
  batch: Batch,
  record: LeafRecord,
): Promise<void> {
  if (record.tag === undefined || record.state === 'succeeded') return
  const previous = await store.previousRecord(batch, leafById(batch, record.leafId))
  if (previous === undefined) return
  await deleteObjectsOf(objects, batch, previous)
  await objects.delete(recordKey(batch.id, previous.leafId, previous.state, previous.tag))
}

/** The pages of a result that hold records of these leaves, ascending. */
function pagesWith({ outcome: { batch } }: SettledResult, leafIds: ReadonlySet<string>): number[] {
  const positions = [...leafIds]
    .map(id => leafPosition(batch, id))
    .filter(position => position < leafCount(batch))
  return [...new Set(positions.map(position => Math.floor(position / RECORDS_A_PAGE)))].sort((a, b) => a - b)
}

function withoutPictures(record: LeafRecord): LeafRecord {
  const {
    image: _image,
    small: _small,
    outputs: _outputs,
    earlier: _earlier,
    original: _original,
    ...rest
  } = record
  return rest
}
