import { brightness, type Colour, channels, lighten, mix } from '../colour.ts'
import type { Point } from '../geometry.ts'
import { heightAt } from '../lines.ts'
import { type Canvas, round } from '../svg.ts'

/** Things more than one scene is made of. */

/** The sun, or the moon in a cold palette: a disc and the light around it. */
export function sun(canvas: Canvas, x: number, y: number, radius: number): void {
  canvas.glow(x, y, radius * 7, canvas.palette.light, 0.75)
  canvas.disc(x, y, radius, canvas.palette.light, 'class="s"')
}

/** Stars over the upper part of the frame, if the palette's sky is dark enough to show them. */
export function stars(canvas: Canvas, bottom: number): void {
  if (brightness(...channels(canvas.palette.sky[0])) < 0.22) starfield(canvas, bottom, 110)
}

/** Stars from the upper edge down to `bottom`, fewer and fainter towards it. */
export function starfield(canvas: Canvas, bottom: number, count: number): void {
  const { random, unit, width } = canvas
  for (let star = 0; star < count; star++) {
    const y = bottom * random() ** 1.4
    const fade = (1 - y / bottom) * random(0.25, 0.95)
    const size = unit * (random() < 0.07 ? random(1.8, 2.6) : random(0.7, 1.5))
    canvas.disc(random(0, width), y, size, '#ffffff', `opacity="${round(fade)}"`)
  }
}

/** Firs that stand on a line, as one shape. */
export function conifers(canvas: Canvas, line: readonly Point[], colour: Colour, tallest: number): void {
  const { random, width } = canvas
  let path = ''
  let x = -tallest * 0.2
  while (x < width) {
    const tall = tallest * random(0.35, 1) ** 1.3
    path += fir(x, heightAt(line, x) + tall * 0.12, tall, random(0.3, 0.38))
    x += tall * random(0.12, 0.5) + (random() < 0.12 ? tallest * random(0.5, 1.8) : 0)
  }
  canvas.add(`<path class="s" d="${path}" fill="${colour}"/>`)
}

/** The outline of one fir, as a path: tiers that widen towards the ground. */
function fir(x: number, foot: number, tall: number, slender: number): string {
  const tiers = 6
  const right: string[] = []
  const left: string[] = []
  for (let tier = 1; tier <= tiers; tier++) {
    const reach = (tall * slender * tier) / tiers / 1.6
    const y = foot - tall * (1 - tier / tiers)
    right.push(`${round(x + reach)} ${round(y)}L${round(x + reach * 0.5)} ${round(y - tall * 0.012)}`)
    left.unshift(`${round(x - reach * 0.5)} ${round(y - tall * 0.012)}L${round(x - reach)} ${round(y)}`)
  }
  return `M${round(x)} ${round(foot - tall)}L${right.join('L')}L${left.join('L')}Z`
}

/** A bank of mist: opaque in its middle, gone at its edges. */
export function mist(canvas: Canvas, y: number, thickness: number, opacity: number): void {
  if (canvas.flat) return
  const { haze } = canvas.palette
  canvas.band(
    y - thickness / 2,
    y + thickness / 2,
    canvas.vertical([0, haze, 0], [0.5, haze, opacity], [1, haze, 0]),
  )
}

/** Glints of a light on water below `top`, gathered under `x`. */
export function glitter(canvas: Canvas, x: number, top: number, spread: number): void {
  const { random, height, palette } = canvas
  let path = ''
  for (let glint = 0; glint < 130; glint++) {
    const depth = random() ** 1.5
    const y = top + (height - top) * depth
    const half = spread * (0.1 + depth * 0.5) * random(0.05, 0.45)
    const middle = x + (random() + random() - 1) * spread * (0.3 + depth)
    const thick = (0.0012 + depth * 0.0035) * height
    path += `M${round(middle - half)} ${round(y)}q${round(half)} ${round(-thick)} ${round(half * 2)} 0q${round(-half)} ${round(thick)} ${round(-half * 2)} 0Z`
  }
  canvas.add(`<path d="${path}" fill="${palette.light}" opacity="0.5"/>`)
}

/** The three visible sides of something lit from above and the left: top, left and right. */
export function sides(colour: Colour, shade: Colour): readonly [Colour, Colour, Colour] {
  return [lighten(colour, 0.07), mix(colour, shade, 0.22), mix(colour, shade, 0.62)]
}
