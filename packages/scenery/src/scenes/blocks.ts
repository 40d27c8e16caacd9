import { brightness, channels, mix, ramp } from '../colour.ts'
import { noiseField } from '../noise.ts'
import { type Canvas, polygon } from '../svg.ts'
import { sides } from './parts.ts'

/** An isometric field of blocks that rises and falls like a landscape. */
export function blocks(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const paper = brightness(...channels(palette.sky[0])) > 0.25 ? palette.sky[2] : palette.sky[1]
  canvas.band(
    0,
    height,
    canvas.vertical([0, mix(paper, '#ffffff', 0.18)], [1, mix(paper, palette.body, 0.35)]),
  )
  const half = unit * random(52, 68)
  const field = noiseField(random)
  const offset = random(0, 100)
  const colours = [
    mix(palette.deep, palette.body, 0.45),
    palette.body,
    palette.accents[0],
    palette.haze,
    palette.light,
  ] as const
  const shade = mix(palette.deep, palette.body, 0.15)
  const rows = Math.ceil((height / half) * 2.6)
  const columns = Math.ceil(width / half / 2) + 2
  for (let row = -2; row < rows; row++)
    for (let column = -1; column < columns; column++) {
      const x = column * half * 2 + (row % 2 === 0 ? 0 : half)
      const foot = row * half * 0.5
      const rise = Math.min(
        1,
        Math.max(0, field(x / (unit * 420) + offset, foot / (unit * 300)) * 0.62 + 0.42 + random(-0.1, 0.14)),
      )
      const high = half * 4.2 * rise ** 1.6
      const accent = random()
      const colour = accent > 0.985 ? palette.accents[1] : ramp(colours, rise * 0.92 + random(-0.03, 0.03))
      cube(canvas, x, foot + half * 1.5 - high, half, high + half * 3, sides(colour, shade))
    }
}

function cube(
  canvas: Canvas,
  x: number,
  y: number,
  half: number,
  high: number,
  [top, left, right]: readonly [string, string, string],
): void {
  const low = half / 2
  if (y - low > canvas.height || y + high < 0) return
  const lid = polygon([
    [x, y - low],
    [x + half, y],
    [x, y + low],
    [x - half, y],
  ])
  const west = polygon([
    [x - half, y],
    [x, y + low],
    [x, y + low + high],
    [x - half, y + high],
  ])
  const east = polygon([
    [x + half, y],
    [x, y + low],
    [x, y + low + high],
    [x + half, y + high],
  ])
  canvas.add(
    `<path d="${west}" fill="${left}"/><path d="${east}" fill="${right}"/><path class="s" d="${lid}" fill="${top}"/>`,
  )
}
