import { lighten, mix, ramp } from '../colour.ts'
import { noiseField } from '../noise.ts'
import { type Canvas, polygon } from '../svg.ts'
import { sun } from './parts.ts'

/** Low-poly land under a clear sky: every triangle has one colour, by its height and by how it faces the light. */
export function facets(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  canvas.sky(height * 0.8)
  const sunX = width * random(0.2, 0.65)
  sun(canvas, sunX, height * random(0.18, 0.3), unit * random(50, 80))
  const field = noiseField(random)
  const from = random(0, 90)
  const columns = 22
  const rows = 15
  const vertices = Array.from({ length: rows + 1 }, (_, row) =>
    Array.from({ length: columns + 3 }, (_, column) => {
      const near = row / rows
      const across = column - 1 + random(-0.3, 0.3)
      const crag = random(0.62, 1.12)
      const peak = Math.max(0, field(across / 3.1 + from, near * 3.6) * 0.75 + 0.42) ** 1.5
      const lift = crag * peak * height * 0.42 * (1 - near) ** 0.7
      return {
        x: (across / columns) * width,
        y: height * (0.56 + 0.5 * near ** 1.2) - lift + random(-6, 6) * unit,
        lift: lift / (height * 0.42),
      }
    }),
  )
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns + 2; column++) {
      const corners = [
        vertices[row]?.[column],
        vertices[row]?.[column + 1],
        vertices[row + 1]?.[column],
        vertices[row + 1]?.[column + 1],
      ]
      const [a, b, c, d] = corners
      if (a === undefined || b === undefined || c === undefined || d === undefined) continue
      const near = row / rows
      for (const triangle of [
        [a, b, c],
        [b, d, c],
      ] as const) {
        const [p, q, r] = triangle
        const slope = (r.lift - p.lift) * 1.2 + (p.lift - q.lift) * 1.6
        const tone = ramp(
          [
            mix(palette.haze, palette.body, 0.4),
            palette.body,
            mix(palette.body, palette.deep, 0.55),
            palette.deep,
          ],
          near,
        )
        const high = (p.lift + q.lift + r.lift) / 3
        const snow = high > 0.5 ? mix(tone, palette.light, 0.75) : tone
        const colour = lighten(snow, slope * 0.32 + random(-0.025, 0.025))
        const path = polygon(triangle.map(point => [point.x, point.y] as const))
        canvas.add(`<path d="${path}" fill="${colour}" stroke="${colour}" stroke-width="1"/>`)
      }
    }
}
