import {
  type Batch,
  type Ending,
  type Leaf,
  type LeafRecord,
  lastTag,
  leafCount,
  leavesOf,
  type Outcome,
} from '@contactsheet/contract'
import { type BatchStore, ResultDraft, type SoundRecords, unlessDamaged } from '@contactsheet/storage'
import pLimit from 'p-limit'
import { endedRecord } from './endings.ts'

/** Records read or written at once. */
const CALLS_AT_ONCE = 32

/** Leaves whose records are asked for together. */
const LEAVES_A_PAGE = 500

/**
 * A batch cannot be settled yet: records of it turned out to be damaged, or to name an image that is not there, and were
 * taken away for their leaves to run again, which their originals make free; or it has been recomposed since it was fanned
 * out; or leaves of it were parked while it was paused. Read it again, and fan it out once more.
 */
export class LeavesToRun extends Error {
  override readonly name = 'LeavesToRun'
}

/** The records that an orchestrator has handed over. */
export interface HandedOver {
  /** Whether that is one for every leaf of the batch. */
  all: boolean
  /** One for each of the leaves; undefined where it has none. */
  records(leaves: readonly Leaf[]): Promise<(LeafRecord | undefined)[]>
}

/** Records that are held, by leaf id. */
export function heldRecords(batch: Batch, held: ReadonlyMap<string, LeafRecord>): HandedOver {
  return {
    all: held.size === leafCount(batch),
    records: async leaves => leaves.map(leaf => held.get(leaf.id)),
  }
}

/** No records: all there are must be in the store. */
export const NONE_HANDED_OVER: HandedOver = {
  all: false,
  records: async leaves => leaves.map(() => undefined),
}

/**
 * Settles a batch whose leaves no longer run: every leaf gets a record, then the result is written and the batch is
 * closed. One that somebody else has settled is left as it is. Of a large batch only a page of records is in hand at a time.
 *
 * @param handedOver is asked for what the store does not have, or for all of it where it has a record for every leaf
 * @param endingOf how a leaf ended that has no record
 * @throws LeavesToRun if leaves must run again, or it was recomposed meanwhile
 */
export async function settleBatch(
  store: BatchStore,
  batch: Batch,
  handedOver: HandedOver,
  endingOf: (leafId: string) => Ending | Promise<Ending>,
): Promise<Outcome> {
  const settled = (await store.isOpen(batch.id)) ? undefined : await unlessDamaged(store.outcome(batch.id))
  if (settled !== undefined) return settled
  const asked = await unlessDamaged(store.batch(batch.id))
  if (asked !== undefined && lastTag(asked) !== lastTag(batch))
    throw new LeavesToRun(`Batch ${batch.id} has been recomposed meanwhile.`)
  // It may have been opened again since it was read, which changes no leaf of it.
  const draft = new ResultDraft(asked ?? batch)
  const made = new Set<string>()
  let again = 0
  for await (const page of handedOver.all ? withoutRecords(batch) : store.soundRecords(batch)) {
    const { leaves } = page
    const handed = await handedOver.records(leaves)
    again += page.again
    const records = await pLimit(CALLS_AT_ONCE).map(leaves, async (leaf, place) => {
      // What the store has is newer than what was handed over: a leaf can have run again.
      const given = handed[place]
      const known = page.records[place] ?? (given?.tag === leaf.version ? given : undefined)
      // One that was said to be handed over and is not has not been looked for in the store.
      const found = known ?? (handedOver.all ? await store.settledRecord(batch, leaf) : undefined)
      if (found !== undefined) return found
      // What was handed over is of another version, which ran here last: that of this one is to be made.
      if (given !== undefined) again++
      made.add(leaf.id)
      return endedRecord(store, batch, leaf, await endingOf(leaf.id))
    })
    draft.add(records)
  }
  if (again > 0) throw new LeavesToRun(`${again} leaves of batch ${batch.id} must run again.`)
  if (made.size > 0)
    for (const page of draft.records())
      await pLimit(CALLS_AT_ONCE).map(
        page.filter(record => made.has(record.leafId)),
        record => store.writeRecord(record),
      )
  return store.settle(draft)
}

/** The leaves of a batch, page by page as the store gives them, none of them looked up there. */
function* withoutRecords(batch: Batch): Generator<SoundRecords> {
  for (let from = 0; from < leafCount(batch); from += LEAVES_A_PAGE)
    yield { leaves: [...leavesOf(batch, from, from + LEAVES_A_PAGE)], records: [], again: 0 }
}
