import { describe, expect, it } from 'vitest'
import { Overlay, type Rgb } from './paint.ts'
import { ease, fillGradient, fillRounded } from './shapes.ts'

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
const SIZE = 40
const whole = { left: 0, top: 0, width: SIZE, height: SIZE }

/** How light each pixel of a black square is with something laid over it. */
function painted(paint: (overlay: Overlay) => void): (x: number, y: number) => number {
  const canvas = { width: SIZE, height: SIZE, data: new Uint8Array(SIZE * SIZE * 3) }
  const overlay = new Overlay(whole)
  paint(overlay)
  overlay.blendInto(canvas)
  return (x, y) => canvas.data[(y * SIZE + x) * 3] ?? 0
}

describe('a rectangle with round corners', () => {
  const at = painted(overlay => fillRounded(overlay, { left: 5, top: 5, width: 30, height: 20 }, WHITE, 1, 8))

  it('is whole but for its four corners, which are alike', () => {
    expect([at(20, 5), at(20, 24), at(5, 15), at(34, 15)]).toEqual([255, 255, 255, 255])
    expect([at(5, 5), at(34, 5), at(5, 24), at(34, 24)]).toEqual([0, 0, 0, 0])
    expect([at(20, 4), at(20, 25), at(4, 15), at(35, 15)]).toEqual([0, 0, 0, 0])
    for (let x = 5; x < 20; x++)
      expect([at(39 - x, 6), at(x, 23), at(39 - x, 23)]).toEqual([at(x, 6), at(x, 6), at(x, 6)])
  })

  it('covers no pixel twice where it is seen through', () => {
    const half = painted(overlay => fillRounded(overlay, whole, WHITE, 0.5, 8))
    const values = new Set(
      Array.from({ length: SIZE * SIZE }, (_, pixel) => half(pixel % SIZE, Math.floor(pixel / SIZE))),
    )
    expect(Math.max(...values)).toBe(128)
  })

  it('is a pill or a circle at most, however large the radius', () => {
    const circle = painted(overlay => fillRounded(overlay, whole, WHITE, 1, 500))
    expect([circle(0, 20), circle(20, 0), circle(20, 20)].every(light => light > 200)).toBe(true)
    expect(circle(3, 3)).toBe(0)
  })
})

describe('a gradient', () => {
  const stops = [
    { at: 0, color: BLACK, opacity: 1 },
    { at: 1, color: WHITE, opacity: 1 },
  ]
  const linear = (share: number) => share

  it.each([
    ['right', (step: number) => [step, 20]],
    ['left', (step: number) => [SIZE - 1 - step, 20]],
    ['bottom', (step: number) => [20, step]],
    ['top', (step: number) => [20, SIZE - 1 - step]],
  ] as const)('runs to the %s in equal steps', (to, place) => {
    const at = painted(overlay => fillGradient(overlay, whole, to, stops, linear))
    for (let step = 0; step < SIZE; step++) {
      const [x = 0, y = 0] = place(step)
      expect(Math.abs(at(x, y) - (255 * (step + 0.5)) / SIZE)).toBeLessThan(1)
    }
  })

  it('mixes colour and opacity between the two stops it is between, in whatever order they are told', () => {
    const three = [
      { at: 1, color: WHITE, opacity: 1 },
      { at: 0.5, color: WHITE, opacity: 0 },
      { at: 0.25, color: WHITE, opacity: 1 },
    ]
    const at = painted(overlay => fillGradient(overlay, whole, 'bottom', three, linear))
    expect([at(0, 0), at(0, 9), at(0, 39)].every(light => light > 245)).toBe(true)
    expect(at(0, 20)).toBeLessThan(10)
    expect(Math.abs(at(0, 30) - 134)).toBeLessThan(6)
  })

  it('may begin and end unseen', () => {
    const at = painted(overlay => fillGradient(overlay, whole, 'bottom', stops, ease))
    expect(at(0, 2)).toBeLessThan((255 * 2) / SIZE)
    expect(at(0, 37)).toBeGreaterThan((255 * 38) / SIZE)
  })
})
