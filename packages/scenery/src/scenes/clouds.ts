import { type Colour, lighten, mix } from '../colour.ts'
import { swell } from '../lines.ts'
import { whole } from '../random.ts'
import { type Canvas, round } from '../svg.ts'
import { conifers, stars } from './parts.ts'

/** A summer sky with tall clouds over hills. */
export function clouds(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  canvas.sky(height * 0.86)
  stars(canvas, height * 0.4)
  const white = mix(palette.light, '#ffffff', 0.55)
  const shade = mix(palette.haze, palette.sky[1], 0.4)
  const side = random() < 0.5 ? 0.2 : 0.76
  const far = mix(white, shade, 0.62)
  cumulus(
    canvas,
    width * (1 - side),
    height * 0.72,
    unit * 420,
    unit * 190,
    far,
    mix(shade, palette.sky[1], 0.3),
  )
  cumulus(canvas, width * random(0.4, 0.6), height * 0.74, unit * 520, unit * 110, far, shade)
  cumulus(canvas, width * side, height * 0.8, unit * 520, unit * 470, white, shade)
  const hills = whole(random, 3, 4)
  for (let hill = 0; hill < hills; hill++) {
    const near = hill / (hills - 1)
    const colour = mix(mix(palette.body, palette.haze, 0.4 * (1 - near)), palette.deep, near * 0.55)
    const line = swell(random, {
      width,
      y: height * (0.72 + 0.2 * near),
      rise: height * 0.045,
      waves: random(0.6, 1.3),
      steps: 40,
    })
    if (near > 0 && near < 1) conifers(canvas, line, mix(colour, palette.deep, 0.45), unit * (30 + 44 * near))
    canvas.ground(
      line,
      canvas.vertical([0, lighten(colour, 0.07)], [0.25, colour], [1, mix(colour, palette.deep, 0.4)]),
    )
  }
}

/** A heap of puffs: a shaded body, and over it the same heap in lighter tones, each nearer to the light. */
function cumulus(
  canvas: Canvas,
  x: number,
  foot: number,
  wide: number,
  high: number,
  lit: Colour,
  shade: Colour,
): void {
  const { random } = canvas
  const towers = [0, 1, 2].map(() => ({
    at: random(-0.55, 0.55),
    tall: random(0.55, 1),
    broad: random(0.2, 0.36),
  }))
  const envelope = (place: number) =>
    Math.max(
      0.2 * (1 - place * place),
      ...towers.map(tower => tower.tall * Math.exp(-(((place - tower.at) / tower.broad) ** 2))),
    )
  const puffs = Array.from({ length: 150 }, () => {
    const place = random(-1, 1)
    const up = envelope(place) * Math.sqrt(random())
    return { x: x + place * wide, y: foot - up * high, radius: high * random(0.06, 0.13) * (1.2 - up * 0.4) }
  })
  const heap = (fill: Colour, shift: number, scale: number, above: number) => {
    const path = puffs
      .filter(puff => foot - puff.y > above * high)
      .map(puff => ring(puff.x - shift * high, puff.y - shift * high * 0.8, puff.radius * scale))
    canvas.add(`<path d="${path.join('')}" fill="${fill}"/>`)
  }
  heap(shade, 0, 1.06, -1)
  heap(mix(lit, shade, 0.6), 0.016, 1, -1)
  heap(mix(lit, shade, 0.25), 0.04, 0.9, 0.08)
  heap(lit, 0.062, 0.8, 0.2)
}

function ring(x: number, y: number, radius: number): string {
  const [left, r] = [round(x - radius), round(radius)]
  return `M${left} ${round(y)}a${r} ${r} 0 1 0 ${round(r * 2)} 0a${r} ${r} 0 1 0 ${round(-r * 2)} 0Z`
}
