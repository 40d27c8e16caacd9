import { describe, expect, it } from 'vitest'
import { type Canvas, Overlay, type Rect, type Rgb } from './paint.ts'

const WIDTH = 37
const COLOR: Rgb = [13, 150, 240]

/** A picture of every brightness, whose rows begin at no particular place. */
function picture(): Canvas {
  const data = Uint8Array.from({ length: WIDTH * 12 * 3 }, (_, at) => (at * 89) % 256)
  return { width: WIDTH, height: 12, data }
}

/** The picture with a rectangle mixed into it, channel by channel. */
function mixed({ data }: Canvas, { left, top, width, height }: Rect, alpha: number): number[] {
  return [...data].map((below, at) => {
    const [x, y] = [Math.floor(at / 3) % WIDTH, Math.floor(at / 3 / WIDTH)]
    const inside = x >= left && x < left + width && y >= top && y < top + height
    return inside ? (COLOR[at % 3] ?? 0) * alpha + below * (1 - alpha) : below
  })
}

function blended(rect: Rect, alpha: number): number[] {
  const canvas = picture()
  const overlay = new Overlay(rect)
  overlay.fill(rect, COLOR, alpha)
  overlay.blendInto(canvas)
  return [...canvas.data]
}

describe('a fill', () => {
  it('mixes its colour into its rectangle and nothing else, wherever it begins and ends', () => {
    for (let left = 0; left < 6; left++)
      for (let width = 0; width < 14; width++) {
        const rect = { left, top: 2, width, height: 5 }
        const wanted = mixed(picture(), rect, 0.37)
        for (const [at, value] of blended(rect, 0.37).entries())
          expect(Math.abs(value - (wanted[at] ?? 0)), `${width} from ${left}`).toBeLessThan(0.51)
      }
  })

  it('covers all below it where it is solid, and shows nothing where it is clear', () => {
    const everything = { left: 0, top: 0, width: WIDTH, height: 12 }
    expect(blended(everything, 1)).toEqual(mixed(picture(), everything, 1))
    expect(blended(everything, 0)).toEqual([...picture().data])
  })
})

describe('placed ink', () => {
  const rect = { left: 3, top: 1, width: 20, height: 8 }
  const clear = [0, 0, 0, 0]
  const half = [200, 100, 0, 128]
  const solid = [9, 8, 7, 255]
  const ink = () => ({
    width: 3,
    height: 2,
    data: Buffer.from([clear, half, clear, solid, clear, half].flat()),
  })

  it('lies on the picture pixel by pixel', () => {
    const canvas = picture()
    const overlay = new Overlay(rect)
    overlay.place(ink(), 4, 2)
    overlay.blendInto(canvas)
    const changes: Record<string, number[]> = {}
    for (let pixel = 0; pixel < WIDTH * 12; pixel++) {
      const [is, was] = [canvas, picture()].map(({ data }) => [...data.subarray(pixel * 3, pixel * 3 + 3)])
      if (String(is) !== String(was)) changes[`${pixel % WIDTH},${Math.floor(pixel / WIDTH)}`] = is ?? []
    }
    const over = (x: number, y: number) =>
      [200, 100, 0].map((channel, index) => {
        const below = picture().data[(y * WIDTH + x) * 3 + index] ?? 0
        return Math.round((channel * 128 + below * 127) / 255)
      })
    expect(changes).toEqual({ '5,2': over(5, 2), '4,3': [9, 8, 7], '6,3': over(6, 3) })
  })

  it('stays what it was when the drawing is no more', () => {
    const [one, other] = [picture(), picture()]
    const drawing = ink()
    const overlay = new Overlay(rect)
    overlay.place(drawing, 4, 2)
    overlay.blendInto(one)
    drawing.data.fill(0)
    overlay.blendInto(other)
    expect(other).toEqual(one)
  })

  it('is refused where it would leave its overlay', () => {
    expect(() => new Overlay(rect).place(ink(), 21, 2)).toThrow('3x2 at 21,2 leaves its overlay.')
  })
})
