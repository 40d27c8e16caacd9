import { createHash } from 'node:crypto'
import { batchIdTime } from '@contactsheet/contract'
import pLimit from 'p-limit'
import { agree, decided, decisionIn } from './agreement.ts'
import { IDEMPOTENCY, idempotencyFolder } from './layout.ts'
import type { ObjectStore } from './object-store.ts'

/** Objects deleted at once. */
const CALLS_AT_ONCE = 16

/** What an idempotency key stands for. */
export interface KeyedBatch {
  batchId: string
  /** Of the request, in hexadecimal digits. */
  digest: string
}

/**
 * Idempotency keys: each stands for one batch, whoever asks and whenever. Processes that share nothing but the store
 * {@link agree} on it.
 */
export class IdempotencyKeys {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** The batch a key stands for; undefined if that was never written down. */
  async known(key: string): Promise<KeyedBatch | undefined> {
    const value = await decided(this.#objects, folderOf(key))
    return value === undefined ? undefined : parse(value)
  }

  /**
   * Has a key stand for a batch, unless it stands for one already.
   *
   * @returns the batch it stands for from now on; undefined if others claim it at the same moment, over and over: try
   *   again later
   */
  async claim(key: string, { batchId, digest }: KeyedBatch): Promise<KeyedBatch | undefined> {
    const value = await agree(this.#objects, folderOf(key), `${batchId}-${digest}`)
    return value === undefined ? undefined : parse(value)
  }

  /**
   * Forgets the keys whose batch was made longer ago than this, and those that somebody began to claim as long ago and
   * died over.
   *
   * @param ageMs in milliseconds
   * @returns how many keys were forgotten
   */
  async forgetOlderThan(ageMs: number): Promise<number> {
    const old = Date.now() - ageMs
    let forgotten = 0
    for await (const { folder, keys } of this.#folders()) {
      if ((await this.#lastUsed(folder, keys)) >= old) continue
      await pLimit(CALLS_AT_ONCE).map(keys, key => this.#objects.delete(key))
      forgotten++
    }
    return forgotten
  }

  /** What is kept of each key, one key after the other: there can be more of them than there is memory. */
  async *#folders(): AsyncGenerator<{ folder: string; keys: string[] }> {
    let last: { folder: string; keys: string[] } | undefined
    for await (const key of this.#objects.list(IDEMPOTENCY)) {
      const folder = key.slice(0, key.lastIndexOf('/') + 1)
      if (last !== undefined && last.folder !== folder) yield last
      if (last?.folder === folder) last.keys.push(key)
      else last = { folder, keys: [key] }
    }
    if (last !== undefined) yield last
  }

  /** When the batch of a key was made or, where that was never decided, when somebody last tried to; ms since the epoch. */
  async #lastUsed(folder: string, keys: readonly string[]): Promise<number> {
    for (const key of keys) {
      const value = decisionIn(key.slice(folder.length))
      if (value !== undefined) return batchIdTime(parse(value).batchId)
    }
    const tries = await Promise.all(keys.map(key => this.#objects.stat(key)))
    return Math.max(0, ...tries.map(stat => stat?.lastModified.getTime() ?? 0))
  }
}

function folderOf(key: string): string {
  return idempotencyFolder(createHash('sha256').update(key).digest('hex'))
}

/** A value as it is agreed on: `<batch id>-<digest>`. */
function parse(value: string): KeyedBatch {
  const at = value.lastIndexOf('-')
  return { batchId: value.slice(0, at), digest: value.slice(at + 1) }
}
