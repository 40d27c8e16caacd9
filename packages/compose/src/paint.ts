import type { Ink } from './draw.ts'

/** A picture being composed: three bytes a pixel, row by row. */
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

/** A stretch of one row in one colour, premultiplied by its alpha. */
interface Span {
  y: number
  left: number
  right: number
  color: Rgb
  /** What stays of the picture below, 0 to 1. */
  keep: number
}

/**
 * What is laid over a part of a picture: spans of one colour, and the title's ink above them. Blending it here, into
 * the raw pixels of that part alone, costs a tenth of libvips' composite, which converts and mixes the whole frame.
 * Coordinates are the picture's.
 */
export class Overlay {
  readonly rect: Rect
  readonly #spans: Span[] = []
  readonly #inks: { ink: Ink; left: number; top: number }[] = []

  /** @param rect the part of the picture it covers; nothing can be laid outside */
  constructor(rect: Rect) {
    this.rect = rect
  }

  /** @param alpha 0 (nothing) to 1 (solid) */
  fill(rect: Rect, color: Rgb, alpha: number): void {
    this.#claim(rect)
    const [red, green, blue] = color
    const premultiplied: Rgb = [red * alpha, green * alpha, blue * alpha]
    for (let y = rect.top; y < rect.top + rect.height; y++)
      this.#spans.push({
        y,
        left: rect.left,
        right: rect.left + rect.width,
        color: premultiplied,
        keep: 1 - alpha,
      })
  }

  /** Lays drawn text above all fills. */
  place(ink: Ink, left: number, top: number): void {
    this.#claim({ left, top, width: ink.width, height: ink.height })
    this.#inks.push({ ink, left, top })
  }

  /** Blends it into a picture, which must be large enough to hold it. */
  blendInto(canvas: Canvas): void {
    for (const span of this.#spans) blendSpan(canvas, span)
    for (const { ink, left, top } of this.#inks) blendInk(canvas, ink, left, top)
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

/** In fixed point with 16 binary places, because this loop runs over most of what a picture's overlay costs. */
function blendSpan({ data, width }: Canvas, { y, left, right, color, keep }: Span): void {
  const share = Math.round(keep * 65536)
  const red = Math.round(color[0] * 65536) + 32768
  const green = Math.round(color[1] * 65536) + 32768
  const blue = Math.round(color[2] * 65536) + 32768
  const end = (y * width + right) * 3
  for (let at = (y * width + left) * 3; at < end; at += 3) {
    data[at] = (red + (data[at] ?? 0) * share) >>> 16
    data[at + 1] = (green + (data[at + 1] ?? 0) * share) >>> 16
    data[at + 2] = (blue + (data[at + 2] ?? 0) * share) >>> 16
  }
}

function blendInk(canvas: Canvas, ink: Ink, left: number, top: number): void {
  const { data } = canvas
  const pixels = ink.data
  for (let row = 0, from = 0; row < ink.height; row++) {
    let at = ((top + row) * canvas.width + left) * 3
    for (let column = 0; column < ink.width; column++, from += 4, at += 3) {
      const alpha = pixels[from + 3] ?? 0
      if (alpha === 0) continue
      const keep = 255 - alpha
      for (let channel = 0; channel < 3; channel++)
        data[at + channel] = divide255(
          (pixels[from + channel] ?? 0) * alpha + (data[at + channel] ?? 0) * keep,
        )
    }
  }
}

/** Division by 255, rounded, for 0 to 65,025, without dividing. */
function divide255(value: number): number {
  return (value + 128 + ((value + 128) >> 8)) >> 8
}
