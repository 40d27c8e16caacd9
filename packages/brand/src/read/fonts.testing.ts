import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import opentype from 'opentype.js'
import { compress } from 'woff2-encoder'
import { fontOf, type Tables, tablesOf } from './sfnt.ts'

/** A font of pixels, as TTF: short glyphs, no kerning. */
export const PIXELS = fontFile(
  import.meta.resolve('@expo-google-fonts/press-start-2p/400Regular/PressStart2P_400Regular.ttf'),
)

/** Another one, drawn by hand, with kerning. */
export const COMIC = fontFile(
  import.meta.resolve('@expo-google-fonts/bangers/400Regular/Bangers_400Regular.ttf'),
)

function fontFile(url: string): Buffer {
  return readFileSync(fileURLToPath(url))
}

/** A font with its tables changed. */
export function changed(font: Buffer, change: (tables: Tables) => void): Buffer {
  const tables = new Map([...tablesOf(font)].map(([tag, bytes]) => [tag, Buffer.from(bytes)]))
  change(tables)
  return fontOf(tables)
}

export async function asWoff2(font: Buffer): Promise<Buffer> {
  return Buffer.from(await compress(font))
}

/** A font whose letters A to Z are boxes, as OTF: with the outlines of PostScript. */
export function boxes(letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'): Buffer {
  const box = new opentype.Path()
  box.moveTo(50, 0)
  box.lineTo(550, 0)
  box.lineTo(550, 700)
  box.lineTo(50, 700)
  box.close()
  const blank = new opentype.Glyph({ name: '.notdef', advanceWidth: 600, path: new opentype.Path() })
  const glyphs = [...letters].map(
    (letter, index) =>
      new opentype.Glyph({
        name: `box${index}`,
        unicode: letter.codePointAt(0) ?? 0,
        advanceWidth: 600,
        path: box,
      }),
  )
  const font = new opentype.Font({
    familyName: 'Boxes',
    styleName: 'Regular',
    unitsPerEm: 1000,
    ascender: 800,
    descender: -200,
    glyphs: [blank, ...glyphs],
  })
  return Buffer.from(font.toArrayBuffer())
}
