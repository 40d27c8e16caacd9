import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'

/** A file of an archive, of less than 4 GiB. Stored as it is: compression makes no picture smaller. */
export interface ZipFile {
  /** In ASCII. */
  name: string
  lastModified: Date
  input: Buffer | AsyncIterable<Buffer>
}

// All by APPNOTE.TXT of PKWARE, 4.3: numbers are little-endian, those that 32 or 16 bits do not hold are written as all ones, and
// in 64 bits elsewhere (4.3.14, 4.3.15, 4.5.3).

/** Bytes of what stands before and behind a file, beside its name. */
const HEADER = 30
const DESCRIPTOR = 16
/** Bytes of an entry of the directory beside the name, and of what it has more for a file that begins beyond 32 bits. */
const ENTRY = 46
const FAR = 12
/** Bytes of an archive's end, and of what stands before that where its numbers are too large. */
const END = 22
const LARGE_END = 76

const MOST_ENTRIES = 0xffff
const MOST_BYTES = 0xffff_ffff

/** That reads any of these: of version 4.5. */
const VERSION = 45
/** Made on Unix, whose permissions it has. */
const MADE_BY = (3 << 8) | VERSION
const PERMISSIONS = 0o100644 * 2 ** 16
/** Sizes follow the file; its name is UTF-8. */
const FLAGS = 0x0808

/**
 * An archive, as its files are read. It fails where one of them does. Beside the file that is under way it holds the directory, which
 * comes last: about 100 bytes a file, packed. Libraries hold an object or two for each, ten times as much.
 */
export function zip(files: AsyncIterable<ZipFile>): Readable {
  return Readable.from(pieces(files), { objectMode: false })
}

async function* pieces(files: AsyncIterable<ZipFile>): AsyncGenerator<Buffer> {
  const tally = new ZipTally()
  const directory = new Packed()
  for await (const { name, lastModified, input } of files) {
    const time = dosTime(lastModified)
    yield header(name, time)
    let [crc, size] = [0, 0]
    for await (const piece of Buffer.isBuffer(input) ? [input] : input) {
      crc = crc32(piece, crc)
      size += piece.length
      yield piece
    }
    if (size >= MOST_BYTES)
      throw new RangeError(`${name} has ${size} bytes, more than a file of an archive can have.`)
    yield descriptor(crc, size)
    directory.add(entry(name, { time, crc, size, at: tally.add(name, size) }))
  }
  yield* directory.pieces()
  if (tally.isLarge) yield largeEnd(tally)
  yield end(tally)
}

/** What the files of an archive come to so far, whose sizes are known. */
export class ZipTally {
  files = 0
  /** Before the directory, which begins there. */
  bytes = 0
  directoryBytes = 0

  /**
   * @param name in ASCII
   * @param size in bytes
   * @returns where the file begins
   */
  add(name: string, size: number): number {
    const at = this.bytes
    this.files++
    this.bytes += HEADER + name.length + size + DESCRIPTOR
    this.directoryBytes += ENTRY + name.length + (at >= MOST_BYTES ? FAR : 0)
    return at
  }

  /** Bytes of the whole archive. */
  get length(): number {
    return this.bytes + this.directoryBytes + (this.isLarge ? LARGE_END : 0) + END
  }

  /** Whether a number is too large for the end itself. */
  get isLarge(): boolean {
    return this.files >= MOST_ENTRIES || this.bytes >= MOST_BYTES || this.directoryBytes >= MOST_BYTES
  }
}

/** Small pieces, of less than 64 kB, end to end in large ones. */
class Packed {
  static readonly #ROOM = 65_536
  readonly #rooms: { bytes: Buffer; used: number }[] = []

