import type { Box } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { frameOf, pixels, rectOf, within } from './frame.ts'

const og = frameOf({ width: 1200, height: 630 }, false)

function rect(box: Box, frame = og): number[] {
  const { left, top, width, height } = rectOf(box, frame)
  return [left, top, width, height]
}

describe('a unit', () => {
  it('is a pixel of 1200x630, and grows with the root of the area', () => {
    expect(og.unit).toBe(1)
    expect(frameOf({ width: 600, height: 315 }, false).unit).toBe(0.5)
    expect(frameOf({ width: 630, height: 1200 }, false).unit).toBe(1)
    expect(frameOf({ width: 1080, height: 1920 }, false).unit).toBeCloseTo(1.656, 3)
  })

  it('is never so small that a line goes away', () => {
    const small = frameOf({ width: 60, height: 32 }, false)
    expect([pixels(4, small), pixels(0, small)]).toEqual([1, 0])
  })
})

describe('a box', () => {
  it.each([
    ['all of the picture', {}, [0, 0, 1200, 630]],
    ['from side to side', { left: 50, right: 100, top: 10, bottom: 20 }, [50, 10, 1050, 600]],
    ['from one side', { right: 100, width: 300, bottom: 20, height: 40 }, [800, 570, 300, 40]],
    ['in the middle', { width: 201, height: '50%' }, [499, 157, 201, 315]],
    ['to the other side', { left: '25%', top: 600 }, [300, 600, 900, 30]],
  ] satisfies [string, Box, number[]][])('is %s', (_, box, wanted) => {
    expect(rect(box)).toEqual(wanted)
  })

  it('changes sides with its text where it is given from start to end', () => {
    const mirrored = frameOf(og, true)
    expect(rect({ start: 90, end: 60 })).toEqual([90, 0, 1050, 630])
    expect(rect({ start: 90, end: 60 }, mirrored)).toEqual([60, 0, 1050, 630])
    expect(rect({ start: 90, width: 7 }, mirrored)).toEqual([1103, 0, 7, 630])
    expect(rect({ left: 90, width: 7 }, mirrored)).toEqual([90, 0, 7, 630])
  })

  it('grows with the picture', () => {
    expect(
      rect({ left: 50, width: '50%', top: 10, height: 40 }, frameOf({ width: 2400, height: 1260 }, false)),
    ).toEqual([100, 20, 1200, 80])
  })
})

it('what of a rectangle is away from the edges is within them, or nothing is', () => {
  expect(within({ left: -5, top: 10, width: 2000, height: 30 }, og, 24)).toEqual({
    left: 24,
    top: 24,
    width: 1152,
    height: 16,
  })
  expect(within({ left: 1300, top: 0, width: 10, height: 10 }, og).width).toBe(0)
})
