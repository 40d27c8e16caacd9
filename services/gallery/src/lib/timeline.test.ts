import { describe, expect, it } from 'vitest'
import { makeLeaf, makeView, settledLeaf } from '../gallery.testing.ts'
import { firstHeard } from '../live/live-batch.ts'
import { axisOf, barsOf, slowestOf, ticks } from './timeline.ts'

const leaves = [
  settledLeaf(0, 0, 'succeeded', 3_000, 500),
  settledLeaf(0, 1, 'failed', 1_000, 100),
  makeLeaf(1, 0, { state: 'running' }),
  makeLeaf(1, 1),
]
const batch = firstHeard(makeView(2, { leaves }), 0)

describe('the bars of a timeline', () => {
  it('span from the end of the wait to the end of the run, in the order of their start', () => {
    const bars = barsOf(batch, 'start', 4_000)
    expect(bars.map(({ leaf, startMs, endMs }) => [leaf.leafId, startMs, endMs])).toEqual([
      ['0001-00', 0, 4_000],
      ['0000-01', 100, 1_100],
      ['0000-00', 500, 3_500],
    ])
    expect(bars[0]).toMatchObject({ open: true, startUnknown: true })
  })

  it('can stand as on the sheet, or the slowest first', () => {
    const order = (by: 'sheet' | 'slowest') => barsOf(batch, by, 2_000).map(bar => bar.position)
    expect(order('sheet')).toEqual([0, 1, 2])
    expect(order('slowest')).toEqual([0, 2, 1])
  })

  it('begin when a batch API was asked', () => {
    const submittedAt = '2026-11-22T08:00:02.500Z'
    const submitted = makeLeaf(0, 0, { state: 'running', phase: 'submitted', submittedAt })
    const [bar] = barsOf(firstHeard(makeView(1, { leaves: [submitted] }), 0), 'start', 9_000)
    expect(bar).toMatchObject({ startMs: 2_500, endMs: 9_000, open: true, startUnknown: false })
  })

  it('leave out what never ran', () => {
    const canceled = makeLeaf(0, 0, { state: 'canceled', attempts: 0, queuedMs: 90, durationMs: 0 })
    expect(barsOf(firstHeard(makeView(1, { leaves: [canceled] }), 0), 'start', 0)).toEqual([])
  })

  it('know the slowest', () => {
    expect(slowestOf(barsOf(batch, 'start', 2_000))?.leaf.leafId).toBe('0000-00')
    expect(slowestOf([])).toBeUndefined()
  })
})

describe('the axis', () => {
  it('ends with the last leaf, or now while the batch is open', () => {
    const bars = barsOf(batch, 'start', 2_000)
    expect(axisOf(bars, 0).lengthMs).toBe(3_500)
    expect(axisOf(bars, 7_000).at(3_500)).toBe(0.5)
  })

  it('leaves out an hour in which nothing ran, and keeps the order', () => {
    const retried = settledLeaf(0, 1, 'succeeded', 2_000, 3_600_000)
    const late = firstHeard(makeView(1, { leaves: [settledLeaf(0, 0, 'succeeded', 2_000, 0), retried] }), 0)
    const axis = axisOf(barsOf(late, 'start', 0), 0)
    expect(axis.gaps).toEqual([{ startMs: 2_000, endMs: 3_600_000 }])
    expect(axis.at(2_000)).toBeCloseTo(0.48, 2)
    expect(axis.at(3_600_000)).toBeCloseTo(0.52, 2)
    expect(axis.at(3_602_000)).toBeCloseTo(1, 5)
  })

  it('takes ten thousand bars', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => settledLeaf(index >> 1, index % 2))
    const bars = barsOf(firstHeard(makeView(5_000, { leaves: many }), 0), 'slowest', 0)
    expect(axisOf(bars, 0).lengthMs).toBe(1_100)
  })

  it.each([
    [10_000, [0, 2_000, 4_000, 6_000, 8_000, 10_000]],
    [1_234, [0, 500, 1_000]],
    [0, [0]],
  ])('of %i ms has round ticks', (length, expected) => {
    expect(ticks(length, 5)).toEqual(expected)
  })
})