  add(piece: Buffer): void {
    let last = this.#rooms.at(-1)
    if (last === undefined || last.used + piece.length > last.bytes.length) {
      last = { bytes: Buffer.allocUnsafeSlow(Packed.#ROOM), used: 0 }
      this.#rooms.push(last)
    }
    last.used += piece.copy(last.bytes, last.used)
  }

  *pieces(): Generator<Buffer> {
    for (const { bytes, used } of this.#rooms) yield bytes.subarray(0, used)
  }
}

function header(name: string, time: number): Buffer {
  const bytes = Buffer.alloc(HEADER + name.length)
  bytes.writeUInt32LE(0x04034b50, 0)
  bytes.writeUInt16LE(VERSION, 4)
  bytes.writeUInt16LE(FLAGS, 6)
  bytes.writeUInt32LE(time, 10)
  bytes.writeUInt16LE(name.length, 26)
  bytes.write(name, HEADER, 'latin1')
  return bytes
}

function descriptor(crc: number, size: number): Buffer {
  const bytes = Buffer.alloc(DESCRIPTOR)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(size, 8)
  bytes.writeUInt32LE(size, 12)
  return bytes
}

function entry(name: string, file: { time: number; crc: number; size: number; at: number }): Buffer {
  const isFar = file.at >= MOST_BYTES
  const bytes = Buffer.alloc(ENTRY + name.length + (isFar ? FAR : 0))
  bytes.writeUInt32LE(0x02014b50, 0)
  bytes.writeUInt16LE(MADE_BY, 4)
  bytes.writeUInt16LE(VERSION, 6)
  bytes.writeUInt16LE(FLAGS, 8)
  bytes.writeUInt32LE(file.time, 12)
  bytes.writeUInt32LE(file.crc, 16)
  bytes.writeUInt32LE(file.size, 20)
  bytes.writeUInt32LE(file.size, 24)
  bytes.writeUInt16LE(name.length, 28)
  bytes.writeUInt16LE(isFar ? FAR : 0, 30)
  bytes.writeUInt32LE(PERMISSIONS, 38)
  bytes.writeUInt32LE(Math.min(file.at, MOST_BYTES), 42)
  bytes.write(name, ENTRY, 'latin1')
  if (isFar) {
    const extra = ENTRY + name.length
    bytes.writeUInt16LE(1, extra)
    bytes.writeUInt16LE(FAR - 4, extra + 2)
    bytes.writeBigUInt64LE(BigInt(file.at), extra + 4)
  }
  return bytes
}

/** The end in 64 bits, and where that is. */
function largeEnd({ files, bytes: directoryAt, directoryBytes }: ZipTally): Buffer {
  const bytes = Buffer.alloc(LARGE_END)
  bytes.writeUInt32LE(0x06064b50, 0)
  bytes.writeBigUInt64LE(44n, 4)
  bytes.writeUInt16LE(MADE_BY, 12)
  bytes.writeUInt16LE(VERSION, 14)
  bytes.writeBigUInt64LE(BigInt(files), 24)
  bytes.writeBigUInt64LE(BigInt(files), 32)
  bytes.writeBigUInt64LE(BigInt(directoryBytes), 40)
  bytes.writeBigUInt64LE(BigInt(directoryAt), 48)
  bytes.writeUInt32LE(0x07064b50, 56)
  bytes.writeBigUInt64LE(BigInt(directoryAt + directoryBytes), 64)
  bytes.writeUInt32LE(1, 72)
  return bytes
}

function end({ files, bytes: directoryAt, directoryBytes }: ZipTally): Buffer {
  const bytes = Buffer.alloc(END)
  bytes.writeUInt32LE(0x06054b50, 0)
  bytes.writeUInt16LE(Math.min(files, MOST_ENTRIES), 8)
  bytes.writeUInt16LE(Math.min(files, MOST_ENTRIES), 10)
  bytes.writeUInt32LE(Math.min(directoryBytes, MOST_BYTES), 12)
  bytes.writeUInt32LE(Math.min(directoryAt, MOST_BYTES), 16)
  return bytes
}

/** A local time as DOS had it: of two seconds, from 1980 on. */
function dosTime(at: Date): number {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1)
  const date = ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate()
  return date * 2 ** 16 + time
}
