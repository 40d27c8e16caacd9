import type { Ink } from './draw.ts'

/** A picture being composed: three bytes a pixel, row by row, in memory that starts at a multiple of four. */
export interface Canvas {
  width: number
  height: number
  data: Uint8Array
}

export interface Rect {
  left: number
  top: number
  width: number
  height: number
}

export type Rgb = readonly [red: number, green: number, blue: number]

/**
 * A rectangle of one colour. In fixed point with 16 binary places: `color` is premultiplied by its alpha and holds the
 * half that rounds, `keep` is what stays of the picture below, 0 to 65,536.
 */
interface Fill {
  rect: Rect
  color: Rgb
  keep: number
}

/** About what a fill takes in memory: three small objects. A gradient is hundreds of them. */
const FILL_BYTES = 150

/** The pixels of drawn text that show, row by row: a fifth to a third of what its letters span. */
interface Glyphs {
  left: number
  top: number
  /** Where each row's pixels begin among all; at the end, how many there are. */
  rows: Uint32Array
  /** Column of each pixel, from `left`. */
  columns: Uint16Array
  /** Red, green, blue and alpha of each pixel; not premultiplied. */
  colors: Uint8Array
}

/**
 * What is laid over a part of a picture: rectangles of one colour, and the title's letters above them. Blending it here,
 * into the raw pixels of that part alone, costs a tenth of libvips' composite, which converts and mixes the whole frame.
 * Coordinates are the picture's.
 */
export class Overlay {
  readonly rect: Rect
  readonly #fills: Fill[] = []
  readonly #glyphs: Glyphs[] = []

  /** @param rect the part of the picture it covers; nothing can be laid outside */
  constructor(rect: Rect) {
    this.rect = rect
  }

  /** About how much memory it takes. */
  get bytes(): number {
    return this.#glyphs.reduce(
      (sum, { rows, columns, colors }) => sum + rows.byteLength + columns.byteLength + colors.byteLength,
      FILL_BYTES * this.#fills.length,
    )
  }

  /** @param alpha 0 (nothing) to 1 (solid) */
  fill(rect: Rect, [red, green, blue]: Rgb, alpha: number): void {
    this.#claim(rect)
    const premultiplied = (channel: number) => Math.round(channel * alpha * 65536) + 32768
    this.#fills.push({
      rect,
      color: [premultiplied(red), premultiplied(green), premultiplied(blue)],
      keep: Math.round((1 - alpha) * 65536),
    })
  }

  /** Lays drawn text above all fills. Keeps a copy of what shows of it, so that the drawing can be given back. */
  place(ink: Ink, left: number, top: number): void {
    this.#claim({ left, top, width: ink.width, height: ink.height })
    this.#glyphs.push(glyphsOf(ink, left, top))
  }

  /** Blends it into a picture, which must be large enough to hold it. */
  blendInto(canvas: Canvas): void {
    const words = new Uint32Array(canvas.data.buffer, canvas.data.byteOffset, canvas.data.length >> 2)
    for (const fill of this.#fills) blendFill(canvas, words, fill)
    for (const glyphs of this.#glyphs) blendGlyphs(canvas, glyphs)
  }

  #claim({ left, top, width, height }: Rect): void {
    const { rect } = this
    const inside =
      left >= rect.left &&
      top >= rect.top &&
      left + width <= rect.left + rect.width &&
      top + height <= rect.top + rect.height
    if (!inside) throw new RangeError(`${width}x${height} at ${left},${top} leaves its overlay.`)
  }
}

/** This runs over most of what a picture's overlay costs, hence four pixels, which are three words, at a time. */
function blendFill({ data, width }: Canvas, words: Uint32Array, { rect, color, keep }: Fill): void {
  const [red, green, blue] = color
  for (let y = rect.top; y < rect.top + rect.height; y++) {
    const first = y * width + rect.left
    const end = first + rect.width
    const firstWhole = Math.min(end, Math.ceil(first / 4) * 4)
    const endWhole = Math.max(firstWhole, Math.floor(end / 4) * 4)
    blendPixels(data, first, firstWhole, color, keep)
    for (let at = (firstWhole / 4) * 3; at < (endWhole / 4) * 3; at += 3) {
      words[at] = blendWord(words[at] ?? 0, red, green, blue, red, keep)
      words[at + 1] = blendWord(words[at + 1] ?? 0, green, blue, red, green, keep)
      words[at + 2] = blendWord(words[at + 2] ?? 0, blue, red, green, blue, keep)
    }
    blendPixels(data, endWhole, end, color, keep)
  }
}

/** Blends four bytes, the first in the lowest place, as on every machine with a picture library of ours. */
function blendWord(word: number, first: number, second: number, third: number, fourth: number, keep: number) {
  return (
    ((first + Math.imul(word & 255, keep)) >>> 16) |
    (((second + Math.imul((word >>> 8) & 255, keep)) >>> 8) & 0xff00) |
    ((third + Math.imul((word >>> 16) & 255, keep)) & 0xff0000) |
    (((fourth + Math.imul(word >>> 24, keep)) << 8) & 0xff000000)
  )
}

function blendPixels(data: Uint8Array, first: number, end: number, color: Rgb, keep: number): void {
  const [red, green, blue] = color
  for (let at = first * 3; at < end * 3; at += 3) {
    data[at] = (red + (data[at] ?? 0) * keep) >>> 16
    data[at + 1] = (green + (data[at + 1] ?? 0) * keep) >>> 16
    data[at + 2] = (blue + (data[at + 2] ?? 0) * keep) >>> 16
  }
}

function glyphsOf({ width, height, data }: Ink, left: number, top: number): Glyphs {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height)
  let count = 0
  for (let at = 0; at < pixels.length; at++) if (pixels[at] !== 0) count++
  const rows = new Uint32Array(height + 1)
  const columns = new Uint16Array(count)
  const colors = new Uint32Array(count)
  let next = 0
  for (let row = 0, from = 0; row < height; row++) {
    for (let column = 0; column < width; column++, from++) {
      const pixel = pixels[from] ?? 0
      if (pixel === 0) continue
      columns[next] = column
      colors[next++] = pixel
    }
    rows[row + 1] = next
  }
  return { left, top, rows, columns, colors: new Uint8Array(colors.buffer) }
}

function blendGlyphs({ data, width }: Canvas, { left, top, rows, columns, colors }: Glyphs): void {
  for (let row = 0, next = 0; row + 1 < rows.length; row++) {
    const start = (top + row) * width + left
    for (const end = rows[row + 1] ?? 0; next < end; next++) {
      const at = (start + (columns[next] ?? 0)) * 3
      const from = next * 4
      const alpha = colors[from + 3] ?? 0
      const keep = 255 - alpha
      data[at] = divide255((colors[from] ?? 0) * alpha + (data[at] ?? 0) * keep)
      data[at + 1] = divide255((colors[from + 1] ?? 0) * alpha + (data[at + 1] ?? 0) * keep)
      data[at + 2] = divide255((colors[from + 2] ?? 0) * alpha + (data[at + 2] ?? 0) * keep)
    }
  }
}

/** Division by 255, rounded, for 0 to 65,025, without dividing. */
function divide255(value: number): number {
  return (value + 128 + ((value + 128) >> 8)) >> 8
}
