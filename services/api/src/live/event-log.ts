import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import { PIECE } from './sse.ts'
import type { Told } from './told.ts'

/** The newest events, about so many bytes, lie ready to be sent; those before them are packed, to about a tenth. */
const READY_BYTES = 1024 * 1024

/** Packed chunks that lie unpacked for a moment: clients that come late, or are slow, are often about as far as each other. */
const UNPACKED = 16

/** The event that tells how the leaf at a position stands. */
export interface LeafEvent {
  position: number
  text: string
}

/** Events that were told together. */
interface Chunk {
  /** Of the leaf of each event. */
  positions: Uint32Array
  /** Where each event ends in the bytes. */
  ends: Uint32Array
  bytes: Buffer
  isPacked: boolean
}

/**
 * The events of a batch's leaves, in chunks, in the order in which they came. Whoever has followed so far is sent the same
 * bytes as all others; whoever comes later reads it from the start, and is sent of each leaf the newest event alone.
 */
export class EventLog {
  readonly #chunks: Chunk[] = []
  /** By position: number of the chunk with the leaf's newest event, from 1; 0 while it has none. */
  readonly #newest: Uint32Array
  readonly #unpacked = new LRUCache<number, Buffer>({ max: UNPACKED })
  #packed = 0
  #readyBytes = 0

  /** @param leaves of the batch */
  constructor(leaves: number) {
    this.#newest = new Uint32Array(leaves)
  }

  /** How many chunks there are. */
  get length(): number {
    return this.#chunks.length
  }

  has(position: number): boolean {
    return this.#newest[position] !== 0
  }

  append(events: readonly LeafEvent[]): void {
    let bytes = 0
    let start = 0
    for (const [index, { text }] of events.entries()) {
      bytes += text.length
      if (bytes < PIECE && index < events.length - 1) continue
      this.#add(events.slice(start, index + 1))
      start = index + 1
      bytes = 0
    }
    for (; this.#readyBytes > READY_BYTES && this.#packed < this.length - 1; this.#packed++)
      this.#pack(this.#chunks[this.#packed])
  }

  /**
   * What of a chunk is news to a client.
   *
   * @param now the state of each leaf
   * @param told what the client knows; is brought up to date
   * @returns undefined if nothing is
   */
  news(number: number, now: Told, told: Told): Buffer | undefined {
    const chunk = this.#chunks[number]
    if (chunk === undefined) return undefined
    const wanted: number[] = []
    for (const [index, position] of chunk.positions.entries()) {
      const code = now[position] ?? 0
      if (this.#newest[position] !== number + 1 || told[position] === code) continue
      told[position] = code
      wanted.push(index)
    }
    if (wanted.length === 0) return undefined
    const bytes = this.#bytesOf(number, chunk)
    if (wanted.length === chunk.positions.length) return bytes
    const { ends } = chunk
    return Buffer.concat(wanted.map(index => bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index])))
  }

  #add(events: readonly LeafEvent[]): void {
    const texts = events.map(({ text }) => Buffer.from(text))
    const ends = new Uint32Array(events.length)
    let end = 0
    for (const [index, { length }] of texts.entries()) ends[index] = end += length
    const positions = Uint32Array.from(events, ({ position }) => position)
    this.#chunks.push({ positions, ends, bytes: Buffer.concat(texts), isPacked: false })
    for (const position of positions) this.#newest[position] = this.length
    this.#readyBytes += end
  }

  #bytesOf(number: number, { bytes, isPacked }: Chunk): Buffer {
    if (!isPacked) return bytes
    const unpacked = this.#unpacked.get(number) ?? inflateRawSync(bytes)
    this.#unpacked.set(number, unpacked)
    return unpacked
  }

  #pack(chunk: Chunk | undefined): void {
    if (chunk === undefined) return
    this.#readyBytes -= chunk.bytes.length
    chunk.bytes = deflateRawSync(chunk.bytes, { level: 1 })
    chunk.isPacked = true
  }
}
