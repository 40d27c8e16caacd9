import decompress from 'woff2-encoder/decompress'
import { BrandFault } from '../fault.ts'

const HEADER = 48

/** Tags that a table directory numbers (WOFF2, 5.2) end here; the next one is followed by a tag written out. */
const WRITTEN_TAG = 0x3f
const [GLYF, LOCA] = [10, 11]

/**
 * Unpacks a WOFF2 font. What it will unpack to is read off its directory first: a few kilobytes can stand for gigabytes.
 *
 * @param most bytes that it may unpack to
 * @throws BrandFault
 */
export async function unpackWoff2(file: Buffer, most: number): Promise<Buffer> {
  const unpacked = Math.max(sizeOf(file), file.length < HEADER ? 0 : file.readUInt32BE(16))
  if (unpacked > most)
    throw new BrandFault(`The WOFF2 font unpacks to ${unpacked} bytes; at most ${most} are read.`)
  try {
    return Buffer.from(await decompress(file))
  } catch {
    throw new BrandFault(damaged('what is packed in it cannot be unpacked'))
  }
}

/** Bytes that the tables of a WOFF2 font have once the stream is unpacked, as its directory says. */
function sizeOf(file: Buffer): number {
  if (file.length < HEADER) throw new BrandFault(damaged('not even its header is there'))
  if (file.toString('latin1', 4, 8) === 'ttcf')
    throw new BrandFault('The file is a collection of several fonts. Send one of them, as TTF or OTF.')
  let [place, sum] = [HEADER, 0]
  const byte = () => {
    const value = file[place++]
    if (value === undefined) throw new BrandFault(damaged('its list of tables is not whole'))
    return value
  }
  /** UIntBase128: seven bits a byte, the highest bit says that more follow. */
  const length = () => {
    let value = 0
    for (let more = 0; more < 5; more++) {
      const next = byte()
      value = value * 128 + (next & 0x7f)
      if (next < 0x80) return value
    }
    throw new BrandFault(damaged('a length in it does not end'))
  }
  const count = file.readUInt16BE(12)
  for (let table = 0; table < count; table++) {
    const flags = byte()
    const [tag, version] = [flags & 0x3f, flags >> 6]
    if (tag === WRITTEN_TAG) place += 4
    const plain = length()
    // Glyphs and their places are transformed unless version 3 is named; other tables only if one other than 0 is.
    const isTransformed = tag === GLYF || tag === LOCA ? version !== 3 : version !== 0
    sum += isTransformed ? Math.max(length(), plain) : plain
  }
  return sum
}

function damaged(how: string): string {
  return `The WOFF2 font is damaged or cut short: ${how}.`
}
