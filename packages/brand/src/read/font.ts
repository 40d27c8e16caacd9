import { createHash } from 'node:crypto'
import { Blob, Face, Font } from 'harfbuzzjs'
import { BOLD_WEIGHT } from '../face-of.ts'
import { BrandFault } from '../fault.ts'
import { refuseBombs } from './composites.ts'
import { MAX_FONT_BYTES, MAX_UNPACKED_FONT_BYTES } from './limits.ts'
import { nameTable } from './name-table.ts'
import { rewrite } from './rewrite.ts'
import { fontOf, type Tables, tablesOf } from './sfnt.ts'
import { unpackWoff2 } from './woff2.ts'

/** A font as it is kept. */
export interface FontFile {
  /** The font file that is kept: OpenType, written anew. */
  bytes: Buffer
  /** Name under which the file is found by whatever draws with it: of this content alone, so that no two files share one. */
  face: string
  /** Its name among people, as its maker gave it. */
  family: string
  /** Whether its letters are bold. */
  bold: boolean
  glyphs: number
  /** Characters it has a glyph for. */
  characters: number
}

/** Tables that draw text, and what they need. Whatever else is in a font is left out. */
const KEPT = [
  ...['OS/2', 'cmap', 'head', 'hhea', 'hmtx', 'maxp', 'post'],
  ...['glyf', 'loca', 'CFF ', 'CFF2', 'VORG', 'vhea', 'vmtx'],
  ...['GDEF', 'GPOS', 'GSUB', 'BASE'],
]
const NEEDED = ['OS/2', 'cmap', 'head', 'hhea', 'hmtx', 'maxp']

/** What the first four bytes of a file say it is. */
const KINDS: Readonly<Record<string, 'font' | 'woff2' | { refused: string }>> = {
  '\0\x01\0\0': 'font',
  true: 'font',
  OTTO: 'font',
  wOF2: 'woff2',
  wOFF: { refused: 'The file is a WOFF font of the first version. Send it as TTF, OTF or WOFF2.' },
  ttcf: { refused: 'The file is a collection of several fonts (TTC). Send one of them, as TTF or OTF.' },
  typ1: { refused: 'The file is a PostScript font (Type 1). Send it as OTF.' },
  '%!PS': { refused: 'The file is a PostScript font (Type 1). Send it as OTF.' },
}

/** Letters that are tried, to see that the font draws any. */
const TRIED = 100

/**
 * Reads a font that a stranger may have made, and writes it anew: nothing of the file but what was understood and checked
 * is in the result. The same file gives the same bytes.
 *
 * @param file TTF, OTF or WOFF2; of a variable font the bold instance is taken
 * @throws BrandFault if it is none that titles can be set in
 */
export async function readFont(file: Buffer, maxBytes = MAX_FONT_BYTES): Promise<FontFile> {
  if (file.length > maxBytes)
    throw new BrandFault(`The font has ${file.length} bytes; at most ${maxBytes} are taken (MAX_FONT_BYTES).`)
  const kind = KINDS[file.toString('latin1', 0, 4)]
  if (kind === undefined) throw new BrandFault('The file is no font. Send a TTF, OTF or WOFF2.')
  if (typeof kind === 'object') throw new BrandFault(kind.refused)
  const given = kind === 'woff2' ? await unpackWoff2(file, MAX_UNPACKED_FONT_BYTES) : file
  const source = tablesOf(given)
  for (const tag of NEEDED)
    if (!source.has(tag)) throw new BrandFault(`The font cannot be used: it has no table ${tag.trim()}.`)
  refuseRestricted(source)
  const tables = tablesOf(await rewrite(given))
  for (const tag of tables.keys()) if (!KEPT.includes(tag)) tables.delete(tag)
  // Pairs of letters in old fonts: HarfBuzz leaves them out, and reads them with care when it draws.
  const kern = source.get('kern')
  if (kern !== undefined && !tables.has('GPOS') && kern.length > 0) tables.set('kern', kern)
  if (!tables.has('glyf') && !tables.has('CFF ') && !tables.has('CFF2'))
    throw new BrandFault('The font has no outlines, only pictures of its letters. Send one with outlines.')
  const glyphs = tables.get('maxp')?.readUInt16BE(4) ?? 0
  refuseBombs(tables, glyphs)

  const face = `cs-${digestOf(tables).slice(0, 16)}`
  tables.set('name', nameTable(face))
  const bytes = fontOf(tables)
  const { characters, drawsLetters } = lettersIn(bytes)
  if (!drawsLetters)
    throw new BrandFault('The font draws no letters: it is for icons, or empty. Send one for text.')
  const weight = tables.get('OS/2')?.readUInt16BE(4) ?? 400
  return { bytes, face, family: familyOf(given), bold: weight >= BOLD_WEIGHT, glyphs, characters }
}

/** A font whose maker forbids that it travels with anything, as its OS/2 table says (fsType). */
function refuseRestricted(tables: Tables): void {
  const os2 = tables.get('OS/2')
  if (os2 === undefined || os2.length < 10)
    throw new BrandFault('The font is damaged: its table OS/2 is cut short.')
  if ((os2.readUInt16BE(8) & 0x000f) === 0x0002)
    throw new BrandFault(
      'The font forbids embedding: its fsType says "restricted licence". Ask its maker for a licence and a file that allow it.',
    )
}

function digestOf(tables: Tables): string {
  const digest = createHash('sha256')
  for (const [tag, bytes] of [...tables].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (tag !== 'name') digest.update(tag).update(bytes)
  return digest.digest('hex')
}

function lettersIn(font: Buffer): { characters: number; drawsLetters: boolean } {
  const face = new Face(new Blob(font))
  const characters = face.collectUnicodes()
  const letters = [...characters].filter(code => /\p{L}/u.test(String.fromCodePoint(code)))
  const drawn = new Font(face)
  const drawsLetters = letters
    .slice(0, TRIED)
    .some(code => drawn.glyphToPath(drawn.nominalGlyph(code) ?? 0) !== '')
  return { characters: characters.length, drawsLetters }
}

/** The family as people call it: its typographic name (16), or else the one for old programs (1). */
function familyOf(font: Buffer): string {
  const face = new Face(new Blob(font))
  const [family = ''] = [16, 1].map(id => plain(face.getName(id, 'en'))).filter(name => name !== '')
  return family === '' ? 'Without a name' : family
}

/** One line, of what can be shown. */
function plain(name: string): string {
  return name
    .toWellFormed()
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 80)
}
