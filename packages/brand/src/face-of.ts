import { tablesOf } from './read/sfnt.ts'

/** What a font that is kept goes by. */
export interface KeptFace {
  family: string
  bold: boolean
}

/** From this weight on a face is bold. */
export const BOLD_WEIGHT = 600

/** The name and weight of a font as `readFont` has written it: its family is the first of its names. */
export function faceOf(font: Buffer): KeptFace {
  const tables = tablesOf(font)
  const [name = Buffer.alloc(0), os2 = Buffer.alloc(0)] = [tables.get('name'), tables.get('OS/2')]
  const [texts, length, start] = [name.readUInt16BE(4), name.readUInt16BE(14), name.readUInt16BE(16)]
  const family = Buffer.from(name.subarray(texts + start, texts + start + length))
    .swap16()
    .toString('utf16le')
  return { family, bold: os2.readUInt16BE(4) >= BOLD_WEIGHT }
}
