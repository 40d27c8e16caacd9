import { type Batch, batchIdTime, type Leaf, type LeafRecord } from '@contactsheet/contract'
import { type AnswerEntry, answerFolder, answerKey, parseAnswerKey } from './answer-keys.ts'
import { ANSWERS, batchFolder } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { type Original, readOriginal } from './originals.ts'
import { unlessUnreadable } from './unreadable.ts'

/** Entries of one answer that are looked at: more tell nothing that these do not. */
const ENTRIES_LOOKED_AT = 100

/** How young a batch is whose entries are left alone whatever else is there, in milliseconds. */
const HOUR_MS = 3_600_000

/** What whoever takes an answer has to say to it. */
export interface Taking {
  /** Whether the emulator would be asked: what it made is for nobody else. Asked only if there is nothing else. */
  isSimulated: () => Promise<boolean>
  /** Waited for before so many bytes are read. */
  makeRoom: (bytes: number) => Promise<void>
}

/**
 * Which originals answer which requests, for batches that reuse each other's (`reuse`).
 *
 * Nobody shares an original: a leaf that takes one keeps a copy as its own, so that the batch it was taken from can go at any
 * time, and the picture is gone with the last one that has it. An entry is a name alone, and no more than a hint:
 *
 * | change | writes, in order          | so that nobody ever finds                    |
 * |--------|---------------------------|----------------------------------------------|
 * | add    | original, entry           | an entry that leads to nothing               |
 * | delete | entry away, original away | the same                                     |
 *
 * An original without an entry is taken by nobody; its leaf writes the entry when it goes on. An entry that leads to nothing
 * all the same, of a leaf that ended after its batch was removed, is passed over, and deleted by whoever finds it. Every change
 * can be repeated, and made by several at once.
 */
export class Answers {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** Lets an original that is kept answer the request it was made for. Nothing is written for a batch that does not reuse. */
  async add(
    { key }: NonNullable<LeafRecord['original']>,
    { answer, simulated }: Pick<Original, 'answer' | 'simulated'>,
  ): Promise<void> {
    if (answer === undefined) return
    await this.#objects.put(answerKey(answer, key, simulated), Buffer.from(key), {
      contentType: 'text/plain',
    })
  }

  /** Whether a request was answered before, and by a model or by the emulator alone; one listing. */
  async has(hash: string): Promise<'model' | 'emulator' | undefined> {
    const entries = await this.#entries(hash)
    if (entries.length === 0) return undefined
    return entries.every(({ simulated }) => simulated) ? 'emulator' : 'model'
  }

  /**
   * The original of another batch that answers a request. That of the leaf with the same id goes first: whoever sends a batch
   * again finds every picture where it was, also where two of them were asked for alike. Then the newest.
   *
   * @returns undefined if there is none
   */
  async take(
    hash: string,
    batch: Batch,
    leaf: Leaf,
    { isSimulated, makeRoom }: Taking,
  ): Promise<Original | undefined> {
    const others = (await this.#entries(hash)).filter(({ batchId }) => batchId !== batch.id)
    const [same = [], rest = []] = [true, false].map(isSame =>
      others.filter(({ leafId }) => (leafId === leaf.id) === isSame),
    )
    for (const entry of [...same, ...rest]) {
      if (entry.simulated && !(await isSimulated())) continue
      const original = await this.#read(hash, entry, leaf, makeRoom)
      if (original !== undefined) return original
      await this.#objects.delete(entry.key)
    }
    return undefined
  }

  /** Takes back that the original which a leaf had taken answers its request: it is no picture. */
  async disown({ answer, reused }: Pick<Original, 'answer' | 'reused'>): Promise<void> {
    if (answer === undefined || reused === undefined) return
    for (const entry of await this.#entries(answer, `${reused.batchId}.${reused.leafId}.`))
      await this.#objects.delete(entry.key)
  }

  /**
   * Deletes entries of batches of which nothing is left.
   *
   * @param now in milliseconds since the epoch
   * @returns how many
   */
  async sweep(now: number = Date.now()): Promise<number> {
    const gone = new Map<string, boolean>()
    let deleted = 0
    for await (const key of this.#objects.list(ANSWERS)) {
      const batchId = parseAnswerKey(key)?.batchId
      if (batchId === undefined || now - batchIdTime(batchId) < HOUR_MS) continue
      const isGone = gone.get(batchId) ?? (await this.#isGone(batchId))
      gone.set(batchId, isGone)
      if (!isGone) continue
      await this.#objects.delete(key)
      deleted++
    }
    return deleted
  }

  /** The first entries of an answer, those of the newest batches. */
  async #entries(hash: string, prefix = ''): Promise<AnswerEntry[]> {
    const entries: AnswerEntry[] = []
    for await (const key of this.#objects.list(answerFolder(hash) + prefix)) {
      const entry = parseAnswerKey(key)
      if (entry !== undefined) entries.push(entry)
      if (entries.length === ENTRIES_LOOKED_AT) break
    }
    return entries
  }

  /** @returns undefined if it is gone, or answers something else */
  async #read(
    hash: string,
    { batchId, leafId, original }: AnswerEntry,
    leaf: Leaf,
    makeRoom: Taking['makeRoom'],
  ): Promise<Original | undefined> {
    const { key, contentType: type } = original
    const found = await unlessUnreadable(readOriginal(this.#objects, leaf, key, type, makeRoom))
    if (found === undefined || found.answer !== hash || found.bytes.length === 0) return undefined
    const { bytes, contentType, simulated, answer } = found
    return { bytes, contentType, simulated, answer, reused: { batchId, leafId } }
  }

  async #isGone(batchId: string): Promise<boolean> {
    for await (const _ of this.#objects.list(batchFolder(batchId))) return false
    return true
  }
}
