import {
  atVersion,
  type Batch,
  earlierTags,
  isMadeAgain,
  type Leaf,
  type LeafRecord,
  leafById,
  leafCount,
  leavesOf,
  originalTags,
  recordSchema,
  SETTLED_STATES,
  type SettledState,
  versionOf,
} from '@contactsheet/contract'
import pLimit from 'p-limit'
import { readDocument, writeDocument } from './documents.ts'
import { keysInStep } from './keys-in-step.ts'
import {
  ORIGINAL_NAMES,
  originalKey,
  originalTag,
  parseRecordKey,
  type RecordName,
  recordKey,
  recordsFolder,
} from './layout.ts'
import type { ObjectStat, ObjectStore, OpenObject } from './object-store.ts'
import { type KeptOriginal, type Original, readOriginal } from './originals.ts'
import { imagesFolder } from './picture-keys.ts'
import { PictureStore } from './picture-store.ts'
import { type Origin, provenance } from './pictures.ts'
import { originalOf, rebuildRecord, remainsOf } from './rebuild-record.ts'
import { rank, strongest } from './strength.ts'
import { isDamaged, unlessDamaged } from './unreadable.ts'

/** Objects read at once. */
const CALLS_AT_ONCE = 32

/** Leaves whose records are gone through together. */
const LEAVES_A_PAGE = 500

/** What was found of a page of leaves. */
export interface SoundRecords {
  leaves: Leaf[]
  /** One for each leaf; undefined for one that has none. */
  records: (LeafRecord | undefined)[]
  /** Leaves that had settled and whose records could not be mended: they can run again, at no cost. */
  again: number
}

/**
 * What the leaves of a batch have in the store. A leaf writes its original, then its image, then its record, so that
 * what a record names is there. Every write can be repeated.
 *
 * What a leaf may have left is looked for under each name it can have, all at once: one round trip for its record, one for
 * its original, and on a disk independent of the size of the batch. {@link Traces} spare new leaves both.
 */
