import type { Sharp } from 'sharp'
import { type Face, pangoFont } from './faces.ts'
import sharp from './sharp.ts'
import { escapeMarkup } from './title.ts'

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
}

/**
 * Draws text with Pango: shaping, both directions, fallback faces and colour emoji. The distance between lines is set
 * by the size alone, so that a fallback face does not push lines apart.
 *
 * @returns undefined if the text leaves no ink, as a lone joiner does
 */
export function draw(text: string, drawing: Drawing): Promise<Ink | undefined> {
  return unlessEmpty(async () => {
    const { data, info } = await pangoText(text, drawing).raw().toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data }
  })
}

/** How wide the ink of a text would be, in pixels: a third cheaper than to draw it. Undefined if it leaves no ink. */
export function widthOf(text: string, drawing: Drawing): Promise<number | undefined> {
  return unlessEmpty(async () => (await pangoText(text, drawing).metadata()).width)
}

function pangoText(text: string, drawing: Drawing): Sharp {
  const { face, size, color, align = 'left', width, wrap = 'word' } = drawing
  const lineHeight = Math.round(face.leading * size * 1024)
  const features = face.replaces ? ' font_features="calt=0"' : ''
  const markup = `<span foreground="${color}" line_height="${lineHeight}"${features}>${escapeMarkup(text)}</span>`
  const lines = width === undefined ? { wrap: 'none' as const } : { width, wrap }
  return sharp({
    text: { text: markup, font: pangoFont(face, size), dpi: 72, rgba: true, align, ...lines },
  })
}

async function unlessEmpty<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof Error && error.message.includes('no text to render')) return undefined
    throw error
  }
}
