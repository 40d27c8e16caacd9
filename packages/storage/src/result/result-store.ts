import { type LeafRecord, leafCount, type Outcome, type Result, resultSchema } from '@contactsheet/contract'
import { damaged, readDocument, writeDocument } from '../documents.ts'
import { indexKey, resultKey, sheetKey } from '../layout.ts'
import { LeafStore } from '../leaf-store.ts'
import type { ObjectStat, ObjectStore, OpenObject } from '../object-store.ts'
import { unlessDamaged } from '../unreadable.ts'
import type { FinishedResult } from './draft.ts'
import { belongs, RECORDS_A_PAGE, type ResultIndex, resultIndexSchema } from './index-document.ts'
import { IndexBuilder, SettledResult, StaleResult } from './settled-result.ts'
import { type RecordSlot, ResultText, readPieces } from './text.ts'

/**
 * What a settled batch has in the store beside its leaves: the result, an index of it, and the contact sheet.
 *
 * A result has a record for each leaf, of a large batch 100 MB of them, and is never held whole: it is written and gone
 * through piece by piece. Where each page of its records begins is in the index, which is written before the result, so
 * that whoever shows the batch reads the index and the pages it needs. An index that is missing (a result of an earlier
 * release) or is not of the result beside it (two processes that settled a batch at the same moment, a copy of the store)
 * costs going through the result once, and nothing else. A result of one page has none.
 */
