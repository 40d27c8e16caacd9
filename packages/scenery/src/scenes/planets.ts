import { type Colour, lighten, mix } from '../colour.ts'
import { type Canvas, round } from '../svg.ts'
import { starfield } from './parts.ts'

/** A ringed planet, its moons and their orbits, on a sky full of stars. */
export function planets(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const space = mix(mix(palette.deep, palette.sky[0], 0.4), '#0b1230', 0.4)
  canvas.band(
    0,
    height,
    canvas.vertical(
      [0, mix(palette.deep, '#000000', 0.25)],
      [0.6, space],
      [1, mix(space, palette.sky[1], 0.4)],
    ),
  )
  canvas.glow(width * random(0.1, 0.9), height * random(0.5, 0.9), height * 0.8, palette.sky[1], 0.45)
  starfield(canvas, height, 240)

  const x = width * random(0.34, 0.6)
  const y = height * random(0.4, 0.5)
  const radius = unit * random(150, 215)
  const tilt = random(-26, -10)
  const rings = [2.05, 2.65, 3.3].map(factor => radius * factor)
  for (const ring of rings)
    canvas.ellipse(
      x,
      y,
      ring,
      ring * 0.34,
      'none',
      `transform="rotate(${round(tilt)} ${round(x)} ${round(y)})" stroke="${palette.light}" stroke-opacity="0.28" stroke-width="${round(unit * 1.6)}"`,
    )
  canvas.glow(x, y, radius * 1.9, palette.haze, 0.4)
  saturn(canvas, x, y, radius, tilt, 'back')
  sphere(canvas, x, y, radius, mix(palette.haze, palette.accents[0], 0.45), true)
  saturn(canvas, x, y, radius, tilt, 'front')
  for (const [index, ring] of rings.entries()) {
    const angle = random(0, Math.PI * 2)
    const [dx, dy] = [Math.cos(angle) * ring, Math.sin(angle) * ring * 0.34]
    const turn = (tilt * Math.PI) / 180
    const colour = palette.accents[index as 0 | 1 | 2]
    sphere(
      canvas,
      x + dx * Math.cos(turn) - dy * Math.sin(turn),
      y + dx * Math.sin(turn) + dy * Math.cos(turn),
      unit * random(14, 38),
      colour,
      false,
    )
  }
}

function sphere(canvas: Canvas, x: number, y: number, radius: number, colour: Colour, banded: boolean): void {
  const { palette, random } = canvas
  const clip = `c${Math.round(x)}-${Math.round(y)}`
  const dark = mix(palette.deep, '#000000', 0.3)
  canvas.disc(x, y, radius, colour, 'class="s"')
  if (banded) {
    canvas.add(
      `<clipPath id="${clip}"><circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"/></clipPath>`,
    )
    let bands = ''
    for (let place = -1; place < 1; place += random(0.12, 0.3)) {
      const tone = mix(lighten(colour, random(-0.14, 0.12)), palette.accents[1], random(0, 0.22))
      bands += `<ellipse cx="${round(x)}" cy="${round(y + place * radius)}" rx="${round(radius * 1.1)}" ry="${round(radius * random(0.04, 0.13))}" fill="${tone}" opacity="0.6"/>`
    }
    canvas.add(
      `<g clip-path="url(#${clip})" ><g transform="rotate(-16 ${round(x)} ${round(y)})">${bands}</g></g>`,
    )
  }
  const shade = canvas.flat
    ? 'none'
    : canvas.gradient(
        'radialGradient',
        'cx="0.32" cy="0.28" r="0.86"',
        [0, lighten(colour, 0.22), 0.5],
        [0.4, colour, 0.05],
        [0.75, dark, 0.62],
        [1, dark, 0.95],
      )
  canvas.disc(x, y, radius + 0.5, shade)
}

/** The broad ring: its far half is drawn before the planet, its near half after. */
function saturn(canvas: Canvas, x: number, y: number, radius: number, tilt: number, half: 'back' | 'front') {
  const { palette } = canvas
  const sweep = half === 'back' ? 1 : 0
  for (const [factor, thick, opacity] of [
    [1.36, 0.07, 0.5],
    [1.52, 0.16, 0.75],
    [1.71, 0.08, 0.4],
  ] as const) {
    const reach = radius * factor
    canvas.add(
      `<path d="M${round(x - reach)} ${round(y)}A${round(reach)} ${round(reach * 0.3)} 0 0 ${sweep} ${round(x + reach)} ${round(y)}" transform="rotate(${round(tilt)} ${round(x)} ${round(y)})" fill="none" stroke="${mix(palette.light, palette.accents[0], factor - 1.2)}" stroke-opacity="${opacity}" stroke-width="${round(radius * thick)}"/>`,
    )
  }
}
