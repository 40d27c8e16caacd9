import { describe, expect, it } from 'vitest'
import { makeLeaf, makeView, settledLeaf } from '../gallery.testing.ts'
import { firstHeard } from '../live/live-batch.ts'
import { barsOf, endOf, idleMs, longestBy, sumsOf } from './timeline.ts'

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

  it('grow while their leaves run, and no longer', () => {
    expect(barsOf(batch, 'start', 4_000).map(bar => endOf(bar, 9_000))).toEqual([9_000, 1_100, 3_500])
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

  it('stand where leaves were made again, after the time in which the batch was settled', () => {
    const hour = 3_600_000
    const retried = {
      ...settledLeaf(0, 0, 'succeeded', 2_000, 300),
      startedAt: '2026-11-22T09:00:00.300Z',
    }
    const running = makeLeaf(0, 1, { state: 'running' })
    const view = makeView(1, { leaves: [retried, running] })
    const heardAt = 5_000
    const open = firstHeard(view, heardAt)
    const idle = idleMs(open, Date.parse(view.createdAt) + hour - 4_000)
    expect(idle).toBe(hour)
    const bars = barsOf(open, 'sheet', hour + 2_500, idle)
    expect(bars.map(({ askedMs, startMs, endMs }) => [askedMs, startMs, endMs])).toEqual([
      [hour, hour + 300, hour + 2_300],
      [hour, hour, hour + 2_500],
    ])
  })

  it('go by no clock of this machine that is near enough to be right', () => {
    const view = makeView(1)
    const origin = Date.parse(view.createdAt)
    expect(idleMs(firstHeard(view, 30_000), origin)).toBe(0)
    expect(idleMs(firstHeard({ ...view, state: 'succeeded' }, 9_000_000), origin)).toBe(0)
  })

  it('leave out what never ran', () => {
    const canceled = makeLeaf(0, 0, { state: 'canceled', attempts: 0, queuedMs: 90, durationMs: 0 })
    expect(barsOf(firstHeard(makeView(1, { leaves: [canceled] }), 0), 'start', 0)).toEqual([])
  })
})

describe('what they come to', () => {
  const at = (nowMs: number) => {
    const { longest, ...rest } = longestBy(sumsOf(barsOf(batch, 'start', 0)), nowMs)
    return { leafId: longest?.leaf.leafId, ...rest }
  }

  it('is the longest by now, and the sum of all', () => {
    expect(at(2_000)).toEqual({ leafId: '0000-00', longestMs: 3_000, sumMs: 6_000 })
    expect(at(3_500)).toEqual({ leafId: '0001-00', longestMs: 3_500, sumMs: 7_500 })
  })

  it('is nothing where nothing ran', () => {
    expect(longestBy(sumsOf([]), 5_000)).toEqual({ longest: undefined, longestMs: 0, sumMs: 0 })
  })
})
