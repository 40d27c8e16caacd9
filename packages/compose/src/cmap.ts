/**
 * Which characters a font file has letters for, by its own `cmap` table. Reads TrueType, OpenType and WOFF2, and of a
 * large file no more than that table. See "cmap" in the OpenType specification, and the table directory of WOFF2.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'

/** First and last code point of each run of characters, in ascending order. */
export type Ranges = readonly (readonly [first: number, last: number])[]

const WOFF2 = 'wOF2'
/** Tables whose names WOFF2 abbreviates to their place in a list; these are all that matter here. */
const [CMAP, GLYF, LOCA, NAMED] = [0, 10, 11, 63]

/** @throws Error if the file cannot be read, or is no font with a table of characters */
export function charactersOf(path: string): Ranges {
  try {
    return charactersIn(cmapTable(path))
  } catch (error) {
    throw new Error(`${path} is no font file whose characters can be read.`, { cause: error })
  }
}

/** Whether a code point lies in one of the ranges. */
export function includes(ranges: Ranges, codePoint: number): boolean {
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = ranges[middle] ?? [0, 0]
    if (codePoint < first) high = middle - 1
    else if (codePoint > last) low = middle + 1
    else return true
  }
  return false
}

function cmapTable(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const read = (length: number, position: number) => {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, position))
    }
    const head = read(12, 0)
    if (head.toString('latin1', 0, 4) === WOFF2) return fromWoff2(readFileSync(path))
    const count = head.readUInt16BE(4)
    const directory = read(16 * count, 12)
    for (let at = 0; at < directory.length; at += 16)
      if (directory.toString('latin1', at, at + 4) === 'cmap')
        return read(directory.readUInt32BE(at + 12), directory.readUInt32BE(at + 8))
    throw new Error('It has no cmap table.')
  } finally {
    closeSync(file)
  }
}

/** WOFF2 packs all tables into one stream, in the order of its directory. */
function fromWoff2(bytes: Buffer): Buffer {
  let at = 48
  const base128 = () => {
    let value = 0
    for (let more = true; more; ) {
      const byte = bytes.readUInt8(at++)
      value = value * 128 + (byte & 127)
      more = byte > 127
    }
    return value
  }
  let position = 0
  let found: { start: number; length: number } | undefined
  for (let left = bytes.readUInt16BE(12); left > 0; left--) {
    const flags = bytes.readUInt8(at++)
    const table = flags & 63
    if (table === NAMED) at += 4
    const version = flags >> 6
    let length = base128()
    // The outlines are packed in another form unless the version says 3; all other tables only if it says something.
    if (table === GLYF || table === LOCA ? version !== 3 : version !== 0) length = base128()
    if (table === CMAP) found = { start: position, length }
    position += length
  }
  if (found === undefined) throw new Error('It has no cmap table.')
  const stream = brotliDecompressSync(bytes.subarray(at, at + bytes.readUInt32BE(20)), {
    maxOutputLength: position,
  })
  return stream.subarray(found.start, found.start + found.length)
}

/** Reads the subtable that has most of Unicode. */
function charactersIn(cmap: Buffer): Ranges {
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => {
    const at = 4 + 8 * index
    const unicode = [0, 3].includes(cmap.readUInt16BE(at))
    const start = cmap.readUInt32BE(at + 4)
    return { unicode, start, format: cmap.readUInt16BE(start) }
  }).filter(({ unicode }) => unicode)
  const full = subtables.find(({ format }) => format === 12)
  if (full !== undefined) return joined(groups(cmap, full.start))
  const basic = subtables.find(({ format }) => format === 4)
  if (basic !== undefined) return joined(segments(cmap, basic.start))
  throw new Error('Its cmap table has no Unicode subtable of format 4 or 12.')
}

/** Format 12: runs of characters with runs of glyphs. Glyph 0 stands for none. */
function* groups(cmap: Buffer, start: number): Generator<[number, number]> {
  const count = cmap.readUInt32BE(start + 12)
  for (let index = 0, at = start + 16; index < count; index++, at += 12) {
    const first = cmap.readUInt32BE(at)
    const noGlyph = cmap.readUInt32BE(at + 8) === 0 ? 1 : 0
    yield [first + noGlyph, cmap.readUInt32BE(at + 4)]
  }
}

/** Format 4: runs of characters of the basic plane, whose glyphs are counted on or listed. */
function* segments(cmap: Buffer, start: number): Generator<[number, number]> {
  const size = cmap.readUInt16BE(start + 6)
  let next = 0
  for (let offset = 0; offset < size; offset += 2) {
    const end = start + 14 + offset
    const last = cmap.readUInt16BE(end)
    const first = cmap.readUInt16BE(end + size + 2)
    if (first < next) throw new Error('The runs of its cmap table overlap.')
    next = last + 1
    const delta = cmap.readUInt16BE(end + 2 * size + 2)
    const listAt = end + 3 * size + 2
    const list = cmap.readUInt16BE(listAt)
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const glyph = list === 0 ? code + delta : cmap.readUInt16BE(listAt + list + 2 * (code - first))
      if ((glyph & 0xffff) !== 0) yield [code, code]
    }
  }
}

function joined(runs: Iterable<[number, number]>): Ranges {
  const ranges: [number, number][] = []
  for (const [first, last] of runs) {
    const before = ranges.at(-1)
    if (before !== undefined && before[1] + 1 === first) before[1] = last
    else if (first <= last) ranges.push([first, last])
  }
  return ranges
}
