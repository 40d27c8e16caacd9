import { BrandFault } from '../fault.ts'

/** The tables of an OpenType font, by their tags. */
export type Tables = Map<string, Buffer>

/** Tables of one font. The largest families have some thirty. */
const MAX_TABLES = 64

const HEADER = 12
const ENTRY = 16

/** Where `checkSumAdjustment` is in `head`, and what a whole font adds up to with it. */
const ADJUSTMENT = { offset: 8, sum: 0xb1b0afba }

/**
 * Takes an OpenType file (sfnt) apart into its tables. Every place and length in its directory is checked; what is in the
 * tables is not looked at.
 *
 * @throws BrandFault for a file that is cut short or has a directory that cannot be true
 */
export function tablesOf(file: Buffer): Tables {
  if (file.length < HEADER) throw new BrandFault('The font is cut short: not even its header is there.')
  const count = file.readUInt16BE(4)
  if (count === 0 || count > MAX_TABLES)
    throw new BrandFault(`The font says that it has ${count} tables; fonts have 1 to ${MAX_TABLES}.`)
  if (file.length < HEADER + count * ENTRY)
    throw new BrandFault('The font is cut short: its list of tables is not whole.')
  const tables: Tables = new Map()
  for (let place = HEADER; place < HEADER + count * ENTRY; place += ENTRY) {
    const tag = file.toString('latin1', place, place + 4)
    const [start, length] = [file.readUInt32BE(place + 8), file.readUInt32BE(place + 12)]
    const end = start + length
    if (!/^[\x20-\x7e]{4}$/.test(tag)) throw new BrandFault('The font is damaged: a table of it has no name.')
    if (tables.has(tag)) throw new BrandFault(`The font is damaged: it has the table ${tag} twice.`)
    if (end > file.length)
      throw new BrandFault(
        `The font is cut short: its table ${tag} ends at byte ${end}, and the file has ${file.length}.`,
      )
    tables.set(tag, file.subarray(start, end))
  }
  return tables
}

/** Puts tables together to a font file. The same tables give the same bytes. */
export function fontOf(tables: Tables): Buffer {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
  const directory = Buffer.alloc(HEADER + sorted.length * ENTRY)
  const log = Math.floor(Math.log2(sorted.length))
  directory.write(tables.has('glyf') ? '\0\x01\0\0' : 'OTTO', 'latin1')
  directory.writeUInt16BE(sorted.length, 4)
  directory.writeUInt16BE(2 ** log * ENTRY, 6)
  directory.writeUInt16BE(log, 8)
  directory.writeUInt16BE((sorted.length - 2 ** log) * ENTRY, 10)
  const parts = [directory]
  let [place, start] = [HEADER, directory.length]
  for (const [tag, bytes] of sorted) {
    const padded = Buffer.alloc(Math.ceil(bytes.length / 4) * 4)
    bytes.copy(padded)
    if (tag === 'head') padded.writeUInt32BE(0, ADJUSTMENT.offset)
    directory.write(tag, place, 'latin1')
    directory.writeUInt32BE(sumOf(padded), place + 4)
    directory.writeUInt32BE(start, place + 8)
    directory.writeUInt32BE(bytes.length, place + 12)
    parts.push(padded)
    place += ENTRY
    start += padded.length
  }
  const font = Buffer.concat(parts)
  const head = headOf(
    font,
    sorted.findIndex(([tag]) => tag === 'head'),
  )
  font.writeUInt32BE((ADJUSTMENT.sum - sumOf(font)) >>> 0, head + ADJUSTMENT.offset)
  return font
}

function headOf(font: Buffer, index: number): number {
  return font.readUInt32BE(HEADER + index * ENTRY + 8)
}

/** The checksum of OpenType: big-endian words, added up. */
function sumOf(padded: Buffer): number {
  let sum = 0
  for (let place = 0; place < padded.length; place += 4) sum = (sum + padded.readUInt32BE(place)) >>> 0
  return sum
}
