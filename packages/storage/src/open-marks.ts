import { type Carrier, currentCarrier, type Origin, originIn } from '@contactsheet/telemetry'
import { OPEN, openKey, parseBatchId } from './layout.ts'
import { clipToValue } from './metadata.ts'
import type { ObjectStore } from './object-store.ts'

/**
 * Marks of batches that have been accepted and have not settled. Each names the token that its batch was accepted of, and, as
 * metadata, the request that opened it: whoever starts the batch again goes on in its name.
 */
export class OpenMarks {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  async put(batchId: string, token: string | undefined): Promise<void> {
    const body = Buffer.from(token ?? batchId)
    const metadata = keptOf(currentCarrier())
    await this.#objects.put(openKey(batchId), body, { contentType: 'application/octet-stream', metadata })
  }

  async has(batchId: string): Promise<boolean> {
    return (await this.#objects.stat(openKey(batchId))) !== undefined
  }

  async delete(batchId: string): Promise<void> {
    await this.#objects.delete(openKey(batchId))
  }

  /** Ids of the batches, newest first. */
  async *ids(): AsyncGenerator<string> {
    for await (const key of this.#objects.list(OPEN)) {
      const id = parseBatchId(key.slice(OPEN.length))
      if (id !== undefined) yield id
    }
  }

  /** Name of the token that a batch was accepted of; undefined if it has none, or is no longer open. */
  async token(batchId: string): Promise<string | undefined> {
    const body = (await this.#objects.get(openKey(batchId)))?.toString()
    return body === batchId ? undefined : body
  }

  /** Which request opened a batch, as far as that is known: nothing fails for want of it. */
  async origin(batchId: string): Promise<Origin> {
    const mark = await this.#objects.stat(openKey(batchId)).catch(() => undefined)
    return originIn(mark?.metadata)
  }
}

/** What of a carrier fits into metadata whole. */
function keptOf(carrier: Carrier): Record<string, string> {
  return Object.fromEntries(Object.entries(carrier).filter(([, value]) => clipToValue(value) === value))
}
