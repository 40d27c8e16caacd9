import { lighten, mix, ramp } from '../colour.ts'
import type { Point } from '../geometry.ts'
import type { Canvas } from '../svg.ts'

const STEPS = 40

/** Silk: waves of cloth that lie one over the other and run through the palette. */
export function ribbons(canvas: Canvas): void {
  const { width, height, palette, random, unit } = canvas
  const colours = [
    mix(palette.sky[2], palette.light, 0.4),
    palette.sky[2],
    palette.accents[0],
    mix(palette.accents[0], palette.sky[1], 0.6),
    palette.body,
    palette.sky[0],
    palette.deep,
  ] as const
  canvas.band(0, height, colours[0])
  canvas.glow(width * random(0.2, 0.8), height * 0.1, height * 0.9, palette.light, 0.7)
  const bands = 15
  const slant = random(-0.5, 0.5)
  const folds = [0, 1, 2].map(() => ({
    turns: random(0.45, 1.3),
    phase: random(0, 6.3),
    drift: random(1.2, 3.4),
  }))
  for (let band = 0; band < bands; band++) {
    const place = band / (bands - 1)
    const line = Array.from({ length: STEPS + 1 }, (_, step): Point => {
      const x = step / STEPS
      const lift = folds.reduce(
        (sum, fold, index) =>
          sum + Math.sin(x * fold.turns * 6.283 + fold.phase + place * fold.drift * 2) / (index + 1.3),
        0,
      )
      return [x * width, height * (0.1 + place * 0.86 + slant * (x - 0.5) * (1 - place * 0.5) + lift * 0.12)]
    })
    const base = ramp(colours, 0.12 + place * 0.88)
    if (!canvas.flat)
      for (const [lift, opacity] of [
        [26, 0.05],
        [15, 0.07],
        [7, 0.1],
      ] as const)
        canvas.ground(
          line.map(([x, y]): Point => [x, y - lift * unit]),
          palette.deep,
          `fill-opacity="${opacity}"`,
        )
    canvas.ground(
      line,
      canvas.gradient(
        'linearGradient',
        `x1="${slant > 0 ? 0 : 1}" y1="0" x2="${slant > 0 ? 1 : 0}" y2="0.4"`,
        [0, lighten(base, 0.07)],
        [0.4, base],
        [0.75, lighten(base, 0.09)],
        [1, lighten(base, -0.05)],
      ),
    )
  }
}
