import { type Colour, mix } from '../colour.ts'
import { ridge } from '../lines.ts'
import { type Canvas, polygon, round } from '../svg.ts'
import { starfield } from './parts.ts'

/** A glowing grid that runs to a striped sun between outlined peaks. */
export function grid(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const horizon = height * random(0.56, 0.6)
  canvas.sky(horizon)
  starfield(canvas, horizon * 0.7, 120)
  const x = width * random(0.36, 0.62)
  stripedSun(canvas, x, horizon - unit * 120, unit * random(210, 250))
  canvas.glow(x, horizon, height * 0.6, palette.accents[1], 0.35)
  for (const [far, colour] of [
    [1, palette.accents[0]],
    [0, palette.accents[1]],
  ] as const) {
    const line = ridge(random, {
      width,
      y: horizon - height * (0.02 + far * 0.045),
      rise: height * (0.035 + far * 0.045),
      roughness: 0.56,
      detail: 5,
    })
    canvas.ground(line, mix(palette.deep, palette.body, far * 0.5), '')
    tube(canvas, `M${line.map(([px, py]) => `${round(px)} ${round(py)}`).join('L')}`, colour, unit * 2.4)
  }
  canvas.band(
    horizon,
    height,
    canvas.vertical([0, mix(palette.sky[2], palette.body, 0.55)], [0.3, palette.body], [1, palette.deep]),
  )
  floor(canvas, x, horizon)
}

/** A neon tube: a bright core in two wider, fainter strokes. */
function tube(canvas: Canvas, path: string, colour: Colour, thick: number): void {
  for (const [factor, opacity] of [
    [7, 0.12],
    [3.2, 0.28],
    [1, 1],
  ] as const)
    canvas.add(
      `<path d="${path}" fill="none" stroke="${factor === 1 ? mix(colour, '#ffffff', 0.45) : colour}" stroke-opacity="${opacity}" stroke-width="${round(thick * factor)}" stroke-linejoin="round"/>`,
    )
}

function stripedSun(canvas: Canvas, x: number, y: number, radius: number): void {
  const { palette, unit } = canvas
  canvas.glow(x, y, radius * 2.2, palette.light, 0.55)
  const fill = canvas.vertical([0, palette.accents[2]], [0.55, palette.light], [1, palette.accents[1]])
  let slices = ''
  let top = -radius
  for (let slice = 0; slice < 9 && top < radius; slice++) {
    const bottom = Math.min(radius, slice === 0 ? -radius * 0.05 : top + radius * (0.15 - slice * 0.012))
    const half = (edge: number) => Math.sqrt(Math.max(0, radius * radius - edge * edge))
    const [from, to] = [Math.acos(-top / radius), Math.acos(Math.max(-1, -bottom / radius))]
    const steps = Array.from(
      { length: 25 },
      (_, step) => -radius * Math.cos(from + ((to - from) * step) / 24),
    )
    slices += polygon([
      ...steps.map(edge => [x + half(edge), y + edge] as const),
      ...steps.reverse().map(edge => [x - half(edge), y + edge] as const),
    ])
    top = bottom + unit * (3 + slice * 2.4)
  }
  canvas.add(`<path d="${slices}" fill="${fill}"/>`)
}

function floor(canvas: Canvas, x: number, horizon: number): void {
  const { width, height, palette, unit } = canvas
  let path = `M0 ${round(horizon)}H${width}`
  for (let line = 1; line <= 11; line++)
    path += `M0 ${round(horizon + (height - horizon) * (line / 11) ** 2.3)}H${width}`
  for (let line = -16; line <= 16; line++)
    path += `M${round(x + line * unit * 30)} ${round(horizon)}L${round(x + line * unit * 250)} ${height}`
  tube(canvas, path, palette.accents[0], unit * 1.8)
}
