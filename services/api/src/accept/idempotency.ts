import { createHash } from 'node:crypto'
import { type Accepted, type Batch, type BatchRequest, batchIdTime } from '@contactsheet/contract'
import type { BatchStore, IdempotencyKeys, KeyedBatch } from '@contactsheet/storage'
import { HttpProblem } from '../http/problem.ts'
import { type AcceptBatch, answerTo } from './accept.ts'

/** The form of an `Idempotency-Key`: printable ASCII, as in a UUID or a ULID. */
const KEY = /^[\x21-\x7e]{1,255}$/

/**
 * If the batch of a key is not in the store, then up to this age, in milliseconds, the request that claimed the key was cut
 * off, and the batch is made. Older, it has been removed, and must not be made and paid for again.
 */
const UNFINISHED_MS = 3_600_000

/**
 * Makes the batch of a request, under an id. The same request makes the same batch, as long as the names in it stand for
 * the same.
 */
export type MakeBatch = (id: string) => Promise<Batch>

/**
 * Answers requests that come with an idempotency key: however often, when, and through however many instances of the API
 * the same one comes, it makes one batch and gets one answer.
 *
 * The instances agree in the store on the batch of a key: its id, and a digest of the request. From then on any instance
 * with the same request can make that batch, byte for byte the same, out of the request and the id, which holds the time
 * of acceptance. So it does no harm if two of them write it, or if the first died before it did. Should a name of the brand
 * kit come to stand for another content at the moment in which two write it, the last of them says which. The batch of a
 * key is never withdrawn: another request may have been told already that it is accepted.
 *
 * Everybody with a token sees the same batches, and so shares the same keys: a token can be changed between two tries.
 */
export class Idempotency {
  readonly #store: BatchStore
  readonly #keys: IdempotencyKeys
  readonly #accept: AcceptBatch

  /** @param accept starts a batch, and does not withdraw it */
  constructor(store: BatchStore, keys: IdempotencyKeys, accept: AcceptBatch) {
    this.#store = store
    this.#keys = keys
    this.#accept = accept
  }

  /**
   * The answer that was given for a key before.
   *
   * @returns undefined if there was none
   * @throws HttpProblem 400 if the key cannot be used, 422 if it came with another request
   */
  async known(key: string, request: BatchRequest, make: MakeBatch): Promise<Accepted | undefined> {
    const known = await this.#keys.known(usable(key))
    return known === undefined ? undefined : this.#finish(known, request, make)
  }

  /**
   * Accepts a batch for a key, or gives the answer of whoever was first.
   *
   * @param id of the batch, if it is the first
   * @throws HttpProblem as {@link known} does, 409 if many requests with this key come at once
   */
  async accept(key: string, request: BatchRequest, id: string, make: MakeBatch): Promise<Accepted> {
    const claimed = await this.#keys.claim(usable(key), { batchId: id, digest: digestOf(request) })
    if (claimed === undefined)
      throw new HttpProblem(
        409,
        'Requests with this Idempotency-Key are being answered. Try again in 1 second.',
        {
          headers: { 'retry-after': '1' },
        },
      )
    return this.#finish(claimed, request, make)
  }

  async #finish(
    { batchId: id, digest }: KeyedBatch,
    request: BatchRequest,
    make: MakeBatch,
  ): Promise<Accepted> {
    if (digest !== digestOf(request))
      throw new HttpProblem(
        422,
        `This Idempotency-Key came with another request before, which made batch ${id}. Use a new key for each new batch.`,
      )
    const batch = await this.#store.batch(id)
    if (batch !== undefined && (await this.#store.isAccepted(id))) return answerTo(batch)
    if (batch === undefined && Date.now() - batchIdTime(id) > UNFINISHED_MS)
      throw new HttpProblem(
        409,
        `This Idempotency-Key made batch ${id}, which has been removed. Use a new key for a new batch.`,
      )
    return this.#accept(batch ?? (await make(id)))
  }
}

/** @throws HttpProblem 400 if a key is none */
function usable(key: string): string {
  if (!KEY.test(key))
    throw new HttpProblem(
      400,
      'The Idempotency-Key must be 1 to 255 printable ASCII characters without blanks.',
    )
  return key
}

/** The request as it was understood, so that both forms of one request are the same. */
function digestOf(request: BatchRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex')
}