export class LeafStore extends PictureStore {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    super(objects)
    this.#objects = objects
  }

  /**
   * How the leaves of a batch settled, by leaf id in ascending order; leaves that have not are absent. One listing.
   *
   * @param of see {@link settledLeaves}
   */
  async settledStates(of: Batch | string): Promise<Map<string, SettledState>> {
    const states = new Map<string, SettledState>()
    for await (const { leafId, state } of this.settledLeaves(of)) states.set(leafId, state)
    return states
  }

  /**
   * How the leaves of a batch settled, in their order.
   *
   * @param of the batch, of each of whose leaves only records of its last version count; or, where nobody can tell what
   *   was asked, its id: then those of the newest version there are
   * @param from id of a leaf: neither it nor those behind it are left out
   */
  async *settledLeaves(of: Batch | string, from?: string): AsyncGenerator<RecordName> {
    const folder = recordsFolder(typeof of === 'string' ? of : of.id)
    let last: RecordName | undefined
    // No key is a leaf's id alone, and those of its records follow.
    for await (const key of this.#objects.list(folder, from === undefined ? {} : { after: folder + from })) {
      const found = parseRecordKey(key)
      if (found === undefined) continue
      if (typeof of !== 'string' && found.tag !== versionOf(of, found.leafId)) continue
      if (last?.leafId === found.leafId && rank(last) > rank(found)) continue
      if (last !== undefined && last.leafId !== found.leafId) yield last
      last = found
    }
    if (last !== undefined) yield last
  }

  /** The record of a leaf in a state it is known to have. */
  async record(batch: Batch, leafId: string, state: SettledState): Promise<LeafRecord | undefined> {
    const key = recordKey(batch.id, leafId, state, versionOf(batch, leafId))
    return readDocument(this.#objects, key, recordSchema)
  }

  /** The records of a batch in the order of their leaves, one per settled leaf. */
  async records(batch: Batch): Promise<LeafRecord[]> {
    const states = await this.settledStates(batch)
    const records = await pLimit(CALLS_AT_ONCE).map(states, ([leafId, state]) =>
      this.record(batch, leafId, state),
    )
    return records.filter(record => record !== undefined)
  }

  /**
   * Writes how a leaf settled. A record of another state is left in place, where nothing depends on it, since every
   * reader lets `succeeded` win over `failed` and that over `canceled`. See `BatchStore.reopen` for leaves that run again.
   */
  async writeRecord(record: LeafRecord): Promise<void> {
    // One that names an image can be made again from it, and from its original.
    const durability = record.image === undefined ? 'full' : 'none'
    await writeDocument(
      this.#objects,
      recordKey(record.batchId, record.leafId, record.state, record.tag),
      record,
      durability,
    )
  }

  /**
   * The record of a leaf at its version, if it has settled. A damaged one is mended; if only running the leaf again can do
   * that, it has not settled.
   */
  async settledRecord(batch: Batch, leaf: Leaf): Promise<LeafRecord | undefined> {
    const records = await Promise.all(
      SETTLED_STATES.map(state =>
        readDocument(this.#objects, recordKey(batch.id, leaf.id, state, leaf.version), recordSchema).catch(
          (error: unknown) => {
            if (isDamaged(error)) return this.#mendRecord(batch, leaf, state)
            throw error
          },
        ),
      ),
    )
    return strongest(records)
  }

  /**
   * The record of a leaf from before its version: the newest that succeeded, whose pictures can be made anew, or else the
   * newest. One that was made again and has an original goes before what it was to replace, unless the leaf is made again
   * itself. The costs are those of the newest in any case, which are of all makings so far. Undefined for a leaf of the first
   * version, and for one that has none.
   */
  async previousRecord(batch: Batch, leaf: Leaf): Promise<LeafRecord | undefined> {
    let newest: LeafRecord | undefined
    for (const version of earlierTags(batch, leaf)) {
      const before = atVersion(batch, leaf, version)
      const record = await this.settledRecord(batch, before)
      if (record === undefined) continue
      newest ??= record
      const isOfOwnOriginal = isMadeAgain(before) && isOriginalOf(before, record) && !isMadeAgain(leaf)
      if (record.state === 'succeeded' || isOfOwnOriginal) return withCostsOf(newest, record)
    }
    return newest
  }

  /**
   * The records of a batch as a result can be made of them, a page of leaves at a time, in their order. One that is
   * damaged, or names an image that is not there (a copy of the store that was made while leaves ran), is mended.
   */
  async *soundRecords(batch: Batch): AsyncGenerator<SoundRecords> {
    const states = await this.settledStates(batch)
    const images = keysInStep(this.#objects, imagesFolder(batch.id))
    for (let from = 0; from < leafCount(batch); from += LEAVES_A_PAGE) {
      const leaves = [...leavesOf(batch, from, from + LEAVES_A_PAGE)]
      const found = await images(leaves.at(-1)?.id ?? '')
      const records = await pLimit(CALLS_AT_ONCE).map(leaves, async leaf => {
        const state = states.get(leaf.id)
        if (state === undefined) return undefined
        const record = await unlessDamaged(this.record(batch, leaf.id, state))
        const isSound = record !== undefined && (record.image === undefined || found.has(record.image.key))
        return isSound ? record : this.#mendRecord(batch, leaf, state, record)
      })
      const again = leaves.filter((leaf, place) => states.has(leaf.id) && records[place] === undefined)
      yield { leaves, records, again: again.length }
    }
  }

  /**
   * What can be told of a leaf whose record is damaged, without mending it.
   *
   * @returns undefined if only running the leaf again will tell
   */
  async rebuiltRecord(batch: Batch, leafId: string, state: SettledState): Promise<LeafRecord | undefined> {
    const leaf = leafById(batch, leafId)
    return rebuildRecord(batch, leaf, state, await remainsOf(this.#objects, batch, leaf))
  }

  /**
   * A leaf's original, if one is kept.
   *
   * @param named the record of the leaf that its pictures are to be made anew of: what this names, and no other
   * @param makeRoom waited for before so many bytes are read
   */
  async original(
    batch: Batch,
    leaf: Leaf,
    named?: Pick<LeafRecord, 'original'>,
    makeRoom: (bytes: number) => Promise<void> = async () => {},
  ): Promise<KeptOriginal | undefined> {
    const { key, contentType } = named?.original ?? {}
    const type = ORIGINAL_NAMES.find(known => known === contentType)
    if (key !== undefined && type !== undefined) return readOriginal(this.#objects, leaf, key, type, makeRoom)
    for (const tag of originalTags(batch, leaf)) {
      const found = await Promise.all(
        ORIGINAL_NAMES.map(type =>
          readOriginal(this.#objects, leaf, originalKey(batch.id, leaf.id, type, tag), type, makeRoom),
        ),
      )
      const original = found.find(original => original !== undefined)
      if (original !== undefined) return original
    }
    return undefined
  }

  /**
   * What is known of an original that can be there before its leaf runs: of one that was to be made again, if one of that making
   * is kept, or that the economy lane makes. Transfers nothing, and asks nothing for any other leaf.
   */
  async ownOriginal(
    batch: Batch,
    leaf: Leaf,
  ): Promise<{ original: NonNullable<LeafRecord['original']>; origin: Origin } | undefined> {
    const isMadeBefore = isMadeAgain(leaf) || leaf.model.speed === 'economy'
    const found = isMadeBefore ? await originalOf(this.#objects, batch, leaf) : undefined
    if (found === undefined) return undefined
    const { key, contentType, bytes, origin } = found
    return { original: { key, contentType, bytes }, origin }
  }

  /** The original that a record names, to send on; undefined if it is gone. */
  async openOriginal({
    key,
  }: Pick<NonNullable<LeafRecord['original']>, 'key'>): Promise<OpenObject | undefined> {
    return this.#objects.stream(key)
  }

  /** What is known of an original, as {@link openOriginal} would find it. */
  async statOriginal({
    key,
  }: Pick<NonNullable<LeafRecord['original']>, 'key'>): Promise<ObjectStat | undefined> {
    return this.#objects.stat(key)
  }

  /** Keeps a leaf's original, so that nobody pays for it again. */
  async keepOriginal(
    batch: Batch,
    leaf: Leaf,
    { bytes, contentType, answer = '', ...origin }: Original,
  ): Promise<NonNullable<LeafRecord['original']>> {
    const key = originalKey(batch.id, leaf.id, contentType, leaf.making)
    const metadata = { ...provenance(batch, leaf, origin), answer }
    await this.#objects.put(key, bytes, { contentType, metadata })
    return { key, contentType, bytes: bytes.length }
  }

  /** Gives up an original that no decoder reads: kept, it would fail every later try the same way. */
  async dropOriginal({ key }: NonNullable<LeafRecord['original']>): Promise<void> {
    await this.#objects.delete(key)
  }

  /** Puts a record that can be relied on in the place of one that cannot, or takes that away for the leaf to run again. */
  async #mendRecord(
    batch: Batch,
    leaf: Leaf,
    state: SettledState,
    known?: LeafRecord,
  ): Promise<LeafRecord | undefined> {
    const record = rebuildRecord(batch, leaf, state, await remainsOf(this.#objects, batch, leaf), known)
    if (record !== undefined) await this.writeRecord(record)
    // After the other is there: a leaf that has settled is never found without a record.
    if (record?.state !== state) await this.#objects.delete(recordKey(batch.id, leaf.id, state, leaf.version))
    return record
  }
}

/** Whether a record names the original of a leaf's own making: one that was canceled first has that from before. */
function isOriginalOf({ making }: Leaf, { original }: LeafRecord): boolean {
  return making !== undefined && original !== undefined && originalTag(original.key) === making
}

function withCostsOf({ charges, costUsd, atRiskUsd }: LeafRecord, record: LeafRecord): LeafRecord {
  const { charges: _charges, costUsd: _costUsd, atRiskUsd: _atRiskUsd, ...rest } = record
  return {
    ...rest,
    ...(charges === undefined ? {} : { charges }),
    costUsd,
    ...(atRiskUsd === undefined ? {} : { atRiskUsd }),
  }
}
