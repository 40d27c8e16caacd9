import { deflateRawSync, inflateRawSync } from 'node:zlib'
import {
  type Batch,
  type LeafRecord,
  leafCount,
  leavesOf,
  type Outcome,
  OutcomeSum,
} from '@contactsheet/contract'
import { UsageSum } from '../usage/model-usage.ts'
import { indexOf, RECORDS_A_PAGE, type ResultIndex, stateLetter } from './index-document.ts'
import { CLOSING, openingOf } from './text.ts'

/** zlib's fastest: records resemble each other, and shrink to a tenth all the same. */
const PACKING = { level: 1 }

/** A result that is ready to be written. */
export interface FinishedResult {
  outcome: Outcome
  /** The same by models. */
  usage: UsageSum
  index: ResultIndex
  /** `result.json`, piece by piece. */
  pieces(): Generator<Buffer>
}

/**
 * The result of a batch in the making. Records are added in the order of their leaves and kept as they will be written,
 * packed: those of 100,000 leaves take some 10 MB here, where as objects they would take 200.
 */
export class ResultDraft {
  readonly batch: Batch
  readonly #sum: OutcomeSum
  readonly #usage = new UsageSum()
  readonly #expected: Iterator<{ id: string }>
  /** Of each page the text of its records, packed. */
  readonly #pages: Buffer[] = []
  /** Records of the page that is being filled, as text. */
  #page: string[] = []
  /** Where each page begins, in bytes from the first record's line. */
  readonly #starts: number[] = []
  readonly #states: string[] = []
  #bytes = 0

  constructor(batch: Batch) {
    this.batch = batch
    this.#sum = new OutcomeSum(batch)
    this.#expected = leavesOf(batch)
  }

  /** Adds the records of the leaves that come next. Throws if one is of another leaf. */
  add(records: Iterable<LeafRecord>): void {
    for (const record of records) {
      const leaf = this.#expected.next().value
      if (leaf?.id !== record.leafId)
        throw new Error(`Batch ${this.batch.id}: a record of ${record.leafId} came instead of ${leaf?.id}.`)
      this.#sum.add(record)
      this.#usage.add(record)
      this.#states.push(stateLetter(record.state))
      // One a line.
      const separator = this.#bytes === 0 ? '\n' : ',\n'
      if (this.#page.length === 0) this.#starts.push(this.#bytes + separator.length)
      const text = separator + JSON.stringify(record)
      this.#bytes += Buffer.byteLength(text)
      if (this.#page.push(text) === RECORDS_A_PAGE || this.#states.length === leafCount(this.batch))
        this.#pack()
    }
  }

  /** What was added of whole pages, a page at a time. */
  *records(): Generator<LeafRecord[]> {
    for (const page of this.#pages) {
      const text = inflateRawSync(page).toString()
      yield JSON.parse(`[${text.slice(text.indexOf('\n'))}]`)
    }
  }

  /** The result as it is to be written. Throws if a leaf has no record. */
  finish(): FinishedResult {
    const outcome = this.#sum.outcome()
    const opening = openingOf(outcome)
    const closing = Buffer.from(CLOSING)
    const pages = this.#pages
    return {
      outcome,
      usage: this.#usage,
      index: indexOf({
        opening,
        bytes: opening.length + this.#bytes + closing.length,
        states: this.#states.join(''),
        pages: this.#starts.map(start => opening.length + start),
      }),
      *pieces() {
        yield opening
        for (const page of pages) yield inflateRawSync(page)
        yield closing
      },
    }
  }

  #pack(): void {
    this.#pages.push(deflateRawSync(this.#page.join(''), PACKING))
    this.#page = []
  }
}