export class ResultStore extends LeafStore {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    super(objects)
    this.#objects = objects
  }

  /**
   * What a settled batch came to, read as far as the result's records begin; undefined while it has none.
   *
   * @throws UnreadableObject if it is there and cannot be read
   */
  async outcome(batchId: string): Promise<Outcome | undefined> {
    const key = resultKey(batchId)
    const found = await this.#objects.stream(key)
    if (found === undefined) return undefined
    const text = await ResultText.open(key, found.body)
    await text.close()
    return text.outcome
  }

  /**
   * A result to read page by page; undefined while the batch has none.
   *
   * @throws UnreadableObject if it is there and cannot be read
   */
  async openResult(batchId: string): Promise<SettledResult | undefined> {
    const key = resultKey(batchId)
    const found = await this.#objects.stream(key)
    if (found === undefined) return undefined
    const { etag: version, size } = found.stat
    const text = await ResultText.open(key, found.body)
    try {
      const { outcome, opening } = text
      const index = leafCount(outcome.batch) > RECORDS_A_PAGE ? await this.#index(batchId) : undefined
      const known =
        index !== undefined && belongs(index, opening, size, outcome)
          ? { index }
          : await goThrough(key, text, size)
      return new SettledResult(this.#objects, { version, outcome, ...known })
    } finally {
      await text.close()
    }
  }

  /**
   * A result whole, of a batch that is not large.
   *
   * @throws UnreadableObject if it is there and cannot be read
   */
  async result(batchId: string): Promise<Result | undefined> {
    return readDocument(this.#objects, resultKey(batchId), resultSchema)
  }

  /** The result of a batch as it lies in the store; undefined while it has none. */
  async resultDocument(batchId: string): Promise<OpenObject | undefined> {
    return this.#objects.stream(resultKey(batchId))
  }

  /** What is known of {@link resultDocument}. Transfers nothing. */
  async statResult(batchId: string): Promise<ObjectStat | undefined> {
    return this.#objects.stat(resultKey(batchId))
  }

  /** Changes whenever the result does; undefined while there is none. Transfers nothing. */
  async resultVersion(batchId: string): Promise<string | undefined> {
    return (await this.statResult(batchId))?.etag
  }

  /**
   * The sheet that was kept of a batch.
   *
   * @param version of the result it must show, see {@link resultVersion}
   * @returns undefined if none was kept of that version, or not all of it is there
   */
  async sheet(batchId: string, version: string): Promise<OpenObject | undefined> {
    const found = await this.#objects.stream(sheetKey(batchId))
    if (found === undefined) return undefined
    const { size, metadata } = found.stat
    // One that an earlier release kept does not say how long it is.
    const isWhole = size > 0 && (metadata.bytes === undefined || metadata.bytes === String(size))
    if (isWhole && metadata.result === version) return found
    found.body.destroy()
    return undefined
  }

  /**
   * Keeps the sheet of a settled batch, unless its result has changed since: the batch was opened again, or images of it
   * were deleted, which should then not lie in the store as a part of its sheet.
   *
   * @param version of the result it shows, see {@link resultVersion}
   */
  async keepSheet(batchId: string, version: string, jpeg: Uint8Array): Promise<void> {
    const isStale = async () => version !== (await this.resultVersion(batchId))
    if (await isStale()) return
    await this.#objects.put(sheetKey(batchId), jpeg, {
      contentType: 'image/jpeg',
      metadata: { result: version, bytes: String(jpeg.length) },
      durability: 'none',
    })
    // Whoever changed the result meanwhile found no sheet to delete.
    if (await isStale()) await this.#objects.delete(sheetKey(batchId))
  }

  /** Writes a result, and before it its index. */
  protected async writeResult({ outcome, index, pieces }: FinishedResult): Promise<void> {
    const { id } = outcome.batch
    if (index.pages.length > 1) await writeDocument(this.#objects, indexKey(id), index)
    await this.#objects.putPieces(
      resultKey(id),
      async function* () {
        yield* pieces()
      },
      { contentType: 'application/json' },
    )
  }

  /**
   * Writes a result again with other records in place of some. Each takes the place that the one before had, filled up
   * with blanks, so that the index stays true.
   *
   * @param slots of the records in that result, with what is to be in their place
   * @throws StaleResult if the result has changed
   */
  protected async replaceRecords(
    { version, outcome }: SettledResult,
    slots: readonly RecordSlot[],
  ): Promise<void> {
    const key = resultKey(outcome.batch.id)
    const open = async () => {
      const found = await this.#objects.stream(key)
      if (found?.stat.etag === version) return found.body
      found?.body.destroy()
      throw new StaleResult(outcome.batch.id, true)
    }
    const patches = slots.map(({ record, start, length }) => ({ start, bytes: padded(key, record, length) }))
    await this.#objects.putPieces(
      key,
      async function* () {
        let at = 0
        for await (const piece of readPieces(key, await open())) {
          const copy = Buffer.from(piece)
          for (const { start, bytes } of patches)
            if (start < at + copy.length && start + bytes.length > at)
              bytes.copy(copy, Math.max(0, start - at), Math.max(0, at - start))
          yield copy
          at += copy.length
        }
      },
      { contentType: 'application/json' },
    )
  }

  /** The index of a batch's result, if there is one. It is read in place of going through the result: a damaged one is as none. */
  async #index(batchId: string): Promise<ResultIndex | undefined> {
    return unlessDamaged(readDocument(this.#objects, indexKey(batchId), resultIndexSchema))
  }
}

/** What its index would say of a result. @throws UnreadableObject if it is damaged */
async function goThrough(key: string, text: ResultText, bytes: number) {
  const builder = new IndexBuilder(text.outcome)
  const slots: RecordSlot[] = []
  for await (const found of text.records())
    for (const slot of found) {
      if (!builder.add(slot))
        throw damaged(key, `the record at byte ${slot.start} is not that of the next leaf`)
      if (slots.length < RECORDS_A_PAGE) slots.push(slot)
    }
  const index = builder.finish(bytes)
  if (index === undefined) throw damaged(key, 'it has no record for some leaves')
  return index.pages.length === 1 ? { index, only: slots } : { index }
}

function padded(key: string, record: LeafRecord, length: number): Buffer {
  const text = Buffer.from(JSON.stringify(record))
  if (text.length > length)
    throw damaged(key, `the record of leaf ${record.leafId} is shorter than it can be`)
  return Buffer.concat([text, Buffer.alloc(length - text.length, ' ')])
}
