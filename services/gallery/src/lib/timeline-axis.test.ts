import { describe, expect, it } from 'vitest'
import { makeView, settledLeaf } from '../gallery.testing.ts'
import { firstHeard } from '../live/live-batch.ts'
import { barsOf } from './timeline.ts'
import { axisOf, busyOf, tickLabel, ticks } from './timeline-axis.ts'

const HOUR = 3_600_000

/** An axis of leaves that start and run as told, in milliseconds. */
function axisFor(ran: readonly (readonly [startMs: number, runMs: number])[], nowMs = 0) {
  const leaves = ran.map(([startMs, runMs], index) =>
    settledLeaf(index >> 1, index % 2, 'succeeded', runMs, startMs),
  )
  const batch = firstHeard(makeView(Math.ceil(leaves.length / 2), { leaves }), 0)
  return axisOf(busyOf(barsOf(batch, 'sheet', 0)), nowMs)
}

describe('the axis', () => {
  const short = [
    [500, 3_000],
    [100, 1_000],
  ] as const

  it('ends with the last leaf, or now while the batch is open', () => {
    expect(axisFor([...short]).lengthMs).toBe(3_500)
    expect(axisFor([...short], 7_000).at(3_500)).toBe(0.5)
  })

  it('leaves out an hour in which nothing ran, and keeps the order', () => {
    const axis = axisFor([
      [HOUR, 2_000],
      [0, 2_000],
    ])
    expect(axis.gaps).toEqual([{ startMs: 2_000, endMs: HOUR }])
    expect(axis.at(2_000)).toBeCloseTo(0.48, 2)
    expect(axis.at(HOUR)).toBeCloseTo(0.52, 2)
    expect(axis.at(HOUR + 2_000)).toBeCloseTo(1, 5)
  })

  it('keeps a wait in which another leaf ran', () => {
    const ran: [number, number][] = [
      [0, 1_000],
      [HOUR, 1_000],
      [500, HOUR],
    ]
    expect(axisFor(ran).gaps).toEqual([])
  })

  it('knows the time at every place, in gaps and beyond them', () => {
    const axis = axisFor([
      [0, 2_000],
      [HOUR, 2_000],
      [3 * HOUR, 2_000],
    ])
    expect(axis.gaps).toHaveLength(2)
    for (const ms of [0, 1_999, 2_000, HOUR / 2, HOUR + 1_000, 2 * HOUR, 3 * HOUR + 1_500])
      expect(axis.timeAt(axis.at(ms))).toBeCloseTo(ms, 3)
  })
})

describe('the ticks of an axis', () => {
  it.each([
    [10_000, [0, 2_000, 4_000, 6_000, 8_000, 10_000]],
    [1_234, [0, 500, 1_000]],
    [150_000, [0, 30_000, 60_000, 90_000, 120_000, 150_000]],
  ])('of %i ms are round', (length, expected) => {
    expect(ticks(axisFor([[0, length]]), 0, 1, 5).times).toEqual(expected)
  })

  it('are those of what is in sight, closer where that is less', () => {
    const { stepMs, times } = ticks(axisFor([[0, 10_000]]), 0.5, 0.6, 5)
    expect(stepMs).toBe(200)
    expect(times).toEqual([5_000, 5_200, 5_400, 5_600, 5_800, 6_000])
  })

  it('go on after a gap with the times that it is then', () => {
    const axis = axisFor([
      [0, 2_000],
      [100 * 24 * HOUR, 2_000],
    ])
    const start = 100 * 24 * HOUR
    expect(ticks(axis, 0, 1, 4).times).toEqual([0, 2_000, start, start + 2_000])
  })

  it.each([
    [0, 1_000, '0'],
    [12_000, 1_000, '12 s'],
    [12_500, 500, '12.5 s'],
    [12_345, 5, '12.345 s'],
    [125_000, 5_000, '2:05'],
    [125_500, 500, '2:05.5'],
    [HOUR + 125_000, 5_000, '1:02:05'],
  ])('say %i ms, %i apart, as %s', (ms, stepMs, label) => {
    expect(tickLabel(ms, stepMs)).toBe(label)
  })
})
