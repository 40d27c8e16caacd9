import { buffer } from 'node:stream/consumers'
import {
  type Batch,
  batchSchema,
  KindError,
  type Leaf,
  type LeafRecord,
  type Result,
  recordSchema,
  resultSchema,
  SETTLED_STATES,
  type SettledState,
} from '@contactsheet/contract'
import pLimit from 'p-limit'
import { readDocument, writeDocument } from './documents.ts'
import {
  attemptKey,
  BATCHES,
  batchKey,
  canceledKey,
  imageKey,
  imagesFolder,
  OPEN,
  ORIGINAL_TYPES,
  type OriginalType,
  openKey,
  originalKey,
  parseBatchId,
  parseImageName,
  parseRecordKey,
  recordKey,
  recordsFolder,
  resultKey,
} from './layout.ts'
import { clipToValue } from './metadata.ts'
import type { ListOptions, ObjectStore, OpenObject } from './object-store.ts'
import { WebhookNotes } from './webhook-notes.ts'

/** Objects read or deleted at once. */
const CALLS_AT_ONCE = 32

/** The same image has the same key for good, and its bytes do not change. */
const FOR_GOOD = 'public, max-age=31536000, immutable'

/** A leaf's original as the provider made it. */
export interface Original {
  bytes: Uint8Array
  contentType: OriginalType
  /** True when it came from the emulator, not from a model. */
  simulated: boolean
}

/** An original and where it is kept. */
export interface KeptOriginal extends Original {
  key: string
  bytes: Buffer
}

/**
 * The life of batches in the store, from acceptance to result. Every write can be repeated.
 *
 * What a leaf may have left is looked for under each name it can have, all at once: one round trip, cheaper in a bucket
 * than a listing, and on a disk independent of the size of the batch. A leaf that runs for the first time costs five
 * round trips (two to look, three to write), one that has settled before costs one.
 */
