import { fromChannels } from '../colour.ts'
import { unitOf } from '../geometry.ts'
import { noiseField } from '../noise.ts'
import { type Raster, rasterize, sample } from '../raster.ts'
import { round } from '../svg.ts'
import type { Medium } from './medium.ts'

/** Broad strokes first, finer ones on top: how many, how long and wide in thousandths of the shorter side. */
const COATS = [
  { strokes: 1000, long: 120, wide: 46 },
  { strokes: 1300, long: 66, wide: 17 },
  { strokes: 4500, long: 38, wide: 9 },
]

/** Strokes side by side in the first coat. */
const ROW = 40

/** Oil: strokes laid along the forms, thick enough to catch light. */
export const brush: Medium = async ({ draw, size, random }) => {
  const { width, height } = size
  const motif = await rasterize(draw('soft'), { width: 240, height: 160 })
  const unit = unitOf(size)
  const drift = noiseField(random)
  let strokes = ''
  for (const coat of COATS)
    for (let stroke = 0; stroke < coat.strokes; stroke++) {
      // The first coat goes on in rows, so that no ground shows through it.
      const spread =
        coat === COATS[0]
          ? ([stroke % ROW, Math.floor(stroke / ROW), ROW, coat.strokes / ROW] as const)
          : ([0, 0, 1, 1] as const)
      const place = [(spread[0] + random()) / spread[2], (spread[1] + random()) / spread[3]] as const
      const { red, green, blue } = sample(motif, place)
      const { angle, edge } = form(motif, place, drift(place[0] * 5, place[1] * 5) * 0.8)
      // Fine strokes go where there is something to say.
      if (coat.wide < 12 && !edge) continue
      const long = coat.long * unit * random(0.6, 1.2)
      const [x, y] = [place[0] * width, place[1] * height]
      const [dx, dy] = [Math.cos(angle) * long, Math.sin(angle) * long]
      const bend = random(-0.25, 0.25)
      const light = random(-15, 15)
      const colour = fromChannels(red + light + random(-7, 7), green + light, blue + light + random(-7, 7))
      const path = `M${round(x - dx / 2)} ${round(y - dy / 2)}q${round(dx / 2 - dy * bend)} ${round(dy / 2 + dx * bend)} ${round(dx)} ${round(dy)}`
      const thick = round(coat.wide * unit * random(0.6, 1.2))
      strokes += `<path d="${path}" stroke="${colour}" stroke-width="${thick}"/>`
      // A ridge of wet paint along some strokes.
      if (stroke % 4 === 0)
        strokes += `<path d="${path}" transform="translate(0 ${round(-thick * 0.3)})" stroke="#fff" stroke-opacity="0.13" stroke-width="${round(thick * 0.14)}"/>`
    }
  const ground = [0, 0.25, 0.5, 0.75, 1].map(down => {
    const { red, green, blue } = sample(motif, [0.1, down])
    return `<stop offset="${down}" stop-color="${fromChannels(red, green, blue)}"/>`
  })
  const canvas =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<linearGradient id="ground" x2="0" y2="1">${ground.join('')}</linearGradient>` +
    '<rect width="100%" height="100%" fill="url(#ground)"/>' +
    `<g fill="none" stroke-linecap="round">${strokes}</g></svg>`
  return rasterize(canvas, size)
}

/** Along the form at a place: across its steepest change, or as the drift says where nothing changes. */
function form(
  motif: Raster,
  [x, y]: readonly [number, number],
  drift: number,
): { angle: number; edge: boolean } {
  const step = 0.012
  const tone = (dx: number, dy: number) => sample(motif, [x + dx, y + dy]).brightness
  const slopeX = tone(step, 0) - tone(-step, 0)
  const slopeY = tone(0, step) - tone(0, -step)
  if (Math.hypot(slopeX, slopeY) < 0.03) return { angle: drift, edge: false }
  return { angle: Math.atan2(slopeY, slopeX) + Math.PI / 2 + drift * 0.2, edge: true }
}
