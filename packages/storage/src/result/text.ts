import type { Readable } from 'node:stream'
import {
  KindError,
  type LeafRecord,
  type Outcome,
  outcomeSchema,
  recordSchema,
  resultSchema,
} from '@contactsheet/contract'
import { damaged, parseDocument } from '../documents.ts'

/** Ends what stands before the records. Inside a string its quotes would be escaped: it cannot stand anywhere else. */
const RECORDS = ',"records":['

/** What stands behind them. */
export const CLOSING = '\n]}'

/** A record as it stands in a result. */
export interface RecordSlot {
  record: LeafRecord
  /** Where it begins, in bytes. */
  start: number
  /** Bytes. */
  length: number
}

/** What a result's text has before its records. */
export function openingOf(outcome: Outcome): Buffer {
  return Buffer.from(JSON.stringify(outcome).slice(0, -1) + RECORDS)
}

/**
 * Reads `result.json` in one go, holding no more than a piece of it: first what the batch came to, then its records. It
 * asks for no line breaks, so that it reads the results of earlier releases, which have none, as well.
 */
export class ResultText {
  readonly outcome: Outcome
  /** The text before the records. */
  readonly opening: Buffer
  readonly #key: string
  readonly #pieces: AsyncGenerator<Buffer>
  readonly #rest: Buffer

  private constructor(key: string, pieces: AsyncGenerator<Buffer>, opening: Buffer, rest: Buffer) {
    this.#key = key
    this.#pieces = pieces
    this.opening = opening
    this.#rest = rest
    const text = `${opening.subarray(0, -RECORDS.length)}}`
    this.outcome = parseDocument(key, text, outcomeSchema)
  }

  /**
   * Reads as far as the records begin. Close it when done.
   *
   * @throws UnreadableObject if it is damaged or of another release
   */
  static async open(key: string, body: Readable): Promise<ResultText> {
    const pieces = readPieces(key, body)
    try {
      const { opening, rest } = await readOpening(key, pieces)
      return new ResultText(key, pieces, opening, rest)
    } catch (error) {
      await pieces.return(undefined)
      throw error
    }
  }

  /**
   * The records, some at a time.
   *
   * @throws UnreadableObject if it is damaged
   */
  async *records(): AsyncGenerator<RecordSlot[]> {
    const splitter = new RecordSplitter(this.#key, this.opening.length)
    yield splitter.take(this.#rest)
    for await (const piece of this.#pieces) yield splitter.take(piece)
    if (!splitter.isWhole) throw damaged(this.#key, 'it does not end as it should')
  }

  async close(): Promise<void> {
    await this.#pieces.return(undefined)
  }
}

async function readOpening(
  key: string,
  pieces: AsyncGenerator<Buffer>,
): Promise<{ opening: Buffer; rest: Buffer }> {
  const read: Buffer[] = []
  let before = 0
  let tail: Buffer = Buffer.alloc(0)
  for (;;) {
    const next = await pieces.next()
    if (next.done) {
      // Whatever it is, this says what is wrong with it.
      parseDocument(key, Buffer.concat(read).toString(), resultSchema)
      throw damaged(key, 'its records are not where they are written')
    }
    read.push(next.value)
    const seen = Buffer.concat([tail, next.value])
    const at = seen.indexOf(RECORDS)
    if (at >= 0) {
      const whole = Buffer.concat(read)
      const end = before - tail.length + at + RECORDS.length
      return { opening: whole.subarray(0, end), rest: whole.subarray(end) }
    }
    before += next.value.length
    tail = seen.subarray(1 - RECORDS.length)
  }
}

/** Takes the records out of a result's text, which comes in pieces. */
export class RecordSplitter {
  readonly #key: string
  /** What has been taken and not been given back: a record that has begun. */
  #text: Buffer = Buffer.alloc(0)
  /** Where that begins in the document. */
  #start: number
  #at = 0
  #depth = 0
  #begin = 0
  #quoted = false
  #escaped = false
  #ended = false
  /** What stands behind the last record's bracket. */
  #tail = ''

  /** @param start where the first piece begins in the document, in bytes */
  constructor(key: string, start: number) {
    this.#key = key
    this.#start = start
  }

  /** Whether the document came to its end as it should. */
  get isWhole(): boolean {
    return this.#ended && /^\s*\}\s*$/.test(this.#tail)
  }

  /** @returns the records that end in the next piece of the text */
  take(piece: Buffer): RecordSlot[] {
    const text = this.#depth === 0 ? piece : Buffer.concat([this.#text, piece])
    const found: RecordSlot[] = []
    for (this.#text = text; this.#at < text.length && !this.#ended; this.#at++)
      if (this.#look(text[this.#at] ?? 0)) found.push(this.#slot())
    if (this.#ended) {
      this.#tail += text.subarray(this.#at).toString()
      this.#at = text.length
    }
    // Only what belongs to a record under way is needed again.
    const done = this.#depth === 0 ? text.length : this.#begin
    this.#text = text.subarray(done)
    this.#start += done
    this.#at -= done
    this.#begin -= done
    return found
  }

  /** @returns whether a record ends with this byte */
  #look(byte: number): boolean {
    if (this.#quoted) {
      if (this.#escaped) this.#escaped = false
      else if (byte === BACKSLASH) this.#escaped = true
      else if (byte === QUOTE) this.#quoted = false
      return false
    }
    if (byte === QUOTE && this.#depth > 0) this.#quoted = true
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (this.#depth++ === 0) this.#begin = this.#at
    } else if (byte === CLOSE_BRACKET && this.#depth === 0) this.#ended = true
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && this.#depth > 0) return --this.#depth === 0
    else if (this.#depth === 0 && !BETWEEN.has(byte))
      throw damaged(this.#key, `byte ${this.#start + this.#at} is neither of a record nor between two`)
    return false
  }

  #slot(): RecordSlot {
    const text = this.#text.subarray(this.#begin, this.#at + 1)
    return {
      record: parseDocument(this.#key, text.toString(), recordSchema),
      start: this.#start + this.#begin,
      length: text.length,
    }
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
/** Commas and blanks. */
const BETWEEN = new Set(Buffer.from(', \t\r\n'))

/** @throws KindError of kind `storage` if the object cannot be read to its end */
export async function* readPieces(key: string, body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body
  } catch (error) {
    throw new KindError('storage', `Could not read ${key} to its end.`, {
      detail: String(error),
      cause: error,
    })
  }
}
