import { mix } from '../colour.ts'
import { unitOf } from '../geometry.ts'
import { rasterize } from '../raster.ts'
import type { Medium } from './medium.ts'

/** Flat colours in bold outlines. */
export const ink: Medium = ({ draw, palette, size }) => {
  const colour = mix(palette.deep, '#000000', 0.4)
  const style = `.s{stroke:${colour};stroke-width:${unitOf(size) * 6}px;stroke-linejoin:round}`
  return rasterize(draw('flat', style), size)
}
