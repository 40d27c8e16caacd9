import { describe, expect, it } from 'vitest'
import { FIT, inSight, type Room, type Sight, trackWidth, zoomAround, zoomTo } from './timeline-zoom.ts'

const room: Room = { lengthMs: 10_000, widthPx: 500 }

/** Share of the axis that is at a point. */
const shareAt = (sight: Sight, px: number, at: Room = room) => (sight.leftPx + px) / trackWidth(sight, at)

describe('zooming a time axis', () => {
  it('keeps what is under the pointer there, in and out', () => {
    const near = zoomAround(FIT, room, 4, 200)
    expect(trackWidth(near, room)).toBe(2_000)
    expect(shareAt(near, 200)).toBeCloseTo(shareAt(FIT, 200))
    const nearer = zoomAround(near, room, 1.7, 430)
    expect(shareAt(nearer, 430)).toBeCloseTo(shareAt(near, 430))
    const back = zoomAround(nearer, room, 1 / 1.7, 430)
    expect(back.leftPx).toBeCloseTo(near.leftPx)
  })

  it('never shows less than the whole width, or past an end', () => {
    expect(zoomAround(zoomAround(FIT, room, 4, 200), room, 1 / 9, 200)).toEqual(FIT)
    const right = zoomAround(FIT, room, 4, 500)
    expect(inSight(right, room)).toEqual({ from: 0.75, to: 1 })
    expect(inSight(zoomAround(right, room, 0.5, 0), room)).toEqual({ from: 0.5, to: 1 })
  })

  it('ends where no engine lays out more', () => {
    let sight = FIT
    for (const _ of Array(100)) sight = zoomAround(sight, room, 2, 100)
    expect(trackWidth(sight, room)).toBe(2_000_000)
    expect(shareAt(sight, 100)).toBeCloseTo(0.2)
  })

  it('fills the width with a stretch', () => {
    const { from, to } = inSight(zoomTo(room, 0.25, 0.3), room)
    expect(from).toBeCloseTo(0.25)
    expect(to).toBeCloseTo(0.3)
    expect(zoomTo(room, 0, 1)).toEqual(FIT)
  })
})

describe('an axis that grows', () => {
  const later: Room = { ...room, lengthMs: 40_000 }

  it('stays in sight as a whole while it fits', () => {
    expect(inSight(FIT, later)).toEqual({ from: 0, to: 1 })
  })

  it('leaves what is zoomed in on where it is', () => {
    const near = zoomAround(FIT, room, 4, 200)
    const timeAt = (at: Room) => shareAt(near, 200, at) * at.lengthMs
    expect(timeAt(later)).toBeCloseTo(timeAt(room))
  })
})
