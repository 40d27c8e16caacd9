import { type Colour, mix } from '../colour.ts'
import { pick } from '../random.ts'
import { type Canvas, round } from '../svg.ts'
import { stars, sun } from './parts.ts'

/** A skyline after sunset: lit windows, haze between the rows, lights out of focus in front. */
export function city(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const ground = height * 0.74
  canvas.sky(ground)
  stars(canvas, height * 0.35)
  const sunX = width * random(0.2, 0.66)
  sun(canvas, sunX, height * random(0.3, 0.46), unit * random(55, 90))
  const rows = 4
  for (let row = 0; row < rows; row++) {
    const near = row / (rows - 1)
    const colour = mix(
      mix(palette.haze, palette.body, 0.15 + near * 1.1),
      palette.deep,
      0.12 + near ** 1.2 * 0.72,
    )
    towers(canvas, ground, near, colour)
    if (near < 1 && !canvas.flat)
      canvas.band(
        ground - height * 0.26,
        ground,
        canvas.vertical(
          [0, palette.haze, 0],
          [1, mix(palette.haze, palette.light, 0.3), 0.42 * (1 - near * 0.6)],
        ),
      )
  }
  canvas.band(
    ground,
    height,
    canvas.vertical([0, mix(palette.deep, palette.body, 0.35)], [1, mix(palette.deep, '#000000', 0.25)]),
  )
  wetStreet(canvas, ground)
  bokeh(canvas, ground)
}

function towers(canvas: Canvas, ground: number, near: number, colour: Colour): void {
  const { width, height, palette, random, unit } = canvas
  const windows = ['', '', '']
  let x = -unit * 40
  while (x < width) {
    const wide = unit * random(38, 96) * (0.75 + near * 0.5)
    const middle = 1 - Math.abs((x / width) * 2 - 1) * 0.45
    const tall = height * (0.14 + random() ** 1.7 * 0.36) * middle * (1.18 - near * 0.42)
    const top = ground - tall
    const fill = canvas.vertical([0, colour], [1, mix(colour, palette.haze, 0.3 * (1 - near))])
    canvas.rect(x, top, wide, tall + 4, fill, 'class="s"')
    if (random() < 0.3)
      canvas.rect(x + wide * 0.46, top - unit * random(16, 50), unit * 2.6, unit * 52, colour)
    if (near > 0.2) {
      const share = pick(random, [0.16, 0.3, 0.46])
      const cell = unit * (9 + near * 5)
      for (let column = x + cell * 0.6; column < x + wide - cell * 0.8; column += cell)
        for (let y = top + cell; y < ground - cell * 1.4; y += cell * 1.35)
          if (random() < share)
            windows[Math.floor(random(0, 2.25))] +=
              `M${round(column)} ${round(y)}h${round(cell * 0.52)}v${round(cell * 0.7)}h${round(-cell * 0.52)}z`
    }
    x += wide * random(0.92, 1.25)
  }
  const lights = [mix(palette.light, '#ffd98a', 0.5), palette.accents[0], palette.accents[1]]
  for (const [index, path] of windows.entries())
    canvas.add(
      `<path d="${path}" fill="${lights[index] ?? palette.light}" opacity="${round(0.42 + near * 0.4)}"/>`,
    )
}

function wetStreet(canvas: Canvas, ground: number): void {
  const { width, height, palette, random, unit } = canvas
  for (let streak = 0; streak < 26; streak++) {
    const colour = pick(random, [...palette.accents, palette.light])
    const fill = canvas.vertical([0, colour, 0.55], [1, colour, 0])
    const long = (height - ground) * random(0.25, 0.95)
    const opacity = canvas.flat ? 0.35 : 0.8
    canvas.rect(random(0, width), ground + 2, unit * random(4, 20), long, fill, `opacity="${opacity}"`)
  }
}

/** Street lights too near to be sharp. */
function bokeh(canvas: Canvas, ground: number): void {
  if (canvas.flat) return
  const { width, random, palette, unit } = canvas
  for (let light = 0; light < 26; light++) {
    const radius = unit * random(14, 50)
    const colour = pick(random, [palette.accents[0], palette.accents[0], palette.accents[1], palette.light])
    const y = ground + unit * (random() + random() - 0.9) * 130
    const rim = `stroke="${colour}" stroke-opacity="0.5" stroke-width="${round(unit * 1.6)}" fill-opacity="${round(random(0.12, 0.34))}"`
    canvas.disc(random(0, width), y, radius, colour, rim)
  }
}
