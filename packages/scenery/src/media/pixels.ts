import { rasterize, stretch } from '../raster.ts'
import type { Medium } from './medium.ts'

/** Ordered dither: which of sixteen neighbours steps up first. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]
const STEPS = 9

/** Few pixels, few colours, square edges. */
export const pixels: Medium = async ({ draw, size }) => {
  const columns = Math.round(size.width / 8)
  const rows = Math.max(1, Math.round((columns * size.height) / size.width))
  const small = await rasterize(draw('soft'), { width: columns, height: rows })
  for (let index = 0; index < small.data.length; index++) {
    const pixel = Math.floor(index / 3)
    const column = pixel % small.width
    const row = Math.floor(pixel / small.width)
    const threshold = ((BAYER[(row & 3) * 4 + (column & 3)] ?? 0) / 16 - 0.47) * 0.5
    const level = ((small.data[index] ?? 0) / 255) * STEPS
    small.data[index] = (Math.round(level + threshold) / STEPS) * 255
  }
  return stretch(small, size, 'nearest')
}
