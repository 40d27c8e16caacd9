import { BATCH_ID_PATTERN, DOCUMENT_VERSION, type Outcome, webhookEventSchema } from '@contactsheet/contract'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { parseBatchId, WEBHOOKS, webhookKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'

const noteSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  batchId: z.string().regex(BATCH_ID_PATTERN),
  /** Where it goes, whole: may hold a secret. */
  address: z.string(),
  /** The same for every try, so that a receiver can tell a repetition. */
  messageId: z.string(),
  event: webhookEventSchema,
  /** Tries begun. */
  tries: z.int().nonnegative(),
  /** When the next one may begin, in milliseconds since the epoch. */
  dueAt: z.int().nonnegative(),
})

/** A webhook that is still to be sent. */
export type WebhookNote = Omit<z.infer<typeof noteSchema>, 'version'>

/** What has to be told to whom, until it is. A note outlives whatever process was about to send it. */
export class WebhookNotes {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** Notes that a batch has settled, if its request asked for that to be told. */
  async add({ batch, state, counts, settledAt }: Outcome): Promise<void> {
    if (batch.webhook === undefined) return
    await this.write({
      batchId: batch.id,
      address: batch.webhook,
      // A batch settles again after its failed leaves have run again.
      messageId: `${batch.id}-${Date.parse(settledAt)}`,
      event: {
        type: 'batch.settled',
        timestamp: settledAt,
        data: { id: batch.id, state, counts, url: `/batches/${batch.id}` },
      },
      tries: 0,
      dueAt: Date.now(),
    })
  }

  /** Ids of the batches that have one. */
  async *batchIds(): AsyncGenerator<string> {
    for await (const key of this.#objects.list(WEBHOOKS)) {
      const id = parseBatchId(key.slice(WEBHOOKS.length))
      if (id !== undefined) yield id
    }
  }

  async note(batchId: string): Promise<WebhookNote | undefined> {
    return readDocument(this.#objects, webhookKey(batchId), noteSchema)
  }

  async write(note: WebhookNote): Promise<void> {
    await writeDocument(this.#objects, webhookKey(note.batchId), { version: DOCUMENT_VERSION, ...note })
  }

  async delete(batchId: string): Promise<void> {
    await this.#objects.delete(webhookKey(batchId))
  }
}
