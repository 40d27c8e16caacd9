import { mix } from '../colour.ts'
import type { Point } from '../geometry.ts'
import { whole } from '../random.ts'
import type { Canvas } from '../svg.ts'
import { stars, sun } from './parts.ts'

const STEPS = 64

/** Desert dunes, each with a lit and a shaded side, under a large sun. */
export function dunes(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const horizon = height * random(0.44, 0.52)
  canvas.sky(height * 0.72)
  stars(canvas, height * 0.4)
  const fromLeft = random() < 0.5
  const sunX = width * (fromLeft ? random(0.16, 0.4) : random(0.5, 0.72))
  sun(canvas, sunX, horizon - height * random(0.1, 0.22), unit * random(60, 100))
  const count = whole(random, 5, 6)
  for (let dune = 0; dune < count; dune++) {
    const near = dune / (count - 1)
    const sand = mix(mix(palette.haze, palette.body, 0.2 + near * 0.75), palette.deep, near ** 2 * 0.5)
    const base = horizon + (height * 1.02 - horizon) * near ** 1.25
    const peak = width * ((((dune * 0.38 + random(0, 0.22)) % 1) + 1) % 1)
    const rise = height * (0.07 + 0.17 * near) * random(0.75, 1.15)
    drift(canvas, { base, peak, rise, sand, near, fromLeft })
  }
}

interface Drift {
  base: number
  peak: number
  rise: number
  sand: string
  near: number
  fromLeft: boolean
}

/** One dune: a long slope towards the light, a steep one away from it, and a winding edge between the two. */
function drift(canvas: Canvas, { base, peak, rise, sand, near, fromLeft }: Drift): void {
  const { width, palette, random, unit } = canvas
  const [gentle, steep] = [width * random(0.42, 0.6), width * random(0.24, 0.34)]
  const side = fromLeft ? 1 : -1
  const profile = Array.from({ length: STEPS + 1 }, (_, step): Point => {
    const x = (step / STEPS) * width
    const away = (x - peak) * side
    const reach = away < 0 ? -away / gentle : away / steep
    const fall = Math.exp(-1.9 * reach ** 1.25)
    return [x, base - rise * (fall - 0.35) - unit * 5 * Math.sin(x / (width * 0.11) + peak)]
  })
  const lit = mix(sand, palette.light, 0.34 * (1 - near * 0.55))
  canvas.ground(profile, canvas.vertical([0, lit], [0.45, sand], [1, mix(sand, palette.deep, 0.3)]))
  const beyond = profile.filter(([x]) => (x - peak) * side >= 0 && (x - peak) * side < steep * 1.15)
  const slope = fromLeft ? beyond : [...beyond].reverse()
  const summit = slope[0]
  const end = slope.at(-1)
  if (summit === undefined || end === undefined) return
  const depth = rise * random(0.7, 1)
  const swing = width * random(0.02, 0.05)
  const edge = Array.from({ length: 25 }, (_, step): Point => {
    const down = 1 - step / 24
    const wind = Math.sin(down * Math.PI * 2) * swing
    const sag = Math.sin(down ** 0.8 * Math.PI) * depth
    return [
      summit[0] + (end[0] - summit[0]) * down - side * wind,
      summit[1] + (end[1] - summit[1]) * down + sag,
    ]
  })
  const shade = mix(sand, palette.deep, 0.36 + near * 0.2)
  canvas.shape(
    [...slope, ...edge],
    canvas.vertical([0, shade], [0.55, mix(shade, sand, 0.2)], [1, mix(shade, sand, 0.6), 0.5]),
    '',
  )
}
