import { mix } from '../colour.ts'
import { swell } from '../lines.ts'
import type { Canvas } from '../svg.ts'
import { conifers, mist, stars, sun } from './parts.ts'

/** Fir woods in morning mist, one slope behind the other. */
export function forest(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  canvas.sky()
  stars(canvas, height * 0.4)
  sun(canvas, width * random(0.25, 0.7), height * random(0.2, 0.32), unit * random(40, 64))
  const slopes = 5
  for (let slope = 0; slope < slopes; slope++) {
    const near = slope / (slopes - 1)
    const line = swell(random, {
      width,
      y: height * (0.46 + 0.46 * near ** 1.1),
      rise: height * random(0.05, 0.1),
      waves: random(0.5, 1.1),
      steps: 40,
    })
    const colour =
      near < 0.6
        ? mix(palette.haze, palette.body, near * 1.25 + 0.14)
        : mix(palette.body, palette.deep, near * 2.4 - 1.45)
    conifers(canvas, line, colour, unit * (64 + 190 * near ** 1.4))
    canvas.ground(
      line,
      canvas.vertical(
        [0, colour],
        [0.3, mix(colour, palette.haze, 0.25 * (1 - near))],
        [1, mix(colour, palette.haze, 0.8 * (1 - near))],
      ),
    )
    if (near < 1) mist(canvas, height * (0.58 + 0.44 * near), height * 0.17, 0.5 * (1 - near * 0.6))
  }
}
