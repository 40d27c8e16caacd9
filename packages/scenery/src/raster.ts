import sharp, { type Sharp } from 'sharp'
import { brightness } from './colour.ts'
import type { Point, Size } from './geometry.ts'

/** Pixels in rows from the top, three bytes each: red, green, blue. */
export interface Raster extends Size {
  data: Uint8ClampedArray
}

/** Draws SVG, scaled to the size of the result: sharp scales the shapes, not their pixels. */
export async function rasterize(svg: string, { width, height }: Size): Promise<Raster> {
  return fromSharp(sharp(Buffer.from(svg)).resize(width, height, { fit: 'fill' }))
}

/**
 * Stretches a raster to another size.
 *
 * @param kernel `nearest` keeps square pixels square
 */
export async function stretch(
  { data, width, height }: Raster,
  to: Size,
  kernel: 'linear' | 'nearest',
): Promise<Raster> {
  const image = sharp(Buffer.from(data.buffer, data.byteOffset, data.length), {
    raw: { width, height, channels: 3 },
  })
  return fromSharp(image.resize(to.width, to.height, { fit: 'fill', kernel }))
}

async function fromSharp(image: Sharp): Promise<Raster> {
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
  }
}

/** The colour at a point given as shares of width and height: red, green, blue, and brightness from 0 to 1. */
export function sample({ data, width, height }: Raster, [x, y]: Point) {
  const column = Math.min(width - 1, Math.max(0, Math.floor(x * width)))
  const row = Math.min(height - 1, Math.max(0, Math.floor(y * height)))
  const at = (row * width + column) * 3
  const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
  return { red, green, blue, brightness: brightness(red, green, blue) }
}
