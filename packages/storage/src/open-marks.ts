import { OPEN, openKey, parseBatchId } from './layout.ts'
import type { ObjectStore } from './object-store.ts'

/** Marks of batches that have been accepted and have not settled. Each names the token that its batch was accepted of. */
export class OpenMarks {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  async put(batchId: string, token: string | undefined): Promise<void> {
    const body = Buffer.from(token ?? batchId)
    await this.#objects.put(openKey(batchId), body, { contentType: 'application/octet-stream' })
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
}
