import { lighten, mix, ramp } from '../colour.ts'
import type { Point } from '../geometry.ts'
import { noiseField } from '../noise.ts'
import { type Canvas, polygon } from '../svg.ts'

/** Cut paper: layers with a hole in each, one in the other, and the shadows they throw. */
export function paper(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const layers = 7
  const centre: Point = [width * random(0.34, 0.66), height * random(0.38, 0.52)]
  const field = noiseField(random)
  const colours = [palette.deep, palette.body, palette.accents[0], palette.sky[2], palette.light] as const
  const heart = mix(palette.light, palette.sky[2], 0.25)
  canvas.band(0, height, heart)
  canvas.disc(centre[0] + unit * 40, centre[1] - unit * 10, unit * 70, palette.accents[0])
  for (let layer = layers; layer >= 1; layer--) {
    const depth = layer / layers
    const radius = unit * (150 + 610 * (1 - depth) ** 0.92)
    const colour = ramp(colours, depth * 0.86)
    const rim = Array.from({ length: 72 }, (_, step): Point => {
      const angle = (step / 72) * Math.PI * 2
      const wave = field(Math.cos(angle) * 1.5 + layer * 0.42, Math.sin(angle) * 1.5 + layer * 0.3)
      const reach = radius * (1 + wave * 0.26)
      return [centre[0] + Math.cos(angle) * reach * 1.28, centre[1] + Math.sin(angle) * reach * 0.9]
    })
    sheet(canvas, rim, colour)
  }
}

/** A sheet that covers the frame but for its hole, with a soft shadow under the rim. */
function sheet(canvas: Canvas, rim: readonly Point[], colour: string): void {
  const { width, height, unit, palette } = canvas
  const frame = `M-60 -60H${width + 60}V${height + 60}H-60Z`
  const hole = polygon(rim)
  const shadow = mix(palette.deep, '#000000', 0.4)
  if (!canvas.flat)
    for (const [spread, opacity] of [
      [34, 0.05],
      [24, 0.07],
      [15, 0.09],
      [8, 0.12],
    ] as const)
      canvas.add(
        `<path d="${hole}" transform="translate(0 ${unit * spread * 0.45})" fill="none" stroke="${shadow}" stroke-opacity="${opacity}" stroke-width="${unit * spread}"/>`,
      )
  const fill = canvas.vertical([0, lighten(colour, 0.035)], [1, lighten(colour, -0.03)])
  canvas.add(`<path class="s" d="${frame}${hole}" fill-rule="evenodd" fill="${fill}"/>`)
  canvas.add(
    `<path d="${hole}" fill="none" stroke="${lighten(colour, 0.09)}" stroke-width="${unit * 1.8}" stroke-opacity="0.8"/>`,
  )
}
