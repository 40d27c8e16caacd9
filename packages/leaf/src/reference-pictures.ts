import { type Batch, KindError, type Leaf, type Reference, referencesOf } from '@contactsheet/contract'
import { isDamaged, type ReferenceStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'

/** A picture that calls have in hand. */
interface InUse {
  bytes: number
  picture: Promise<Blob>
  /** Calls. */
  users: number
}

interface Waiting {
  batchId: string
  references: readonly Reference[]
  grant: (taken: InUse[]) => void
}

/**
 * The pictures that providers are given, as one process holds them: each once for all calls of a batch, and for a while after
 * the last.
 *
 * Their bytes are bounded. A call gets all of its pictures at once, so that none holds some and waits for others, and first
 * come, first served. One whose pictures are more than there is room for gets them when nobody else has any.
 */
export class ReferencePictures {
  readonly #store: Pick<ReferenceStore, 'copy'>
  readonly #maxBytes: number
  readonly #inUse = new Map<string, InUse>()
  readonly #idle: LRUCache<string, Blob>
  readonly #line: Waiting[] = []

  /** @param maxBytes that calls have in hand; those that nobody has may take half as much beside */
  constructor(store: Pick<ReferenceStore, 'copy'>, maxBytes: number) {
    this.#store = store
    this.#maxBytes = maxBytes
    this.#idle = new LRUCache({ maxSize: maxBytes / 2, sizeCalculation: ({ size }) => size })
  }

  /** Bytes in hand. */
  get inUseBytes(): number {
    return [...this.#inUse.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /**
   * Makes a call with the pictures of a leaf in hand.
   *
   * @param make is given nothing for a leaf that has none
   * @throws KindError of kind `invalid` if one is gone from the batch, or damaged; of kind `storage` if the store does not answer
   * @throws the signal's reason, if that comes while it waits
   */
  async during<T>(
    batch: Batch,
    leaf: Leaf,
    signal: AbortSignal,
    make: (pictures: { references?: readonly Blob[] }) => Promise<T>,
  ): Promise<T> {
    const references = referencesOf(batch, leaf.promptIndex)
    if (references.length === 0) return make({})
    const taken = await this.#turn(batch.id, references, signal)
    try {
      const pictures = await Promise.all(taken.map(({ picture }) => picture))
      signal.throwIfAborted()
      return await make({ references: pictures })
    } finally {
      this.#giveBack(batch.id, references)
    }
  }

  /** Waits until there is room for all, and takes them. */
  async #turn(batchId: string, references: readonly Reference[], signal: AbortSignal): Promise<InUse[]> {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<InUse[]>()
    const waiting: Waiting = { batchId, references, grant: resolve }
    const leave = () => {
      const place = this.#line.indexOf(waiting)
      if (place === -1) return
      this.#line.splice(place, 1)
      reject(signal.reason)
      this.#serve()
    }
    signal.addEventListener('abort', leave)
    this.#line.push(waiting)
    this.#serve()
    return promise.finally(() => signal.removeEventListener('abort', leave))
  }

  #serve(): void {
    for (let next = this.#line[0]; next !== undefined; next = this.#line[0]) {
      const { batchId, references, grant } = next
      const more = references.filter(({ sha256 }) => !this.#inUse.has(`${batchId}/${sha256}`))
      const bytes = more.reduce((sum, reference) => sum + reference.bytes, 0)
      if (this.#inUse.size > 0 && this.inUseBytes + bytes > this.#maxBytes) return
      this.#line.shift()
      grant(references.map(reference => this.#take(batchId, reference)))
    }
  }

  #take(batchId: string, reference: Reference): InUse {
    const key = `${batchId}/${reference.sha256}`
    const inUse = this.#inUse.get(key) ?? {
      bytes: reference.bytes,
      picture: this.#load(batchId, reference),
      users: 0,
    }
    inUse.users += 1
    this.#inUse.set(key, inUse)
    return inUse
  }

  #giveBack(batchId: string, references: readonly Reference[]): void {
    for (const { sha256 } of references) {
      const key = `${batchId}/${sha256}`
      const inUse = this.#inUse.get(key)
      if (inUse === undefined) continue
      inUse.users -= 1
      if (inUse.users === 0) this.#inUse.delete(key)
    }
    this.#serve()
  }

  /** What was in hand before, by its content, is the same whichever batch it is of. */
  async #load(batchId: string, reference: Reference): Promise<Blob> {
    const { sha256, contentType } = reference
    const known = this.#idle.get(sha256)
    if (known !== undefined) return known
    const bytes = await this.#store.copy(batchId, reference).catch((error: unknown) => {
      if (!isDamaged(error)) throw error
    })
    if (bytes === undefined)
      throw new KindError(
        'invalid',
        `A reference of the batch is gone from the store, or damaged there: ${sha256}. Send the batch again with that picture.`,
      )
    const picture = new Blob([bytes as Buffer<ArrayBuffer>], { type: contentType })
    this.#idle.set(sha256, picture)
    return picture
  }
}
