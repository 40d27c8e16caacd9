import { DOCUMENT_VERSION } from '@contactsheet/contract'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { claimKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { unlessDamaged } from './unreadable.ts'

const claimSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  owner: z.uuid(),
  /** When it ends unless it is written again, in milliseconds since the epoch. */
  until: z.int(),
})
/** That a process runs something. */
export type Claim = Omit<z.infer<typeof claimSchema>, 'version'>

/** What can be claimed: a leaf, or without a leaf's id its batch, whose leaves somebody hands out. */
export interface Claimable {
  batchId: string
  leafId?: string
}

/** Claims as they are written down. What they mean, and when there are any, is the orchestrator's lease. */
export class Claims {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** A damaged claim is none: whoever lives writes it again within seconds. */
  async read(of: Claimable): Promise<Claim | undefined> {
    return unlessDamaged(readDocument(this.#objects, claimKey(of.batchId, of.leafId), claimSchema))
  }

  async write(of: Claimable, claim: Claim): Promise<void> {
    const document = { version: DOCUMENT_VERSION, ...claim }
    // A power cut ends what it claims too.
    await writeDocument(this.#objects, claimKey(of.batchId, of.leafId), document, 'none')
  }

  async delete(of: Claimable): Promise<void> {
    await this.#objects.delete(claimKey(of.batchId, of.leafId))
  }
}
