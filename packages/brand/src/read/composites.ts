import { BrandFault } from '../fault.ts'
import type { Tables } from './sfnt.ts'

/** Pieces that one glyph may be put together of, those of its pieces counted. Letters with marks have two to six. */
const MAX_PIECES = 256

/** Flags of a component in `glyf`: how long it is, and whether another one follows. */
const WORDS = 0x0001
const SCALE = 0x0008
const MORE = 0x0020
const SCALE_XY = 0x0040
const MATRIX = 0x0080

/**
 * Refuses glyphs that are made of others, which are made of others: a few hundred of them can stand for more pieces than
 * anything could ever draw.
 *
 * @param tables of a font whose every glyph and place has been checked
 * @throws BrandFault
 */
export function refuseBombs(tables: Tables, glyphs: number): void {
  const [glyf, loca, head] = [tables.get('glyf'), tables.get('loca'), tables.get('head')]
  if (glyf === undefined || loca === undefined || head === undefined) return
  const hasLongPlaces = head.readInt16BE(50) === 1
  const placeOf = (glyph: number) =>
    hasLongPlaces ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2
  /** Pieces of each glyph; -1 while they are being counted. */
  const known = new Map<number, number>()
  const count = (glyph: number): number => {
    const told = known.get(glyph)
    if (told === -1) throw bomb(glyph, 'is a part of itself')
    if (told !== undefined) return told
    known.set(glyph, -1)
    const data = glyph < glyphs ? glyf.subarray(placeOf(glyph), placeOf(glyph + 1)) : Buffer.alloc(0)
    let pieces = 1
    for (const component of componentsOf(data)) {
      pieces += count(component)
      if (pieces > MAX_PIECES) throw bomb(glyph, `is put together of more than ${MAX_PIECES} pieces`)
    }
    known.set(glyph, pieces)
    return pieces
  }
  for (let glyph = 0; glyph < glyphs; glyph++) count(glyph)
}

/** The glyphs that a glyph is put together of; none if it is drawn by itself. */
function* componentsOf(data: Buffer): Generator<number> {
  if (data.length < 10 || data.readInt16BE(0) >= 0) return
  let [place, flags] = [10, MORE]
  while ((flags & MORE) !== 0 && place + 4 <= data.length) {
    flags = data.readUInt16BE(place)
    yield data.readUInt16BE(place + 2)
    place += 4 + ((flags & WORDS) === 0 ? 2 : 4)
    place += (flags & SCALE) !== 0 ? 2 : (flags & SCALE_XY) !== 0 ? 4 : (flags & MATRIX) !== 0 ? 8 : 0
  }
}

function bomb(glyph: number, how: string): BrandFault {
  return new BrandFault(`The font cannot be used: its glyph ${glyph} ${how}.`)
}
