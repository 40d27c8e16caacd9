import { mix } from '../colour.ts'
import { swell } from '../lines.ts'
import { pick } from '../random.ts'
import { type Canvas, round } from '../svg.ts'

/** One disc, one or two lines, much room. */
export function calm(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const paper = mix(mix(palette.sky[2], palette.haze, 0.3), '#ffffff', 0.55)
  canvas.band(0, height, canvas.vertical([0, paper], [1, mix(paper, palette.haze, 0.5)]))
  const x = width * random(0.28, 0.68)
  const y = height * random(0.34, 0.44)
  const radius = unit * random(120, 190)
  canvas.disc(x, y, radius, pick(random, palette.accents), 'opacity="0.92"')
  const hills = random() < 0.5 ? 2 : 3
  for (let hill = 0; hill < hills; hill++) {
    const near = hill / (hills - 1)
    const line = swell(random, {
      width,
      y: height * (0.56 + near * 0.22),
      rise: height * (0.1 - near * 0.03),
      waves: random(0.45, 0.85),
      steps: 40,
    })
    const colour = mix(mix(palette.haze, palette.body, 0.3 + near * 0.55), palette.deep, near * 0.45)
    canvas.ground(line, canvas.vertical([0, colour], [1, mix(colour, paper, 0.35 * (1 - near))]))
  }
  birds(canvas, x + radius * random(0.6, 1.5), y - radius * random(0.2, 0.7))
}

function birds(canvas: Canvas, x: number, y: number): void {
  const { random, unit, palette } = canvas
  for (let bird = 0; bird < 3; bird++) {
    const wing = unit * random(11, 19)
    const left = x + unit * (bird * 44 + random(-8, 8))
    const top = y + unit * random(-22, 22)
    canvas.add(
      `<path d="M${round(left - wing)} ${round(top - wing * 0.4)}Q${round(left - wing * 0.3)} ${round(top - wing * 0.5)} ${round(left)} ${round(top)}Q${round(left + wing * 0.3)} ${round(top - wing * 0.5)} ${round(left + wing)} ${round(top - wing * 0.4)}" fill="none" stroke="${palette.deep}" stroke-width="${round(unit * 3)}" stroke-linecap="round"/>`,
    )
  }
}
