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

/**
 * What is laid over a part of a picture. Blending it here, on raw pixels of only that part, costs a tenth of what
 * libvips' composite does, which converts and mixes the whole frame.
 */
export class Overlay {
  readonly rect: Rect
  /** Red, green, blue multiplied by alpha, then alpha. */
  readonly #pixels: Uint8Array
  readonly #words: Uint32Array

  /** @param rect where on the picture, in pixels; clear at first */
  constructor(rect: Rect) {
    this.rect = rect
    this.#pixels = new Uint8Array(rect.width * rect.height * 4)
    this.#words = new Uint32Array(this.#pixels.buffer)
  }

  /** Bytes it holds. */
  get size(): number {
    return this.#pixels.byteLength
  }

  /**
   * Replaces a stretch of a row by one colour. Coordinates are the picture's.
   *
   * @param alpha 0 to 1
   */
  fillRow(y: number, left: number, right: number, color: Rgb, alpha: number): void {
    const start = (y - this.rect.top) * this.rect.width - this.rect.left
    const [red, green, blue] = color
    const pixel = Uint8Array.of(red * alpha + 0.5, green * alpha + 0.5, blue * alpha + 0.5, 255 * alpha + 0.5)
    this.#words.fill(new Uint32Array(pixel.buffer)[0] ?? 0, start + left, start + right)
  }

  fill(rect: Rect, color: Rgb, alpha: number): void {
    for (let y = rect.top; y < rect.top + rect.height; y++)
      this.fillRow(y, rect.left, rect.left + rect.width, color, alpha)
  }

  /** Lays text over what is there. Throws RangeError if it would leave the overlay. */
  ink(ink: Ink, left: number, top: number): void {
    const { rect } = this
    const x = left - rect.left
    const y = top - rect.top
    if (x < 0 || y < 0 || x + ink.width > rect.width || y + ink.height > rect.height)
      throw new RangeError(`Text of ${ink.width}x${ink.height} at ${left},${top} leaves its overlay.`)
    const { data } = ink
    const pixels = this.#pixels
    for (let row = 0, from = 0; row < ink.height; row++) {
      let to = ((y + row) * rect.width + x) * 4
      for (let column = 0; column < ink.width; column++, from += 4, to += 4) {
        const alpha = data[from + 3] ?? 0
        if (alpha === 0) continue
        for (let channel = 0; channel < 3; channel++)
          pixels[to + channel] = over((data[from + channel] ?? 0) * alpha, pixels[to + channel] ?? 0, alpha)
        pixels[to + 3] = over(255 * alpha, pixels[to + 3] ?? 0, alpha)
      }
    }
  }

  /** Blends it into a picture, which must be large enough to hold it. */
  blendInto(canvas: Canvas): void {
    const { left, top, width, height } = this.rect
    const { data } = canvas
    const pixels = this.#pixels
    for (let row = 0, from = 0; row < height; row++) {
      let to = ((top + row) * canvas.width + left) * 3
      for (let column = 0; column < width; column++, from += 4, to += 3) {
        const keep = 255 - (pixels[from + 3] ?? 0)
        if (keep === 255) continue
        data[to] = (pixels[from] ?? 0) + divide255((data[to] ?? 0) * keep)
        data[to + 1] = (pixels[from + 1] ?? 0) + divide255((data[to + 1] ?? 0) * keep)
        data[to + 2] = (pixels[from + 2] ?? 0) + divide255((data[to + 2] ?? 0) * keep)
      }
    }
  }
}

/** `value` (already times its alpha) over `below`. */
function over(value: number, below: number, alpha: number): number {
  return divide255(value + below * (255 - alpha))
}

/** Division by 255, rounded, for 0 to 65,025, without dividing. */
function divide255(value: number): number {
  return (value + 128 + ((value + 128) >> 8)) >> 8
}
