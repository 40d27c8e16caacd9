import { TEMPLATE_NAMES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import type { Ink } from './draw.ts'
import type { Canvas, Rect } from './paint.ts'
import { IMAGE_HEIGHT, IMAGE_WIDTH, LAYOUTS } from './templates.ts'

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

function flat(value: number): Canvas {
  const data = new Uint8Array(IMAGE_WIDTH * IMAGE_HEIGHT * 3).fill(value)
  return { width: IMAGE_WIDTH, height: IMAGE_HEIGHT, data }
}

function colors({ data, width }: Canvas, { left, top, width: across, height }: Rect): number[][] {
  const found: number[][] = []
  for (let y = top; y < top + height; y += 3)
    for (let x = left; x < left + across; x += 7) {
      const at = (y * width + x) * 3
      found.push([...data.subarray(at, at + 3)])
    }
  return found
}

/** Where the ink of a template lands, found by painting it in a colour nothing else has. */
function inkRect(
  paint: (ink: Ink) => { blendInto: (canvas: Canvas) => void },
  width: number,
  height: number,
): Rect {
  const data = Buffer.alloc(width * height * 4, Uint8Array.of(255, 0, 255, 255))
  const canvas = flat(0)
  paint({ width, height, data }).blendInto(canvas)
  for (let at = 0; at < canvas.data.length; at += 3)
    if (canvas.data[at] === 255 && canvas.data[at + 1] === 0 && canvas.data[at + 2] === 255)
      return { left: (at / 3) % IMAGE_WIDTH, top: Math.floor(at / 3 / IMAGE_WIDTH), width, height }
  throw new Error('no ink was painted')
}

describe.each(TEMPLATE_NAMES)('the template %s', template => {
  const { box, color, paint } = LAYOUTS[template]
  const text = [1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16))
  const sizes = [
    [box.width, box.height],
    [80, 40],
  ] as const

  it.each(sizes)('keeps a title of %ix%i pixels legible on any picture', (width, height) => {
    for (const side of ['left', 'right'] as const)
      for (const picture of [0, 128, 255]) {
        const rect = inkRect(ink => paint(ink, side), width, height)
        const canvas = flat(picture)
        paint({ width, height, data: Buffer.alloc(width * height * 4) }, side).blendInto(canvas)
        for (const found of colors(canvas, rect)) expect(contrast(text, found)).toBeGreaterThanOrEqual(4.5)
      }
  })

  it.each(sizes)('keeps a title of %ix%i pixels away from the edges', (width, height) => {
    for (const side of ['left', 'right'] as const) {
      const { left, top } = inkRect(ink => paint(ink, side), width, height)
      expect(Math.min(left, IMAGE_WIDTH - left - width)).toBeGreaterThanOrEqual(48)
      expect(Math.min(top, IMAGE_HEIGHT - top - height)).toBeGreaterThanOrEqual(24)
    }
  })

  it('covers no more of the picture than it needs', () => {
    const { rect } = paint({ width: 80, height: 40, data: Buffer.alloc(80 * 40 * 4) }, 'left')
    expect(rect.width * rect.height).toBeLessThan(0.65 * IMAGE_WIDTH * IMAGE_HEIGHT)
  })
})
