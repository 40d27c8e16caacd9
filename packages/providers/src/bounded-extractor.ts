import { BLOCK_BYTES } from './base64-decoder.ts'
import { MAX_ANSWER_ROOM, MAX_IMAGE_BYTES } from './image.ts'
import { type Extracted, PictureExtractor } from './picture-extractor.ts'
import type { Room } from './provider.ts'

/** What is asked for at a time where it is not known how much will come: most pictures have less, in bytes. */
const STEP_BYTES = 4 * 1024 * 1024

/** Takes pictures out of JSON while it arrives, into room that is asked for before it is taken, and no more than one answer may have. */
export class BoundedExtractor {
  readonly #extractor: PictureExtractor
  readonly #room: Room
  readonly #signal: AbortSignal
  #reservedBytes: number

  private constructor(jsonBytes: number | undefined, reservedBytes: number, room: Room, signal: AbortSignal) {
    this.#extractor = new PictureExtractor(jsonBytes)
    this.#reservedBytes = reservedBytes
    this.#room = room
    this.#signal = signal
  }

  /**
   * Waits for the room to begin with.
   *
   * @param jsonBytes that will come, if that is known
   */
  static async open(
    jsonBytes: number | undefined,
    room: Room,
    signal: AbortSignal,
  ): Promise<BoundedExtractor> {
    const bytes = jsonBytes === undefined ? STEP_BYTES : decodedBytes(jsonBytes) + 2 * BLOCK_BYTES
    await room.reserve(Math.min(bytes, MAX_ANSWER_ROOM), signal)
    return new BoundedExtractor(jsonBytes, bytes, room, signal)
  }

  /** @returns false once there is more than is taken in: the rest of it is not wanted */
  async add(chunk: Buffer): Promise<boolean> {
    const extractor = this.#extractor
    const needed = extractor.heldBytes + BLOCK_BYTES
    if (needed > this.#reservedBytes) {
      this.#reservedBytes = needed + STEP_BYTES
      await this.#room.reserve(Math.min(this.#reservedBytes, MAX_ANSWER_ROOM), this.#signal)
    }
    extractor.add(chunk)
    return extractor.largestBytes <= MAX_IMAGE_BYTES && extractor.heldBytes <= MAX_ANSWER_ROOM
  }

  end(): Extracted {
    return this.#extractor.end()
  }
}

/** Bytes that so many of JSON become. In base64, which most of it is, four bytes stand for three. */
export function decodedBytes(jsonBytes: number): number {
  return Math.ceil((jsonBytes / 4) * 3)
}
