import { type Colour, lighten, mix } from '../colour.ts'
import { pick, whole } from '../random.ts'
import { type Canvas, round } from '../svg.ts'

/** A product photographer's stage: an arch, steps and polished balls in soft light. */
export function stage(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const wall = mix(palette.haze, palette.accents[0], 0.22)
  const floor = height * 0.66
  canvas.band(0, floor, canvas.vertical([0, lighten(wall, -0.07)], [1, lighten(wall, 0.05)]))
  canvas.glow(width * 0.3, height * 0.16, height * 0.85, '#ffffff', 0.4)
  canvas.band(floor, height, canvas.vertical([0, lighten(wall, 0.07)], [1, lighten(wall, -0.08)]))
  const x = width * random(0.36, 0.62)
  arch(canvas, x, floor, unit * random(210, 250), unit * random(420, 470), mix(palette.body, wall, 0.25))
  const steps = whole(random, 2, 3)
  for (let step = 0; step < steps; step++) {
    const wide = unit * (480 - step * 130)
    const colour = mix(palette.light, wall, 0.35 + step * 0.12)
    podium(canvas, x, floor + unit * (90 - step * 58), wide, unit * 58, colour)
  }
  const top = floor + unit * (90 - (steps - 1) * 58)
  const balls = [
    { x, y: top, radius: unit * random(88, 118) },
    { x: x - unit * random(310, 400), y: floor + unit * 118, radius: unit * random(70, 110) },
    { x: x + unit * random(300, 420), y: floor + unit * 130, radius: unit * random(56, 130) },
    { x: x + unit * random(170, 240), y: floor + unit * 190, radius: unit * random(34, 52) },
    { x: x - unit * random(180, 250), y: floor + unit * 200, radius: unit * random(26, 44) },
  ]
  const colours = [...palette.accents, palette.body, palette.sky[0]] as const
  for (const ball of balls) ballOn(canvas, ball.x, ball.y, ball.radius, pick(random, colours))
}

function shadow(canvas: Canvas, x: number, y: number, rx: number, ry: number): void {
  if (canvas.flat) return
  const dark = mix(canvas.palette.deep, canvas.palette.body, 0.3)
  const fill = canvas.gradient('radialGradient', '', [0, dark, 0.62], [0.55, dark, 0.28], [1, dark, 0])
  canvas.ellipse(x, y, rx, ry, fill)
}

/** A ball standing with its foot at `y`: body, shade, the floor's light from below, a highlight. */
function ballOn(canvas: Canvas, x: number, y: number, radius: number, colour: Colour): void {
  const cy = y - radius * 0.93
  shadow(canvas, x + radius * 0.35, y - radius * 0.02, radius * 1.5, radius * 0.3)
  const dark = mix(colour, canvas.palette.deep, 0.62)
  const fill = canvas.flat
    ? colour
    : canvas.gradient(
        'radialGradient',
        'cx="0.36" cy="0.3" r="0.76"',
        [0, lighten(colour, 0.2)],
        [0.35, colour],
        [0.8, dark],
        [1, mix(dark, colour, 0.4)],
      )
  canvas.disc(x, cy, radius, fill, 'class="s"')
  canvas.glow(x - radius * 0.36, cy - radius * 0.44, radius * 0.34, '#ffffff', 0.85)
}

function arch(canvas: Canvas, x: number, floor: number, half: number, high: number, colour: Colour): void {
  const { unit } = canvas
  const outline = (grow: number, dx: number) =>
    `M${round(x - half - grow + dx)} ${round(floor)}V${round(floor - high + half)}a${round(half + grow)} ${round(half + grow)} 0 0 1 ${round((half + grow) * 2)} 0V${round(floor)}Z`
  const depth = unit * 46
  canvas.add(`<path d="${outline(depth, depth * 0.5)}" fill="${mix(colour, canvas.palette.deep, 0.18)}"/>`)
  const face = canvas.gradient(
    'linearGradient',
    'x1="0" y1="0" x2="1" y2="0.4"',
    [0, lighten(colour, 0.12)],
    [1, lighten(colour, -0.04)],
  )
  canvas.add(`<path class="s" d="${outline(depth, 0)}" fill="${face}"/>`)
  const inside = canvas.gradient(
    'linearGradient',
    'x1="0" y1="0" x2="1" y2="0"',
    [0, mix(colour, canvas.palette.deep, 0.5)],
    [0.16, mix(colour, canvas.palette.deep, 0.24)],
    [1, mix(colour, canvas.palette.light, 0.28)],
  )
  canvas.add(`<path class="s" d="${outline(0, 0)}" fill="${inside}"/>`)
}

/** A round step whose lid is centred at (`x`, `y`). */
function podium(canvas: Canvas, x: number, y: number, wide: number, high: number, colour: Colour): void {
  const [rx, ry] = [wide / 2, wide * 0.085]
  shadow(canvas, x + rx * 0.12, y + high, rx * 1.2, ry * 1.7)
  const side = canvas.gradient(
    'linearGradient',
    'x1="0" y1="0" x2="1" y2="0"',
    [0, mix(colour, canvas.palette.body, 0.16)],
    [0.3, lighten(colour, 0.05)],
    [1, mix(colour, canvas.palette.body, 0.55)],
  )
  canvas.add(
    `<path class="s" d="M${round(x - rx)} ${round(y)}v${round(high)}a${round(rx)} ${round(ry)} 0 0 0 ${round(wide)} 0v${round(-high)}Z" fill="${side}"/>`,
  )
  canvas.ellipse(x, y, rx, ry, lighten(colour, 0.06), 'class="s"')
}
