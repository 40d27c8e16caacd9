import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { makeZip, predictLength } from 'client-zip'

/**
 * From so many entries on, or with the directory beyond so many bytes, an archive's end does not have the numbers: they are
 * in a record before it, in 64 bits (APPNOTE.TXT of PKWARE, 4.3.14 to 4.3.16). client-zip writes that record where bytes
 * make it necessary, and not for entries, of which it writes 65,535 for any more.
 */
const MOST_ENTRIES = 0xffff
const MOST_BYTES = 0xffff_ffff

/** Bytes of an archive's end, and of the record before it with its locator. */
const END = 22
const RECORD = 56
const LOCATOR = 20

/** What each entry takes before the directory beside name and content: its header, and the descriptor behind it. */
const ENTRY = 46

/** A file of an archive. Stored as it is: compression makes no picture smaller. */
export interface ZipFile {
  /** In ASCII. */
  name: string
  lastModified: Date
  input: Buffer | AsyncIterable<Buffer>
}

/** An archive, as its files are read. It fails where one of them does. */
export function zip(files: AsyncIterable<ZipFile>): Readable {
  return Readable.from(pieces(files), { objectMode: false })
}

async function* pieces(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array> {
  let entries = 0
  const counted = async function* () {
    for await (const file of files) {
      entries++
      yield file
    }
  }
  // The end is a piece of its own.
  let last: Uint8Array | undefined
  for await (const piece of makeZip(counted()) as ReadableStream<Uint8Array>) {
    if (last !== undefined) yield last
    last = piece
  }
  if (last?.length !== END) throw new Error('The archive does not end as it should.')
  const record = recordBefore(last, entries)
  if (record !== undefined) yield record
  yield last
}

/** Bytes of an archive of files whose sizes are known. */
export function zipLength(files: Iterable<{ name: string; size: number }>): bigint {
  let entries = 0
  let directoryAt = 0
  const counted = function* () {
    for (const file of files) {
      entries++
      directoryAt += ENTRY + file.name.length + file.size
      yield file
    }
  }
  const length = predictLength(counted())
  return entries >= MOST_ENTRIES && directoryAt < MOST_BYTES ? length + BigInt(RECORD + LOCATOR) : length
}

/** The record that an archive of so many entries needs before its end, with its locator; undefined if it has one, or needs none. */
function recordBefore(end: Uint8Array, entries: number): Uint8Array | undefined {
  const view = new DataView(end.buffer, end.byteOffset, end.byteLength)
  const directoryBytes = view.getUint32(12, true)
  const directoryAt = view.getUint32(16, true)
  if (entries < MOST_ENTRIES || directoryAt === MOST_BYTES) return undefined
  const record = new DataView(new ArrayBuffer(RECORD + LOCATOR))
  record.setUint32(0, 0x06064b50, true)
  record.setBigUint64(4, BigInt(RECORD - 12), true)
  // Made by, and needed to read: version 4.5.
  record.setUint16(12, 45, true)
  record.setUint16(14, 45, true)
  record.setBigUint64(24, BigInt(entries), true)
  record.setBigUint64(32, BigInt(entries), true)
  record.setBigUint64(40, BigInt(directoryBytes), true)
  record.setBigUint64(48, BigInt(directoryAt), true)
  record.setUint32(RECORD, 0x07064b50, true)
  record.setBigUint64(RECORD + 8, BigInt(directoryAt + directoryBytes), true)
  record.setUint32(RECORD + 16, 1, true)
  return new Uint8Array(record.buffer)
}
