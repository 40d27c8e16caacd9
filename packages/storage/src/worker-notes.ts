import { DOCUMENT_VERSION } from '@contactsheet/contract'
import pLimit from 'p-limit'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { WORKERS, workerKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { UnreadableObject } from './unreadable.ts'

/** Notes read or deleted at once. */
const CALLS_AT_ONCE = 16

/** How long what a dead worker left is kept, in milliseconds: nobody's clock is wrong by as much. */
const KEPT_MS = 3_600_000

const noteSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  id: z.uuid(),
  /** Those it can ask for pictures: it has a key, or a stand-in. May name some that another release knows. */
  providers: z.array(z.string()),
  /** When it counts as gone unless it has written again, in milliseconds since the epoch. */
  until: z.int(),
})

/** What a worker makes known of itself. */
export type WorkerNote = Omit<z.infer<typeof noteSchema>, 'version'>

/**
 * Workers as they make themselves known in the store, which is all that they and the API are sure to share: the API has
 * other variables than they have.
 */
export class WorkerNotes {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  async write(note: WorkerNote): Promise<void> {
    await writeDocument(this.#objects, workerKey(note.id), { version: DOCUMENT_VERSION, ...note }, 'none')
  }

  async delete(id: string): Promise<void> {
    await this.#objects.delete(workerKey(id))
  }

  /** The workers that are there. */
  async live(): Promise<WorkerNote[]> {
    return (await this.#all()).filter(({ until }) => until > Date.now())
  }

  /** Deletes what workers have left that died long ago. */
  async forgetDead(): Promise<void> {
    const dead = (await this.#all()).filter(({ until }) => until < Date.now() - KEPT_MS)
    await pLimit(CALLS_AT_ONCE).map(dead, ({ id }) => this.delete(id))
  }

  async #all(): Promise<WorkerNote[]> {
    const keys = await Array.fromAsync(this.#objects.list(WORKERS))
    const notes = await pLimit(CALLS_AT_ONCE).map(keys, key =>
      readDocument(this.#objects, key, noteSchema).catch((error: unknown) => {
        // One that is damaged, or of another release, says nothing; the others do.
        if (error instanceof UnreadableObject) return undefined
        throw error
      }),
    )
    return notes.filter(note => note !== undefined)
  }
}
