import { describe, expect, it } from 'vitest'
import {
  actualScale,
  clamped,
  columnsFor,
  FIT,
  type Geometry,
  panned,
  percentOf,
  placeOf,
  scaledTo,
  showsPixels,
  stepped,
  textOf,
  viewIn,
} from './zoom.ts'

/** A picture that is twice as wide as its frame has pixels. */
const GEOMETRY: Geometry = {
  frame: { width: 600, height: 600 },
  picture: { width: 1200, height: 630 },
  density: 1,
}

describe('the size of a picture', () => {
  it('is 100% where one of its pixels is one of the screen, whatever a CSS pixel is', () => {
    for (const density of [1, 1.5, 3]) {
      const geometry = { ...GEOMETRY, density }
      const view = scaledTo(FIT, geometry, actualScale(geometry))
      expect(percentOf(view, geometry)).toBe(100)
      const { width, height } = placeOf(view, geometry)
      expect(width * density).toBeCloseTo(1200)
      expect(height * density).toBeCloseTo(630)
    }
  })

  it('is never more than sixteen times that, nor less than whole', () => {
    expect(percentOf(scaledTo(FIT, GEOMETRY, 1_000), GEOMETRY)).toBe(1_600)
    expect(scaledTo(FIT, GEOMETRY, 0.001)).toEqual(FIT)
  })

  it('can be less than whole for a picture that is smaller than its frame', () => {
    const small = { ...GEOMETRY, picture: { width: 60, height: 60 } }
    const view = scaledTo(FIT, small, actualScale(small))
    expect(placeOf(view, small)).toEqual({ width: 60, height: 60, left: 270, top: 270 })
  })

  it('shows pixels from 300% on', () => {
    const at = (percent: number) => scaledTo(FIT, GEOMETRY, (actualScale(GEOMETRY) * percent) / 100)
    expect([200, 300].map(percent => showsPixels(at(percent), GEOMETRY))).toEqual([false, true])
  })
})

describe('a step of the zoom', () => {
  it('goes in and out by half as much again', () => {
    expect(stepped(4, 1, GEOMETRY)).toBe(6)
    expect(stepped(6, -1, GEOMETRY)).toBe(4)
  })

  it('stops at the whole picture and at 100%', () => {
    expect(stepped(1.5, 1, GEOMETRY)).toBe(2)
    expect(stepped(2, 1, GEOMETRY)).toBe(3)
    expect(stepped(2.9, -1, GEOMETRY)).toBe(2)
    expect(stepped(1.2, -1, GEOMETRY)).toBe(1)
  })
})

describe('zooming about a point', () => {
  it('leaves what is there where it is', () => {
    const at = { x: 120, y: -40 }
    const under = ({ scale, x, y }: typeof FIT) => [x + at.x / (600 * scale), y + at.y / (315 * scale)]
    const near = scaledTo(FIT, GEOMETRY, 4)
    const nearer = scaledTo(near, GEOMETRY, 8, at)
    expect(nearer.scale).toBe(8)
    for (const [index, value] of under(nearer).entries()) expect(value).toBeCloseTo(under(near)[index] ?? 0)
  })

  it('shows no more of what is beside the picture than it has to', () => {
    const corner = scaledTo(FIT, GEOMETRY, 4, { x: 10_000, y: 10_000 })
    const { left, top, width, height } = placeOf(corner, GEOMETRY)
    expect([left + width, top + height]).toEqual([600, 600])
  })
})

describe('moving a picture', () => {
  it('takes it along under the hand, by so many pixels', () => {
    const before = scaledTo(FIT, GEOMETRY, 4)
    const after = panned(before, GEOMETRY, { x: 30, y: -12 })
    const [a, b] = [placeOf(before, GEOMETRY), placeOf(after, GEOMETRY)]
    expect([b.left - a.left, b.top - a.top]).toEqual([30, -12])
  })

  it('ends at the edges, and moves nothing that is whole', () => {
    expect(panned(FIT, GEOMETRY, { x: 50, y: 50 })).toEqual(FIT)
    const edge = panned(scaledTo(FIT, GEOMETRY, 4), GEOMETRY, { x: 9_999, y: 0 })
    expect(placeOf(edge, GEOMETRY).left).toBe(0)
  })

  it('moves pictures of other sizes to the same part of themselves', () => {
    const twice = { ...GEOMETRY, picture: { width: 2400, height: 1260 } }
    const view = panned(scaledTo(FIT, GEOMETRY, 4), GEOMETRY, { x: 100, y: 20 })
    expect(placeOf(view, twice)).toEqual(placeOf(view, GEOMETRY))
  })
})

it('starts a picture at a pixel of the screen', () => {
  const { left, top } = placeOf(clamped({ scale: 3.7, x: 0.4321, y: 0.5 }, GEOMETRY), {
    ...GEOMETRY,
    density: 2,
  })
  expect([left * 2, top * 2].every(Number.isInteger)).toBe(true)
})

describe('a view in an address', () => {
  it('comes back as it was, and is left out where all is seen', () => {
    const view = { scale: 2.5, x: 0.31, y: 0.6212 }
    expect(viewIn(textOf(view) ?? null)).toEqual(view)
    expect(textOf(FIT)).toBeUndefined()
  })

  it.each([null, '', 'x', '2', '2,0.5', '-1,0.5,0.5', '2,1.5,0.5', '2,,NaN', 'Infinity,0.5,0.5'])(
    'is the whole picture where it makes no sense: %s',
    text => expect(viewIn(text)).toEqual(FIT),
  )
})

describe('the columns of pictures', () => {
  const wide = { width: 1400, height: 760 }
  it('are as many as there are pictures, where that is as good', () => {
    expect([1, 2].map(count => columnsFor(count, wide, 1200 / 630))).toEqual([1, 2])
    expect(columnsFor(4, wide, 9 / 16)).toBe(4)
    expect(columnsFor(3, wide, 1200 / 630, 48)).toBe(3)
  })

  it('are fewer where rows show them larger', () => {
    expect(columnsFor(4, wide, 1200 / 630, 48)).toBe(2)
    expect(columnsFor(3, { width: 800, height: 1200 }, 1200 / 630)).toBe(1)
    expect(columnsFor(2, { width: 390, height: 640 }, 1200 / 630)).toBe(1)
  })
})
