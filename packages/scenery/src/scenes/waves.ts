import { lighten, mix, ramp } from '../colour.ts'
import { swell } from '../lines.ts'
import { type Canvas, curve } from '../svg.ts'
import { glitter, stars, sun } from './parts.ts'

/** Open sea: long swells that darken towards the viewer, the sun's road on them, foam on the crests. */
export function waves(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const horizon = height * random(0.4, 0.5)
  canvas.sky(horizon * 1.04)
  stars(canvas, horizon * 0.8)
  const sunX = width * random(0.22, 0.7)
  sun(canvas, sunX, horizon - unit * random(10, 130), unit * random(55, 90))

  const far = mix(palette.sky[2], palette.body, 0.45)
  canvas.band(horizon, height, canvas.vertical([0, far], [0.4, palette.body], [1, palette.deep]))
  const count = 11
  for (let row = 0; row < count; row++) {
    const near = row / (count - 1)
    const crest = swell(random, {
      width,
      y: horizon + (height - horizon) * (0.07 + 0.85 * near ** 1.35),
      rise: height * (0.005 + 0.04 * near ** 1.5),
      waves: 4.2 - near * 2.4,
      steps: 60,
    })
    const water = ramp([far, palette.body, mix(palette.body, palette.deep, 0.6), palette.deep], near * 0.95)
    canvas.ground(
      crest,
      canvas.vertical(
        [0, lighten(mix(water, palette.haze, 0.28), 0.02)],
        [0.14, water],
        [1, mix(water, palette.deep, 0.5)],
      ),
    )
    const foam = mix(palette.light, palette.haze, 0.35)
    canvas.add(
      `<path d="${curve(crest)}" fill="none" stroke="${foam}" stroke-width="${unit * (1 + near * 2.4)}" stroke-dasharray="${dashes(canvas)}" opacity="${0.62 - near * 0.3}"/>`,
    )
  }
  glitter(canvas, sunX, horizon + unit * 6, unit * 150)
}

/** Foam comes and goes along a crest. */
function dashes({ random, unit }: Canvas): string {
  return Array.from({ length: 8 }, () => Math.round(unit * random(30, 190))).join(' ')
}
