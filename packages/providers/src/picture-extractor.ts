import { randomUUID } from 'node:crypto'
import { BLOCK_BYTES } from './base64-decoder.ts'
import { MAX_IMAGE_BYTES } from './image.ts'
import { PictureString } from './picture-string.ts'

/** A string up to this long stays where it is: for it, JSON.parse and Buffer.from are as cheap. */
const SHORT_BYTES = 32 * 1024

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Stands in the JSON for a picture, with its number behind it. No answer can know it. */
const TOKEN = `picture-${randomUUID()}-`

/** JSON as it came, but for its long pictures. */
export interface Extracted {
  json: string
  /** The pictures, by what stands in the JSON for each. */
  pictures: ReadonlyMap<string, Buffer>
}

/**
 * Takes pictures out of JSON while it arrives: every long string that is one in base64 is decoded piece by piece, never
 * held as text, and a short token is left in its place. All else stays as it came, byte for byte. Quotes and backslashes are
 * looked for a chunk at a time: going through it character by character, as parsers of JSON streams do, costs more than
 * holding it all as text.
 */
export class PictureExtractor {
  readonly #jsonBytes: number | undefined
  #arrivedBytes = 0
  readonly #pictures = new Map<string, Buffer>()
  #picturesBytes = 0
  #largestBytes = 0
  /** What stays, up to `#restBytes`. */
  #rest = Buffer.allocUnsafeSlow(2 * SHORT_BYTES)
  #restBytes = 0
  /** Of the string that comes: where in the rest it begins. Undefined between strings. */
  #stringAt: number | undefined
  /** Of the string that comes: whether it is known what it is, and the picture if it is one. */
  #isJudged = false
  #picture: PictureString | undefined
  /** Of the string that comes: whether the next byte is escaped. */
  #isEscaped = false

  /** @param jsonBytes that will come, if that is known: a picture is then decoded into one piece of memory */
  constructor(jsonBytes: number | undefined) {
    this.#jsonBytes = jsonBytes
  }

  /** Bytes of memory that are held for what came so far. */
  get heldBytes(): number {
    return this.#restBytes + this.#picturesBytes + (this.#picture?.heldBytes ?? 0)
  }

  /** Bytes of the largest picture of what came so far. */
  get largestBytes(): number {
    return Math.max(this.#largestBytes, this.#picture?.decodedBytes ?? 0)
  }

  add(chunk: Buffer): void {
    // Up to here all is in the rest, or in a picture.
    let done = 0
    const keepTo = (end: number) => {
      this.#keep(chunk.subarray(done, end))
      done = end
    }
    let at = 0
    while (at < chunk.length) {
      if (this.#stringAt === undefined) {
        const opening = chunk.indexOf(QUOTE, at)
        if (opening === -1) break
        at = opening + 1
        this.#stringAt = this.#restBytes + at - done
        this.#isJudged = false
        continue
      }
      const closing = this.#closingQuote(chunk, at)
      const end = closing === -1 ? chunk.length : closing
      if (this.#picture !== undefined) {
        this.#picture.write(chunk.toString('latin1', at, end))
        done = end
      } else if (!this.#isJudged && this.#restBytes + end - done - this.#stringAt > SHORT_BYTES) {
        keepTo(end)
        this.#judge(this.#stringAt)
      }
      if (closing === -1) break
      this.#closeString()
      at = closing + 1
    }
    keepTo(chunk.length)
    this.#arrivedBytes += chunk.length
  }

  /** Once all has come. What broke off inside a picture is no JSON, like all that breaks off. */
  end(): Extracted {
    const json = new TextDecoder().decode(this.#rest.subarray(0, this.#restBytes))
    return { json, pictures: this.#pictures }
  }

  /** @returns -1 if the string goes on behind the chunk */
  #closingQuote(chunk: Buffer, start: number): number {
    let from = start
    for (;;) {
      const quote = chunk.indexOf(QUOTE, from)
      const end = quote === -1 ? chunk.length : quote
      let first = end
      while (first > start && chunk[first - 1] === BACKSLASH) first--
      const isEscaped = (end - first) % 2 === (first === start && this.#isEscaped ? 0 : 1)
      if (quote === -1) {
        this.#isEscaped = isEscaped
        return -1
      }
      if (!isEscaped) {
        this.#isEscaped = false
        return quote
      }
      from = quote + 1
    }
  }

  /** Finds out what a long string is. A picture is taken out of the rest, from where its string begins. */
  #judge(stringAt: number): void {
    this.#isJudged = true
    const head = this.#rest.toString('latin1', stringAt, this.#restBytes)
    if (!PictureString.isBegunBy(head)) return
    this.#picture = new PictureString(head, this.#mostBytes(head.length))
    this.#restBytes = stringAt
  }

  /** The most bytes of a picture that anybody wants, of a string whose head came with the last chunk. */
  #mostBytes(headBytes: number): number | undefined {
    if (this.#jsonBytes === undefined) return undefined
    const base64Bytes = Math.max(0, this.#jsonBytes - this.#arrivedBytes) + headBytes
    return Math.min(Math.ceil(base64Bytes / 4) * 3, MAX_IMAGE_BYTES + BLOCK_BYTES)
  }

  #closeString(): void {
    this.#stringAt = undefined
    if (this.#picture === undefined) return
    const picture = this.#picture.end()
    this.#picture = undefined
    const token = TOKEN + this.#pictures.size
    this.#keep(Buffer.from(token))
    this.#pictures.set(token, picture)
    this.#picturesBytes += picture.length
    this.#largestBytes = Math.max(this.#largestBytes, picture.length)
  }

  #keep(bytes: Buffer): void {
    const needed = this.#restBytes + bytes.length
    if (needed > this.#rest.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed)
      this.#rest.copy(larger, 0, 0, this.#restBytes)
      this.#rest = larger
    }
    bytes.copy(this.#rest, this.#restBytes)
    this.#restBytes = needed
  }
}