export class BatchStore {
  readonly objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.objects = objects
  }

  /** Writes down a batch, then marks it open: whatever is marked can be run. */
  async accept(batch: Batch): Promise<void> {
    await writeDocument(this.objects, batchKey(batch.id), batch)
    await this.#mark(openKey(batch.id), batch.id)
  }

  async batch(batchId: string): Promise<Batch | undefined> {
    return readDocument(this.objects, batchKey(batchId), batchSchema)
  }

  /**
   * Ids of all batches, newest first.
   *
   * @param options `after`: a batch id; older ones follow
   */
  async *batchIds(options?: ListOptions): AsyncGenerator<string> {
    for await (const name of this.objects.folders(BATCHES, options)) {
      const id = parseBatchId(name)
      if (id !== undefined) yield id
    }
  }

  /** Ids of the batches that have been accepted and have not settled, newest first. */
  async *openBatches(): AsyncGenerator<string> {
    for await (const key of this.objects.list(OPEN)) {
      const id = parseBatchId(key.slice(OPEN.length))
      if (id !== undefined) yield id
    }
  }

  async isOpen(batchId: string): Promise<boolean> {
    return (await this.objects.stat(openKey(batchId))) !== undefined
  }

  /**
   * How the leaves of a batch settled, by leaf id in ascending order; leaves that have not are absent. One listing.
   */
  async settledStates(batchId: string): Promise<Map<string, SettledState>> {
    const states = new Map<string, SettledState>()
    for await (const key of this.objects.list(recordsFolder(batchId))) {
      const found = parseRecordKey(key)
      if (found === undefined) continue
      const known = states.get(found.leafId)
      if (known === undefined || strength(found.state) > strength(known))
        states.set(found.leafId, found.state)
    }
    return states
  }

  /** The record of a leaf, if it has settled. */
  async settledRecord(batchId: string, leafId: string): Promise<LeafRecord | undefined> {
    const records = await Promise.all(SETTLED_STATES.map(state => this.record(batchId, leafId, state)))
    return records
      .filter(record => record !== undefined)
      .sort((a, b) => strength(b.state) - strength(a.state))
      .at(0)
  }

  /** The record of a leaf in a state it is known to have. */
  async record(batchId: string, leafId: string, state: SettledState): Promise<LeafRecord | undefined> {
    return readDocument(this.objects, recordKey(batchId, leafId, state), recordSchema)
  }

  /** The records of a batch in the order of their leaves, one per settled leaf. */
  async records(batchId: string): Promise<LeafRecord[]> {
    const states = await this.settledStates(batchId)
    const records = await pLimit(CALLS_AT_ONCE).map(states, ([leafId, state]) =>
      this.record(batchId, leafId, state),
    )
    return records.filter(record => record !== undefined)
  }

  /**
   * Writes how a leaf settled. A record of another state is left in place, where nothing depends on it, since
   * every reader lets `succeeded` win over `failed` and that over `canceled`. See {@link reopen} for leaves that run again.
   */
  async writeRecord(record: LeafRecord): Promise<void> {
    await writeDocument(this.objects, recordKey(record.batchId, record.leafId, record.state), record)
  }

  /** A leaf's original, if one is kept. */
  async original(batch: Batch, leaf: Leaf): Promise<KeptOriginal | undefined> {
    const types = Object.keys(ORIGINAL_TYPES) as OriginalType[]
    const found = await Promise.all(types.map(type => this.#originalOf(batch, leaf, type)))
    return found.find(original => original !== undefined)
  }

  /** Keeps a leaf's original, so that nobody pays for it again. */
  async keepOriginal(
    batch: Batch,
    leaf: Leaf,
    { bytes, contentType, simulated }: Original,
  ): Promise<NonNullable<LeafRecord['original']>> {
    const key = originalKey(batch.id, leaf.id, contentType)
    await this.objects.put(key, bytes, { contentType, metadata: provenance(batch, leaf, simulated) })
    return { key, contentType, bytes: bytes.length }
  }

  /** Stores a leaf's finished JPEG. */
  async putImage(
    batch: Batch,
    leaf: Leaf,
    jpeg: Uint8Array,
    simulated: boolean,
  ): Promise<{ key: string; bytes: number }> {
    const key = imageKey(batch.id, leaf)
    await this.objects.put(key, jpeg, {
      contentType: 'image/jpeg',
      cacheControl: FOR_GOOD,
      metadata: provenance(batch, leaf, simulated),
    })
    return { key, bytes: jpeg.length }
  }

  /**
   * An image of a batch to send on.
   *
   * @param name file name of the image; undefined is the answer to anything else
   */
  async openImage(batchId: string, name: string): Promise<OpenObject | undefined> {
    if (parseImageName(name) === undefined) return undefined
    return this.objects.stream(imagesFolder(batchId) + name)
  }

  /**
   * Writes a batch's result, then takes the open mark away: no batch is both unmarked and without a result. The webhook
   * is noted in between, so that no process that dies here forgets it, and none tells of a batch that has no result.
   */
  async settle(result: Result): Promise<void> {
    await writeDocument(this.objects, resultKey(result.batch.id), result)
    await new WebhookNotes(this.objects).add(result)
    await this.objects.delete(openKey(result.batch.id))
  }

  async result(batchId: string): Promise<Result | undefined> {
    return readDocument(this.objects, resultKey(batchId), resultSchema)
  }

  /** Marks a batch canceled: whoever runs its leaves looks for this. */
  async cancel(batchId: string): Promise<void> {
    await this.#mark(canceledKey(batchId), batchId)
  }

  async isCanceled(batchId: string): Promise<boolean> {
    return (await this.objects.stat(canceledKey(batchId))) !== undefined
  }

  /**
   * Opens a settled batch again for its failed leaves: their records go first, so that no worker takes them for settled,
   * and the result last, so that no batch is without both result and mark.
   *
   * @returns ids of those leaves, ascending
   */
  async reopen(batchId: string): Promise<string[]> {
    const states = await this.settledStates(batchId)
    const failed = [...states.keys()].filter(leafId => states.get(leafId) === 'failed')
    await pLimit(CALLS_AT_ONCE).map(failed, async leafId => {
      // Its attempts start over.
      await this.objects.delete(attemptKey(batchId, leafId))
      await this.objects.delete(recordKey(batchId, leafId, 'failed'))
    })
    await this.objects.delete(canceledKey(batchId))
    await this.#mark(openKey(batchId), batchId)
    await this.objects.delete(resultKey(batchId))
    return failed
  }

  async #mark(key: string, batchId: string): Promise<void> {
    await this.objects.put(key, Buffer.from(batchId), { contentType: 'application/octet-stream' })
  }

  async #originalOf(batch: Batch, leaf: Leaf, contentType: OriginalType): Promise<KeptOriginal | undefined> {
    const key = originalKey(batch.id, leaf.id, contentType)
    const found = await this.objects.stream(key)
    if (found === undefined) return undefined
    const simulated = found.stat.metadata.simulated === 'true'
    return { key, bytes: await bytesOf(key, found), contentType, simulated }
  }
}

/** When a leaf has records of several states, the strongest one counts: an image is there, or at least a reason. */
function strength(state: SettledState): number {
  return { succeeded: 2, failed: 1, canceled: 0 }[state]
}

async function bytesOf(key: string, { body }: OpenObject): Promise<Buffer> {
  try {
    return await buffer(body)
  } catch (error) {
    throw new KindError('storage', `Could not read ${key} to its end.`, {
      detail: String(error),
      cause: error,
    })
  }
}

/** Where a picture came from, to travel with it. The title may be cut; `batch.json` has it whole. */
function provenance(batch: Batch, leaf: Leaf, simulated: boolean): Record<string, string> {
  return {
    batch: batch.id,
    leaf: leaf.id,
    title: clipToValue(leaf.title),
    model: leaf.model.id,
    provider: leaf.model.provider,
    simulated: String(simulated),
  }
}
