import { BoundedExtractor } from './bounded-extractor.ts'
import type { Extracted } from './picture-extractor.ts'
import type { Room } from './provider.ts'

const NEWLINE = 0x0a

/** Bytes kept of the start and of the end of a line that is too large: its id is in one of them. */
const EDGE_BYTES = 4_096

/** A line of a file of results. */
export type ResultLine = Extracted | TooLargeLine

/** A line of which there is more than is taken in. */
interface TooLargeLine {
  tooLarge: {
    bytes: number
    /** Its start and its end. */
    edges: string
  }
}

/**
 * The lines of a file of results, which may have gigabytes, while it arrives: no more than one of them is in memory, its
 * pictures decoded, with room asked for as for an answer.
 */
export async function* linesOf(
  file: AsyncIterable<Uint8Array>,
  room: Room,
  signal: AbortSignal,
): AsyncGenerator<ResultLine> {
  let line = new LineReader(room, signal)
  for await (const chunk of file) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      await line.add(rest.subarray(0, end))
      yield line.end()
      line = new LineReader(room, signal)
      rest = rest.subarray(end + 1)
    }
    await line.add(rest)
  }
  yield line.end()
}

class LineReader {
  readonly #room: Room
  readonly #signal: AbortSignal
  #bytes = 0
  #start: Buffer = Buffer.of()
  /** Undefined before anything has come, and again once there is too much. */
  #extractor: BoundedExtractor | undefined
  #isTooLarge = false
  #end: Buffer = Buffer.of()

  constructor(room: Room, signal: AbortSignal) {
    this.#room = room
    this.#signal = signal
  }

  async add(piece: Buffer): Promise<void> {
    if (piece.length === 0) return
    this.#bytes += piece.length
    if (this.#start.length < EDGE_BYTES)
      this.#start = Buffer.concat([this.#start, piece.subarray(0, EDGE_BYTES - this.#start.length)])
    if (this.#isTooLarge) {
      this.#end = Buffer.concat([this.#end, piece.subarray(-EDGE_BYTES)]).subarray(-EDGE_BYTES)
      return
    }
    this.#extractor ??= await BoundedExtractor.open(undefined, this.#room, this.#signal)
    if (await this.#extractor.add(piece)) return
    this.#isTooLarge = true
    this.#extractor = undefined
  }

  end(): ResultLine {
    if (this.#isTooLarge)
      return { tooLarge: { bytes: this.#bytes, edges: `${this.#start.toString()}\n${this.#end.toString()}` } }
    return this.#extractor?.end() ?? { json: '', pictures: new Map() }
  }
}
