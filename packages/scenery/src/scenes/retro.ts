import { mix } from '../colour.ts'
import { swell } from '../lines.ts'
import { whole } from '../random.ts'
import { type Canvas, polygon } from '../svg.ts'

/** A poster of the seventies: rays, a ringed sun, striped hills. */
export function retro(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const x = width * random(0.3, 0.66)
  const y = height * random(0.5, 0.56)
  const paper = mix(palette.light, palette.sky[2], 0.6)
  canvas.band(0, height, paper)
  rays(canvas, x, y, mix(palette.sky[1], palette.sky[2], 0.45))
  const rings = [palette.deep, palette.body, palette.accents[0], palette.accents[1], palette.light] as const
  const radius = unit * random(270, 330)
  for (const [index, colour] of rings.entries())
    canvas.disc(x, y, radius * (1 - index * 0.15), mix(colour, palette.sky[1], index === 0 ? 0.35 : 0.08))
  const stripes = [
    palette.sky[0],
    palette.accents[2],
    palette.accents[1],
    palette.accents[0],
    palette.body,
    palette.deep,
  ]
  const hill = swell(random, {
    width,
    y: height * 0.66,
    rise: height * 0.075,
    waves: random(0.6, 0.95),
    steps: 50,
  })
  for (const [index, colour] of stripes.entries()) {
    const sunk = hill.map(
      ([px, py]) => [px, py + height * 0.052 * index + index * index * unit * 1.6] as const,
    )
    canvas.ground(sunk, mix(colour, palette.light, 0.06))
  }
}

function rays(canvas: Canvas, x: number, y: number, colour: string): void {
  const reach = canvas.width * 1.3
  const count = whole(canvas.random, 13, 18)
  const turn = canvas.random(0, 1)
  let path = ''
  for (let ray = 0; ray < count; ray++) {
    const from = ((ray + turn) / count) * Math.PI * 2
    const to = from + Math.PI / count
    path += polygon([
      [x, y],
      [x + Math.cos(from) * reach, y + Math.sin(from) * reach],
      [x + Math.cos(to) * reach, y + Math.sin(to) * reach],
    ])
  }
  canvas.add(`<path d="${path}" fill="${colour}"/>`)
}
