import {
  type Attempt,
  attemptSchema,
  BATCH_ID_PATTERN,
  type Batch,
  DOCUMENT_VERSION,
  LEAF_ID_PATTERN,
  versionOf,
} from '@contactsheet/contract'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { attemptKey, attemptsFolder, parseAttemptKey, runKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { unlessDamaged } from './unreadable.ts'

const runSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  batchId: z.string().regex(BATCH_ID_PATTERN),
  taskRunId: z.string().min(1),
  /** How often the batch has been started since it was last opened. */
  starts: z.int().positive(),
})
/** Which task run has a batch. */
export type BatchRun = Omit<z.infer<typeof runSchema>, 'version' | 'batchId'>

const begunSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  leafId: z.string().regex(LEAF_ID_PATTERN),
  ...attemptSchema.shape,
})

/**
 * What the `workflows` orchestrator writes down beside a batch. BullMQ keeps this in its jobs; a task is told neither
 * which attempt it is nor what became of the one before, and an API that starts again has forgotten its task runs.
 */
export class WorkflowNotes {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** The latest task run of a batch, if it was started as one and the note of it can be read. */
  async run(batchId: string): Promise<BatchRun | undefined> {
    return unlessDamaged(readDocument(this.#objects, runKey(batchId), runSchema))
  }

  async writeRun(batchId: string, run: BatchRun): Promise<void> {
    await writeDocument(this.#objects, runKey(batchId), { version: DOCUMENT_VERSION, batchId, ...run })
  }

  /**
   * The latest attempt of a leaf, if one was begun and the note of it can be read. Those of each version are counted anew.
   *
   * @param tag of the leaf's version
   */
  async attempt(batchId: string, leafId: string, tag?: string): Promise<Attempt | undefined> {
    return unlessDamaged(readDocument(this.#objects, attemptKey(batchId, leafId, tag), begunSchema))
  }

  async writeAttempt(batchId: string, leafId: string, attempt: Attempt, tag?: string): Promise<void> {
    const document = { version: DOCUMENT_VERSION, leafId, ...attempt }
    await writeDocument(this.#objects, attemptKey(batchId, leafId, tag), document, 'none')
  }

  /** Forgets that a leaf was begun: its attempts are counted anew. */
  async deleteAttempt(batchId: string, leafId: string, tag?: string): Promise<void> {
    await this.#objects.delete(attemptKey(batchId, leafId, tag))
  }

  /** Ids of the leaves of a batch that were begun: those that run, and those that have settled. One listing. */
  async begun(batch: Batch): Promise<Set<string>> {
    const ids = new Set<string>()
    for await (const key of this.#objects.list(attemptsFolder(batch.id))) {
      const found = parseAttemptKey(key)
      if (found !== undefined && found.tag === versionOf(batch, found.leafId)) ids.add(found.leafId)
    }
    return ids
  }
}
