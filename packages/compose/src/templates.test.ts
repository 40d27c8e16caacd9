import {
  layersFor,
  type StackItem,
  TEMPLATE_NAMES,
  TEMPLATES,
  type TemplateSpec,
  THEMES,
  type Theme,
} from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { mostOf } from './drawn-layers.ts'
import { type Frame, frameOf, pixels, type Shape } from './frame.ts'
import type { Canvas } from './paint.ts'
import { heightOf, type Piece } from './stack.ts'
import { type DrawnLayer, layOut, paintsOf, roomOf } from './templates.ts'

/** Relative luminance, as WCAG defines it. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map(value => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function flat({ width, height }: Shape, value: number): Canvas {
  return { width, height, data: new Uint8Array(width * height * 3).fill(value) }
}

const MAGENTA = [255, 0, 255, 255]
const CLEAR = [0, 0, 0, 0]

/** Which texts a picture has, and how large they are in their boxes. */
interface Texts {
  only?: 'title'
  are: 'large' | 'small'
}

/** A picture of one brightness under a template, with rectangles of a colour in place of its texts. */
function laid(
  template: TemplateSpec,
  theme: Theme,
  frame: Frame,
  texts: Texts,
  ink: number[],
  light: number,
): Canvas {
  const layers = layersFor(template, frame).flatMap((layer): DrawnLayer[] => {
    if (layer.kind !== 'stack') return layer.kind === 'logo' ? [] : [layer]
    const room = roomOf(layer, template, frame)
    const isShown = ({ kind }: StackItem) => kind === 'rule' || kind === 'title' || texts.only === undefined
    const pieces: Piece[] = []
    const shown = layer.items.filter(item => item.kind !== 'logo' && isShown(item))
    for (const item of shown.toSorted(
      (one, other) => Number(one.kind === 'title') - Number(other.kind === 'title'),
    )) {
      const gap = pixels(item.gap ?? layer.gap ?? 0, frame)
      const left = room.height - heightOf(pieces) - gap
      const size = sizeOf(item, { width: room.width, height: left }, frame, texts)
      const data = Buffer.alloc(size.width * size.height * 4, Uint8Array.from(ink))
      pieces.push({ item, gap, drawn: item.kind === 'rule' ? size : { ...size, data } })
    }
    return [{ ...layer, room, pieces: shown.flatMap(item => pieces.filter(piece => piece.item === item)) }]
  })
  const canvas = flat(frame, light)
  layOut(layers, frame, paintsOf(template, theme)).blendInto(canvas)
  return canvas
}

function sizeOf(item: StackItem, room: Shape, frame: Frame, { are }: Texts): Shape {
  if (item.kind === 'rule' || item.kind === 'logo')
    return { width: pixels(item.width, frame), height: pixels(item.height, frame) }
  const most = Math.min(room.height, Math.floor(mostOf(item, frame)))
  return are === 'large'
    ? { width: room.width, height: most }
    : { width: pixels(80, frame), height: Math.min(most, pixels(item.size.min, frame)) }
}

/** Where the texts are, as the pixels of a canvas. */
function textPixels(template: TemplateSpec, theme: Theme, frame: Frame, texts: Texts): number[] {
  const { data } = laid(template, theme, frame, texts, MAGENTA, 0)
  const found: number[] = []
  for (let at = 0; at < data.length; at += 3)
    if (data[at] === 255 && data[at + 1] === 0 && data[at + 2] === 255) found.push(at / 3)
  return found
}

/** Colours that texts of a template have in a theme. */
function textColors(template: TemplateSpec, theme: Theme, frame: Frame): number[][] {
  const items = layersFor(template, frame).flatMap(layer => (layer.kind === 'stack' ? layer.items : []))
  const paints = paintsOf(template, theme)
  return items.flatMap(item =>
    item.kind === 'rule' || item.kind === 'logo' ? [] : [[...paints(item.color)]],
  )
}

/** Small, since what is measured is a share of the picture. */
const SHAPES: Shape[] = [
  { width: 400, height: 210 },
  { width: 240, height: 240 },
  { width: 180, height: 320 },
  { width: 450, height: 150 },
  { width: 150, height: 450 },
]

const EVERY_TEXTS: Texts[] = [
  { only: 'title', are: 'large' },
  { only: 'title', are: 'small' },
  { are: 'large' },
  { are: 'small' },
]

const cases = TEMPLATE_NAMES.flatMap(name => THEMES.map(theme => [name, theme] as const))

describe.each(cases)('the template %s, %s,', (name, theme) => {
  const template = TEMPLATES[name]

  it.each(SHAPES)('keeps all texts legible on any picture of $width x $height', shape => {
    for (const mirrored of [false, true])
      for (const texts of EVERY_TEXTS) {
        const frame = frameOf(shape, mirrored)
        const at = textPixels(template, theme, frame, texts).filter((_, place) => place % 31 === 0)
        expect(at.length).toBeGreaterThan(0)
        for (const light of [0, 128, 255]) {
          const { data } = laid(template, theme, frame, texts, CLEAR, light)
          const grounds = new Set(at.map(pixel => String(data.subarray(pixel * 3, pixel * 3 + 3))))
          for (const ground of grounds)
            for (const color of textColors(template, theme, frame))
              expect(contrast(color, ground.split(',').map(Number)), ground).toBeGreaterThanOrEqual(4.5)
        }
      }
  })

  it.each(SHAPES)('keeps all texts of a picture of $width x $height away from its edges', shape => {
    for (const mirrored of [false, true])
      for (const texts of EVERY_TEXTS) {
        const frame = frameOf(shape, mirrored)
        const at = textPixels(template, theme, frame, texts)
        const columns = at.map(pixel => pixel % shape.width)
        const rows = at.map(pixel => Math.floor(pixel / shape.width))
        const least = (values: number[], whole: number) =>
          values.reduce((least, value) => Math.min(least, value, whole - 1 - value), whole)
        expect(least(columns, shape.width)).toBeGreaterThanOrEqual(Math.floor(32 * frame.unit))
        expect(least(rows, shape.height)).toBeGreaterThanOrEqual(Math.floor(24 * frame.unit))
      }
  })

  it('covers no more of the picture than a short title needs', () => {
    const frame = frameOf({ width: 1200, height: 630 }, false)
    const { data } = laid(template, theme, frame, { only: 'title', are: 'small' }, CLEAR, 128)
    expect(data.filter(value => value !== 128).length).toBeLessThan(0.65 * data.length)
  })
})
