import { DOCUMENT_VERSION, type Label } from '@contactsheet/contract'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { labelKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { unlessUnreadable } from './unreadable.ts'

const noteSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  /** Absent: it has none, whatever `batch.json` says. */
  name: z.string().optional(),
  tags: z.array(z.string()),
})

/**
 * What batches are called by now. A batch that was called something when it was accepted says so itself, which makes
 * accepting it no longer; whoever calls it otherwise later writes it here, whole, and this holds from then on. The last
 * write wins. It is one document that nothing waits for: no leaf, no retry and no version changes it.
 */
export class LabelNotes {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** Undefined if nobody has called it otherwise, or what was written cannot be read. */
  async read(batchId: string): Promise<Label | undefined> {
    const note = await unlessUnreadable(readDocument(this.#objects, labelKey(batchId), noteSchema))
    return note && { ...(note.name === undefined ? {} : { name: note.name }), tags: note.tags }
  }

  async write(batchId: string, { name, tags }: Label): Promise<void> {
    const note = { version: DOCUMENT_VERSION, ...(name === undefined ? {} : { name }), tags }
    await writeDocument(this.#objects, labelKey(batchId), note)
  }

  async delete(batchId: string): Promise<void> {
    await this.#objects.delete(labelKey(batchId))
  }
}
