import { randomUUID } from 'node:crypto'
import { DOCUMENT_VERSION } from '@contactsheet/contract'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { claimKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'

const claimSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  owner: z.uuid(),
  /** When it ends unless it is renewed, in milliseconds since the epoch. */
  until: z.int(),
})

/** How long a claim outlives the process that made it, in milliseconds. */
const HOLD_MS = 10_000

/**
 * Claims of this process on leaves that run here though the queue takes them for abandoned: it was emptied, or did not
 * answer for so long that the process's hold on their jobs ran out. A provider may be at work on them, so whoever the
 * queue gives such a leaf to waits for its claim to end. As long as the queue works there are none.
 */
export class Claims {
  readonly #objects: ObjectStore
  readonly #owner = randomUUID()
  /** The last write of each claim, by key. */
  readonly #held = new Map<string, Promise<void>>()

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** Claims a leaf, or claims it for longer. Do so every few seconds for as long as the leaf runs here. */
  async renew(batchId: string, leafId: string): Promise<void> {
    const key = claimKey(batchId, leafId)
    const claim = { version: DOCUMENT_VERSION, owner: this.#owner, until: Date.now() + HOLD_MS }
    const written = writeDocument(this.#objects, key, claim)
    this.#held.set(key, written)
    await written
  }

  /** Ends a claim. Does nothing if this process has none on the leaf. */
  async release(batchId: string, leafId: string): Promise<void> {
    const key = claimKey(batchId, leafId)
    const written = this.#held.get(key)
    if (written === undefined) return
    this.#held.delete(key)
    await written.catch(() => {})
    await this.#objects.delete(key)
  }

  /** Whether another process has a leaf under way that the queue takes for abandoned. */
  async heldElsewhere(batchId: string, leafId: string): Promise<boolean> {
    const claim = await readDocument(this.#objects, claimKey(batchId, leafId), claimSchema)
    return claim !== undefined && claim.owner !== this.#owner && claim.until > Date.now()
  }
}
