import { KindError, leafCount, leavesOf, type Outcome, type SettledState } from '@contactsheet/contract'
import { indexKey, resultKey } from '../layout.ts'
import type { ObjectStore } from '../object-store.ts'
import { UnreadableObject } from '../unreadable.ts'
import { RECORDS_A_PAGE, type ResultIndex, stateOfLetter } from './index-document.ts'
import { type RecordSlot, RecordSplitter, readPieces } from './text.ts'

/** A page of a result is not what was known of it. Read it anew. */
export class StaleResult extends KindError {
  /** Whether another result is there, or none; else this one and its index do not go together, or it is damaged. */
  readonly hasChanged: boolean

  constructor(batchId: string, hasChanged: boolean, options?: { cause?: unknown }) {
    super('storage', `${resultKey(batchId)} is not what it was a moment ago. Try again.`, options)
    this.hasChanged = hasChanged
  }
}

/** What is known of a result without its records, or with those of its only page. */
export interface Known {
  /** Of the object: changes whenever it does. */
  version: string
  outcome: Outcome
  index: Pick<ResultIndex, 'bytes' | 'states' | 'pages'>
  only?: RecordSlot[]
}

/** The result of a batch at one version, whose records are read a page at a time. */
export class SettledResult {
  readonly version: string
  readonly outcome: Outcome
  readonly #objects: ObjectStore
  readonly #known: Known

  constructor(objects: ObjectStore, known: Known) {
    this.version = known.version
    this.outcome = known.outcome
    this.#objects = objects
    this.#known = known
  }

  /** Pages of its records, {@link RECORDS_A_PAGE} on each but the last. */
  get pages(): number {
    return this.#known.index.pages.length
  }

  /** @param position of a leaf of the batch, see `leafPosition` */
  stateAt(position: number): SettledState {
    return stateOfLetter(this.#known.index.states.charAt(position))
  }

  /**
   * The records of one page, in the order of their leaves. One read, of that page alone.
   *
   * @param page counted from 0
   * @throws StaleResult if that part of the result is no longer, or never was, what is known of it
   */
  async page(page: number): Promise<RecordSlot[]> {
    const { index, only, version } = this.#known
    if (only !== undefined) return only
    const { id } = this.outcome.batch
    const start = index.pages[page]
    if (start === undefined) throw new RangeError(`The result of batch ${id} has no page ${page}.`)
    const range = { start, end: index.pages[page + 1] ?? index.bytes }
    const found = await this.#objects.stream(resultKey(id), range)
    if (found?.stat.etag !== version) {
      found?.body.destroy()
      throw new StaleResult(id, true)
    }
    const splitter = new RecordSplitter(resultKey(id), start)
    const slots: RecordSlot[] = []
    try {
      for await (const piece of readPieces(resultKey(id), found.body)) slots.push(...splitter.take(piece))
      if (!this.#areOf(page, slots)) throw new StaleResult(id, false)
    } catch (error) {
      if (!(error instanceof StaleResult || error instanceof UnreadableObject)) throw error
      // Either of the two is wrong. Without an index the result is gone through whole, which tells.
      await this.#objects.delete(indexKey(id))
      throw new StaleResult(id, false, { cause: error })
    }
    return slots
  }

  /** All records, page by page. */
  async *records(): AsyncGenerator<RecordSlot[]> {
    for (let page = 0; page < this.pages; page++) yield this.page(page)
  }

  #areOf(page: number, slots: RecordSlot[]): boolean {
    const { batch } = this.outcome
    const first = page * RECORDS_A_PAGE
    const leaves = [...leavesOf(batch, first, first + RECORDS_A_PAGE)]
    return (
      slots.length === leaves.length &&
      slots.every(
        ({ record }, place) =>
          record.batchId === batch.id &&
          record.leafId === leaves[place]?.id &&
          record.state === this.stateAt(first + place),
      )
    )
  }
}

/** Whether a result's records are those of its leaves is seen as it is gone through. */
export class IndexBuilder {
  readonly #outcome: Outcome
  readonly #leaves: Iterator<{ id: string }>
  readonly #pages: number[] = []
  #states = ''

  constructor(outcome: Outcome) {
    this.#outcome = outcome
    this.#leaves = leavesOf(outcome.batch)
  }

  /** @returns whether it is the record of the next leaf */
  add({ record, start }: RecordSlot): boolean {
    if (this.#states.length % RECORDS_A_PAGE === 0) this.#pages.push(start)
    this.#states += record.state.charAt(0)
    return record.batchId === this.#outcome.batch.id && record.leafId === this.#leaves.next().value?.id
  }

  /** @returns undefined if not every leaf has a record */
  finish(bytes: number): Known['index'] | undefined {
    if (this.#states.length !== leafCount(this.#outcome.batch)) return undefined
    return { bytes, states: this.#states, pages: this.#pages }
  }
}
