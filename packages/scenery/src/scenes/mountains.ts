import { lighten, mix } from '../colour.ts'
import { ridge } from '../lines.ts'
import { whole } from '../random.ts'
import type { Canvas } from '../svg.ts'
import { conifers, stars, sun } from './parts.ts'

/** Ranges behind ranges, mist in the valleys, a low sun, firs in front. */
export function mountains(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  canvas.sky(height * 0.78)
  stars(canvas, height * 0.45)
  const horizon = height * random(0.4, 0.5)
  const sunX = width * random(0.2, 0.62)
  sun(canvas, sunX, horizon - height * random(0.06, 0.2), unit * random(38, 70))

  const ranges = whole(random, 5, 6)
  for (let range = 0; range < ranges; range++) {
    const near = range / (ranges - 1)
    const y = horizon + (height * 0.86 - horizon) * near ** 1.15
    const line = ridge(random, {
      width,
      y,
      rise: height * (0.15 - near * 0.07) * random(0.8, 1.2),
      roughness: 0.52 - near * 0.04,
      detail: 8,
    })
    const colour =
      near < 0.5
        ? mix(palette.haze, palette.body, near * 1.5 + 0.12)
        : mix(palette.body, palette.deep, near * 1.7 - 0.75)
    canvas.ground(
      line,
      canvas.vertical(
        [0, lighten(colour, -0.02)],
        [0.45, colour],
        [1, mix(colour, palette.haze, 0.62 * (1 - near))],
      ),
    )
    if (near === 1) conifers(canvas, line, lighten(palette.deep, -0.02), unit * random(70, 110))
  }
  canvas.glow(sunX, horizon, height * 0.5, palette.light, 0.3)
}
