import { createHash } from 'node:crypto'
import {
  type Batch,
  REFERENCE_ID_PATTERN,
  REFERENCE_TYPES,
  type Reference,
  type ReferenceType,
} from '@contactsheet/contract'
import pLimit from 'p-limit'
import { damaged } from './documents.ts'
import { parseUploadKey, REFERENCES, referenceKey, referencesFolder, uploadKey } from './layout.ts'
import { sizeIn } from './metadata.ts'
import type { ObjectStore, OpenObject } from './object-store.ts'

/** Pictures of one batch copied at once: each is in memory meanwhile. */
const COPIES_AT_ONCE = 4

/** Objects asked for or deleted at once. */
const CALLS_AT_ONCE = 16

const TYPES = Object.keys(REFERENCE_TYPES) as ReferenceType[]

/** An upload was taken away before a batch that names it had its copy. */
export class UploadGone extends Error {
  override readonly name = 'UploadGone'
  readonly id: string

  constructor(id: string) {
    super(`the picture ${id} was taken away meanwhile; upload it again`)
    this.id = id
  }
}

/**
 * Pictures that models are given beside their prompts. Uploads are kept under their own hash and never change; a batch has
 * copies of those that it names, so that an upload can go at any time.
 *
 * | change | writes, in order                             | so that nobody ever finds                       |
 * |--------|----------------------------------------------|-------------------------------------------------|
 * | put    | the picture, with its size                   | a part of one                                   |
 * | copy   | each picture, then what the batch is         | a batch without a picture that it names         |
 * | remove | the picture away                             | a batch that was accepted and lacks it          |
 *
 * Every change can be repeated, and made by several at once.
 */
export class ReferenceStore {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** Keeps an upload. One that is there is written again, so that it counts as new. */
  async put(bytes: Buffer, facts: Omit<Reference, 'sha256' | 'bytes'>): Promise<Reference> {
    const reference = referenceOf(bytes, facts)
    const { sha256, contentType, width, height } = reference
    await this.#objects.put(uploadKey(sha256, contentType), bytes, {
      contentType,
      metadata: { size: `${width}x${height}` },
    })
    return reference
  }

  /** What is known of an upload; undefined if there is none. */
  async find(id: string): Promise<Reference | undefined> {
    if (!REFERENCE_ID_PATTERN.test(id)) return undefined
    const found = await Promise.all(
      TYPES.map(async contentType => {
        const stat = await this.#objects.stat(uploadKey(id, contentType))
        const size = stat && sizeIn(stat.metadata)
        return size && { sha256: id, contentType, bytes: stat.size, ...size }
      }),
    )
    return found.find(reference => reference !== undefined)
  }

  /** An upload to read piece by piece; undefined if there is none. */
  async open({ sha256, contentType }: Reference): Promise<OpenObject | undefined> {
    return this.#objects.stream(uploadKey(sha256, contentType))
  }

  /** Takes an upload away. No error if there is none. */
  async remove(id: string): Promise<void> {
    await Promise.all(TYPES.map(contentType => this.#objects.delete(uploadKey(id, contentType))))
  }

  /**
   * Takes away uploads that nobody has uploaded since then.
   *
   * @param time in milliseconds since the epoch
   * @returns how many
   */
  async removeOlderThan(time: number): Promise<number> {
    const keys = await Array.fromAsync(this.#objects.list(REFERENCES))
    const removed = await pLimit(CALLS_AT_ONCE).map(keys, async key => {
      if (parseUploadKey(key) === undefined) return false
      const stat = await this.#objects.stat(key)
      if (stat === undefined || stat.lastModified.getTime() >= time) return false
      await this.#objects.delete(key)
      return true
    })
    return removed.filter(isGone => isGone).length
  }

  /**
   * Gives a batch its copies of the uploads it names.
   *
   * @throws UploadGone if one was taken away
   */
  async copyInto({ id, references = [] }: Pick<Batch, 'id' | 'references'>): Promise<void> {
    const limit = pLimit(COPIES_AT_ONCE)
    const copies = references.map(reference => limit(() => this.#copy(id, reference)))
    // All have ended before an error goes on: none is written behind the back of whoever takes the others back.
    const ended = await Promise.allSettled(copies)
    const failed = ended.find(end => end.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #copy(batchId: string, reference: Reference): Promise<void> {
    const { sha256, contentType, bytes } = reference
    const key = referenceKey(batchId, reference)
    if ((await this.#objects.stat(key))?.size === bytes) return
    const picture = await this.#objects.get(uploadKey(sha256, contentType))
    // One that is damaged is as good as none.
    if (picture === undefined || digestOf(picture) !== sha256) throw new UploadGone(sha256)
    await this.#objects.put(key, picture, { contentType })
  }

  /** Takes away what was copied for a batch that is not to be. */
  async dropCopies(batchId: string): Promise<void> {
    const keys = await Array.fromAsync(this.#objects.list(referencesFolder(batchId)))
    await pLimit(CALLS_AT_ONCE).map(keys, key => this.#objects.delete(key))
  }

  /**
   * A batch's own copy; undefined if it is gone.
   *
   * @throws UnreadableObject if what is kept there is something else
   */
  async copy(batchId: string, reference: Reference): Promise<Buffer | undefined> {
    const key = referenceKey(batchId, reference)
    const picture = await this.#objects.get(key)
    if (picture !== undefined && digestOf(picture) !== reference.sha256)
      throw damaged(key, 'its SHA-256 is not the one that its name says')
    return picture
  }
}

/** What there is to say of a picture. */
export function referenceOf(bytes: Buffer, facts: Omit<Reference, 'sha256' | 'bytes'>): Reference {
  return { sha256: digestOf(bytes), bytes: bytes.length, ...facts }
}

function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
