import { type Colour, mix } from '../colour.ts'
import { ridge, swell } from '../lines.ts'
import { type Canvas, round } from '../svg.ts'
import { conifers, starfield } from './parts.ts'

/** Northern lights over a lake and its mountains. Always at night, whatever the palette. */
export function aurora(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const shore = height * random(0.66, 0.72)
  const night = mix(mix(palette.deep, palette.sky[0], 0.35), '#0b1230', 0.45)
  const dusk = mix(mix(palette.sky[0], palette.sky[1], 0.45), night, 0.35)
  canvas.band(
    0,
    height,
    canvas.vertical([0, mix(night, '#02030a', 0.35)], [0.5, night], [0.72, dusk], [1, palette.deep]),
  )
  starfield(canvas, shore, 150)
  const [, first, second] = palette.accents
  curtain(canvas, height * 0.56, first)
  curtain(canvas, height * 0.44, mix(first, second, 0.6))

  const range = ridge(random, {
    width,
    y: shore - height * 0.08,
    rise: height * 0.075,
    roughness: 0.5,
    detail: 8,
  })
  canvas.ground(range, mix(palette.deep, dusk, 0.3))
  canvas.band(
    shore,
    height,
    canvas.vertical(
      [0, mix(dusk, first, 0.4)],
      [0.3, mix(dusk, palette.deep, 0.5)],
      [1, mix(palette.deep, '#000000', 0.3)],
    ),
  )
  reflections(canvas, shore, first)
  const bank = swell(random, { width, y: shore + unit * 2, rise: unit * 8, waves: 0.7, steps: 30 })
  conifers(canvas, bank, mix(palette.deep, '#000000', 0.45), unit * 76)
}

/** Rays of light that hang from a winding line, brightest at its foot. */
function curtain(canvas: Canvas, foot: number, colour: Colour): void {
  const { width, height, random, flat } = canvas
  const line = swell(random, { width, y: foot, rise: height * 0.09, waves: random(0.6, 1.1), steps: 120 })
  const step = width / 120
  const fills = [0.5, 0.34, 0.2].map(opacity =>
    flat
      ? colour
      : canvas.gradient(
          'linearGradient',
          'x1="0" y1="0" x2="0" y2="1"',
          [0, mix(colour, canvas.palette.accents[1], 0.6), 0],
          [0.6, colour, opacity * 0.5],
          [0.86, mix(colour, '#ffffff', 0.25), opacity],
          [1, colour, 0],
        ),
  )
  const swayPhase = random(0, 6)
  for (const [index, [x, y]] of line.entries()) {
    const sway = 0.5 + 0.5 * Math.sin(index * 0.21 + swayPhase) * Math.sin(index * 0.057 + 1)
    const tall = height * (0.16 + 0.26 * sway + random(0, 0.03))
    const low = y + height * random(0, 0.03)
    const fill = fills[sway > 0.62 ? 0 : sway > 0.35 ? 1 : 2] ?? colour
    canvas.rect(x, low - tall, step * 2.2, tall, fill, flat ? 'opacity="0.16"' : '')
  }
}

function reflections(canvas: Canvas, shore: number, colour: Colour): void {
  const { width, height, random, unit } = canvas
  for (let streak = 0; streak < 36; streak++) {
    const depth = random() ** 1.6
    const long = width * random(0.03, 0.16)
    const y = shore + 6 * unit + (height - shore) * depth
    const x = random(-0.05, 1) * width
    const opacity = round(0.2 * (1 - depth))
    canvas.rect(x, y, long, (1 + depth * 4) * unit, colour, `rx="2" opacity="${opacity}"`)
  }
}
