import { type Colour, mix } from '../colour.ts'
import { type Size, unitOf } from '../geometry.ts'
import type { Random } from '../random.ts'
import { type Raster, rasterize, sample } from '../raster.ts'
import { round } from '../svg.ts'
import type { Medium } from './medium.ts'

const PAPER = '#faf8f2'

/** Hatching from light to dark: each layer where the motif is darker than `below`, at its own angle in degrees. */
const LAYERS = [
  { below: 0.7, angle: -38, gap: 17, opacity: 0.26 },
  { below: 0.5, angle: -43, gap: 11, opacity: 0.4 },
  { below: 0.32, angle: 34, gap: 11, opacity: 0.46 },
  { below: 0.17, angle: -8, gap: 9, opacity: 0.5 },
]

/** Makes every shape paper and gives it a pencil line, so that near shapes hide what is behind them. */
function outlineStyle(colour: Colour, size: Size): string {
  const thick = round(unitOf(size) * 3.2)
  return `path:not(.h),rect,circle,ellipse{fill:${PAPER}!important;fill-opacity:1!important;stroke:none!important;opacity:1!important}polyline{stroke:none!important}.s.s{stroke:${colour}!important;stroke-width:${thick}px!important;stroke-opacity:.8!important}`
}

/** A drawing: outlines, and hatching for the tones that the scene has in colour. */
export const pencil: Medium = async ({ draw, palette, size, random }) => {
  const lead = mix(palette.deep, palette.body, 0.25)
  const outlines = draw('flat', outlineStyle(lead, size))
  const tones = await rasterize(draw('soft'), { width: 300, height: 200 })
  const levels = spread(tones)
  const unit = unitOf(size)
  const hatching = LAYERS.map(layer => {
    const path = hatch(tones, levels(layer.below), layer, size, unit, random)
    return `<path class="h" d="${path}" stroke="${lead}" stroke-opacity="${layer.opacity}" stroke-width="${round(unit * 1.9)}" fill="none" stroke-linecap="round"/>`
  })
  return rasterize(outlines.replace('</svg>', `${hatching.join('')}</svg>`), size)
}

/** Where a share of the way from the motif's darkest to its lightest tone lies: dark motifs leave paper, too. */
function spread(tones: Raster): (share: number) => number {
  const sorted = Array.from({ length: 400 }, (_, index) => {
    const place = [(index % 20) / 20, Math.floor(index / 20) / 20] as const
    return sample(tones, place).brightness
  }).sort((a, b) => a - b)
  const low = sorted[8] ?? 0
  const high = Math.max(low + 0.05, sorted[392] ?? 1)
  return share => low + (high - low) * share
}

function hatch(
  tones: Raster,
  below: number,
  layer: (typeof LAYERS)[number],
  { width, height }: Size,
  unit: number,
  random: Random,
): string {
  const turn = (layer.angle * Math.PI) / 180
  const [dx, dy] = [Math.cos(turn), Math.sin(turn)]
  const reach = Math.hypot(width, height) / 2
  const step = 13 * unit
  let path = ''
  for (let offset = -reach; offset < reach; offset += layer.gap * unit * random(0.75, 1.25)) {
    let down = false
    for (let along = -reach; along < reach; along += step) {
      const x = width / 2 + dx * along - dy * offset
      const y = height / 2 + dy * along + dx * offset
      const inside = x > 0 && y > 0 && x < width && y < height
      const dark = inside && sample(tones, [x / width, y / height]).brightness < below
      // The hand lifts now and then.
      const draw = dark && random() > 0.045
      if (draw)
        path += `${down ? 'L' : 'M'}${round(x + random(-0.8, 0.8) * unit)} ${round(y + random(-0.8, 0.8) * unit)}`
      down = draw
    }
  }
  return path
}
