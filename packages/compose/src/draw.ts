import type { Sharp } from 'sharp'
import type { Face } from './faces.ts'
import { register } from './registry.ts'
import sharp from './sharp.ts'
import { escapeMarkup, withDirection } from './title.ts'
import { typeset } from './typeset.ts'

export type Align = 'left' | 'center' | 'right'

/** Drawn text, cut to its ink: four bytes a pixel (red, green, blue, alpha; not premultiplied). */
export interface Ink {
  width: number
  height: number
  data: Buffer
}

export interface Drawing {
  face: Face
  /** Height of the letters' em in pixels. */
  size: number
  /** As `#rrggbb`. Emoji keep their own colours. */
  color: string
  align?: Align
  /** Width in pixels at which lines break. One line without it. */
  width?: number
  /** Where lines may break: between words, or inside a word that is wider than a line. */
  wrap?: 'word' | 'word-char'
  /** BCP 47: decides the letters' forms where languages that share a script differ. */
  language?: string | undefined
}

/**
 * Draws text with Pango: shaping, both directions, fallback faces and colour emoji. The distance between lines is set
 * by the size alone, so that a fallback face does not push lines apart.
 *
 * @returns undefined if the text leaves no ink, as a lone joiner does
 */
export function draw(text: string, drawing: Drawing): Promise<Ink | undefined> {
  return unlessEmpty(async () => {
    const { image } = await pangoText(text, drawing)
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data }
  })
}

/** How wide the ink of a text would be, in pixels: a third cheaper than to draw it. Undefined if it leaves no ink. */
export function widthOf(text: string, drawing: Drawing): Promise<number | undefined> {
  return unlessEmpty(async () => {
    const { image } = await pangoText(text, drawing)
    return (await image.metadata()).width
  })
}

async function pangoText(text: string, drawing: Drawing): Promise<{ image: Sharp }> {
  const { face, size, color, align = 'left', width, wrap = 'word' } = drawing
  const { text: drawable, faces, files, language } = typeset(withDirection(text), face, drawing.language)
  await register(files)
  const attributes = {
    foreground: color,
    line_height: Math.round(face.leading * size * 1024),
    ...(face.replaces && { font_features: 'calt=0' }),
    ...(language !== undefined && { lang: language }),
  }
  const markup = `<span${attributesOf(attributes)}>${escapeMarkup(drawable)}</span>`
  const lines = width === undefined ? { wrap: 'none' as const } : { width, wrap }
  return {
    image: sharp({
      text: { text: markup, font: pangoFont(face, faces, size), dpi: 72, rgba: true, align, ...lines },
    }),
  }
}

/**
 * Pango's description of faces at a size in pixels, all in the weight of the chosen one. A family with a single weight is
 * drawn in that.
 */
function pangoFont(chosen: Face, faces: readonly Face[], size: number): string {
  return `${faces.map(({ family }) => family).join(', ')}, ${chosen.weight} ${size}`
}

function attributesOf(attributes: Record<string, string | number>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`)
    .join('')
}

async function unlessEmpty<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof Error && error.message.includes('no text to render')) return undefined
    throw error
  }
}
