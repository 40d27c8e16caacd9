import { type Colour, ramp } from './colour.ts'
import { type Point, type Size, unitOf } from './geometry.ts'
import type { Palette } from './palettes.ts'
import type { Random } from './random.ts'

/** A stop of a gradient: where, 0 to 1, which colour, how opaque. */
export type Stop = readonly [offset: number, colour: Colour, opacity?: number]

/** How shapes are filled: `soft` with gradients and glows, `flat` with plain colours and none. */
export type Shading = 'soft' | 'flat'

export interface CanvasOptions {
  size: Size
  palette: Palette
  random: Random
  shading: Shading
}

/** Collects SVG: shapes in drawing order, gradients as they are needed. All lengths are pixels of the canvas. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly palette: Palette
  readonly random: Random
  readonly flat: boolean
  /** See {@link unitOf}. */
  readonly unit: number
  readonly #parts: string[] = []
  readonly #defs: string[] = []

  constructor(options: CanvasOptions) {
    this.width = options.size.width
    this.height = options.size.height
    this.palette = options.palette
    this.random = options.random
    this.flat = options.shading === 'flat'
    this.unit = unitOf(options.size)
  }

  /** Raw markup, for what the other methods do not cover. */
  add(markup: string): void {
    this.#parts.push(markup)
  }

  /** A vertical gradient to fill with; in flat shading its middle colour. */
  vertical(...stops: readonly [Stop, ...Stop[]]): string {
    if (this.flat) return (stops[Math.floor(stops.length / 2)] ?? stops[0])[1]
    return this.gradient('linearGradient', 'x1="0" y1="0" x2="0" y2="1"', ...stops)
  }

  gradient(tag: 'linearGradient' | 'radialGradient', attributes: string, ...stops: readonly Stop[]): string {
    const id = `g${this.#defs.length}`
    const marks = stops.map(
      ([offset, colour, opacity = 1]) =>
        `<stop offset="${round(offset)}" stop-color="${colour}" stop-opacity="${round(opacity)}"/>`,
    )
    this.#defs.push(`<${tag} id="${id}" ${attributes}>${marks.join('')}</${tag}>`)
    return `url(#${id})`
  }

  /** A rectangle over the whole width. */
  band(top: number, bottom: number, fill: string): void {
    this.rect(0, top, this.width, bottom - top, fill)
  }

  /** A sky of the palette's three colours down to `bottom`. */
  sky(bottom: number = this.height): void {
    const [zenith, middle, horizon] = this.palette.sky
    if (!this.flat) {
      this.band(0, bottom, this.vertical([0, zenith], [0.55, middle], [1, horizon]))
      return
    }
    const steps = 8
    for (let step = 0; step < steps; step++)
      this.band((bottom * step) / steps, bottom, ramp([zenith, middle, horizon], step / (steps - 1)))
  }

  /** A disc of light that fades to nothing at its rim. Nothing in flat shading. */
  glow(x: number, y: number, radius: number, colour: Colour, opacity: number): void {
    if (this.flat) return
    const fill = this.gradient(
      'radialGradient',
      '',
      [0, colour, opacity],
      [0.35, colour, opacity * 0.42],
      [0.7, colour, opacity * 0.1],
      [1, colour, 0],
    )
    this.disc(x, y, radius, fill)
  }

  disc(x: number, y: number, radius: number, fill: string, attributes = ''): void {
    this.add(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}" ${attributes}/>`)
  }

  ellipse(x: number, y: number, rx: number, ry: number, fill: string, attributes = ''): void {
    this.add(
      `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(rx)}" ry="${round(ry)}" fill="${fill}" ${attributes}/>`,
    )
  }

  rect(x: number, y: number, width: number, height: number, fill: string, attributes = ''): void {
    this.add(
      `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}" ${attributes}/>`,
    )
  }

  /** A closed shape. Class `s` marks what gets an outline in ink styles. */
  shape(points: readonly Point[], fill: string, attributes = 'class="s"'): void {
    this.add(`<path d="${polygon(points)}" fill="${fill}" ${attributes}/>`)
  }

  /** Everything under a line, down to the lower edge. The line must run from left to right over the whole width. */
  ground(line: readonly Point[], fill: string, attributes = 'class="s"'): void {
    const pad = 20 * this.unit
    const first = line[0]
    const last = line.at(-1)
    if (first === undefined || last === undefined) return
    const below = this.height + pad
    this.shape(
      [[-pad, below], [-pad, first[1]], ...line, [this.width + pad, last[1]], [this.width + pad, below]],
      fill,
      attributes,
    )
  }

  /** @param style a style sheet, for outlines */
  toSvg(style = ''): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}">` +
      `<style>${style}</style><defs>${this.#defs.join('')}</defs>${this.#parts.join('')}</svg>`
    )
  }
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}

export function polygon(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`
}

/** An open line that passes near the points in round curves. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let path = `M${round(first[0])} ${round(first[1])}`
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1]
    const [x, y] = next === undefined ? point : [(point[0] + next[0]) / 2, (point[1] + next[1]) / 2]
    path += `Q${round(point[0])} ${round(point[1])} ${round(x)} ${round(y)}`
  }
  return path
}
