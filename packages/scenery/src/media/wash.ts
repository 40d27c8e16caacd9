import { CLOUD_SIDE, cloudTexture } from '../noise.ts'
import { type Raster, rasterize, stretch } from '../raster.ts'
import type { Medium } from './medium.ts'

/** Paint and water on rough paper: edges wander, pigment gathers along them, the rim of the sheet stays white. */
export const wash: Medium = async ({ draw, size, random }) => {
  const half = { width: Math.round(size.width / 2), height: Math.round(size.height / 2) }
  const from = await rasterize(draw('soft'), half)
  const to: Raster = { ...from, data: new Uint8ClampedArray(from.data.length) }
  const clouds = cloudTexture()
  const [shiftX, shiftY] = [Math.floor(random(0, CLOUD_SIDE)), Math.floor(random(0, CLOUD_SIDE))]
  const texture = (x: number, y: number) =>
    clouds[((y + shiftY) & (CLOUD_SIDE - 1)) * CLOUD_SIDE + ((x + shiftX) & (CLOUD_SIDE - 1))] ?? 0
  const last = { x: from.width - 1, y: from.height - 1 }
  const locate = (x: number, y: number) =>
    (Math.min(last.y, Math.max(0, y | 0)) * from.width + Math.min(last.x, Math.max(0, x | 0))) * 3
  const unit = Math.min(from.width, from.height) / 512
  for (let y = 0; y < from.height; y++)
    for (let x = 0; x < from.width; x++) {
      const wide = texture(x, y) - 0.5
      const fine = texture(x * 5, y * 5) - 0.5
      const dx = (wide * 16 + fine * 5) * unit
      const dy = ((texture(y + 300, x) - 0.5) * 16 + fine * 5) * unit
      const here = locate(x + dx, y + dy)
      const beside = locate(x + dx + 3 * unit, y + dy - 3 * unit)
      const rim = Math.min(x, y, last.x - x, last.y - y) / unit - 9 + fine * 14 + wide * 12
      const paint = Math.min(1, Math.max(0, rim / 5)) * (0.8 + wide * 0.26 + fine * 0.14)
      for (let channel = 0; channel < 3; channel++) {
        const value = from.data[here + channel] ?? 0
        const edge = Math.abs(value - (from.data[beside + channel] ?? 0))
        const pigment = (255 - value) * paint + Math.min(52, edge * 0.6) * Math.min(1, paint * 1.3)
        to.data[(y * from.width + x) * 3 + channel] = 252 - channel * 4 - pigment
      }
    }
  return stretch(to, size, 'linear')
}
