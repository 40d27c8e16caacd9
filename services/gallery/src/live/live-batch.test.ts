import { describe, expect, it } from 'vitest'
import { makeLeaf, makeView, settledLeaf } from '../gallery.testing.ts'
import { elapsedMs, firstHeard, hear, isComplete, settledCount, stalePages } from './live-batch.ts'

const at = 5_000

describe('a batch as it is heard of', () => {
  it('starts with the leaves of the first answer and holes for the rest', () => {
    const batch = firstHeard(makeView(2, { leaves: [makeLeaf(0, 0), makeLeaf(0, 1)] }), at)
    expect(batch.leaves.map(leaf => leaf?.leafId)).toEqual(['0000-00', '0000-01', undefined, undefined])
  })

  it('puts each leaf where it belongs, in whatever order they come', () => {
    const batch = hear(firstHeard(makeView(2), at), [
      { type: 'leaves', leaves: [settledLeaf(1, 1), settledLeaf(0, 1)], at },
    ])
    expect(batch.leaves.map(leaf => leaf?.state)).toEqual([undefined, 'succeeded', undefined, 'succeeded'])
    expect(settledCount(batch)).toBe(2)
  })

  it('does not take a settled leaf back when an older answer arrives later', () => {
    const batch = hear(firstHeard(makeView(1), at), [
      { type: 'leaves', leaves: [settledLeaf(0, 0)], at },
      { type: 'leaves', leaves: [makeLeaf(0, 0, { state: 'running' })], at },
    ])
    expect(batch.leaves[0]?.state).toBe('succeeded')
  })

  it('has room for leaves of prompts that are added', () => {
    const leaves = [settledLeaf(0, 0), settledLeaf(0, 1)]
    const before = firstHeard(makeView(1, { state: 'succeeded', leaves }), at)
    const after = hear(before, [{ type: 'snapshot', view: makeView(2), at }])
    expect(after.leaves.map(leaf => leaf?.state)).toEqual(['succeeded', 'succeeded', undefined, undefined])
    expect(stalePages(after, 2)).toEqual(['0000-01'])
  })

  it('leaves what it was before as it is, for React to see the difference', () => {
    const before = firstHeard(makeView(1), at)
    const after = hear(before, [{ type: 'leaves', leaves: [settledLeaf(0, 0)], at }])
    expect(before.leaves[0]).toBeUndefined()
    expect(after.leaves[0]?.state).toBe('succeeded')
  })

  it('takes progress over without losing what only a whole answer has', () => {
    const { state, counts, timings, cost, simulated } = makeView(1, { state: 'succeeded', simulated: true })
    const progress = { state, counts, timings, cost, simulated }
    const { view } = hear(firstHeard(makeView(1), at), [{ type: 'progress', progress, at }])
    expect(view).toMatchObject({ state: 'succeeded', simulated: true, prompts: ['Prompt 0'] })
  })

  it('runs failed leaves again after a retry, and keeps the others', () => {
    const before = hear(firstHeard(makeView(2), at), [
      { type: 'leaves', leaves: [settledLeaf(0, 0), settledLeaf(0, 1, 'failed')], at },
    ])
    const after = hear(before, [{ type: 'again', of: 'failed' }])
    expect(after.leaves.slice(0, 2).map(leaf => leaf?.state)).toEqual(['succeeded', 'queued'])
    expect(after.leaves[1]).not.toHaveProperty('durationMs')
  })

  it.each([
    ['canceled', ['succeeded', 'failed', 'queued', 'queued']],
    [{ leafIds: new Set(['0000-00']) }, ['queued', 'failed', 'canceled', 'canceled']],
  ] as const)('runs %j again, and keeps the others', (of, states) => {
    const leaves = [
      settledLeaf(0, 0),
      settledLeaf(0, 1, 'failed'),
      settledLeaf(1, 0, 'canceled'),
      settledLeaf(1, 1, 'canceled'),
    ]
    const after = hear(firstHeard(makeView(2, { leaves }), at), [{ type: 'again', of }])
    expect(after.leaves.map(leaf => leaf?.state)).toEqual(states)
  })

  it('keeps what somebody said of a leaf, of which its news say nothing', () => {
    const leaves = [settledLeaf(0, 0, 'failed'), settledLeaf(0, 1)].map(leaf => ({
      ...leaf,
      pick: 'picked' as const,
    }))
    const after = hear(firstHeard(makeView(1, { leaves }), at), [
      { type: 'again', of: 'failed' },
      { type: 'leaf', leaf: settledLeaf(0, 0), at },
    ])
    expect(after.leaves.map(leaf => [leaf?.state, leaf?.pick])).toEqual([
      ['succeeded', 'picked'],
      ['succeeded', 'picked'],
    ])
  })

  it('notices that somebody else had the failed leaves run again', () => {
    const settled = makeView(1, {
      state: 'partial',
      leaves: [settledLeaf(0, 0), settledLeaf(0, 1, 'failed')],
    })
    const batch = hear(firstHeard(settled, at), [
      { type: 'snapshot', view: makeView(1, { state: 'running' }), at },
    ])
    expect(batch.leaves.map(leaf => leaf?.state)).toEqual(['succeeded', 'queued'])
  })
})

describe('the leaves that run', () => {
  it('are those of the last answer: one that went back to the queue waits again', () => {
    const running = (index: number) => makeLeaf(0, index, { state: 'running' })
    const first = hear(firstHeard(makeView(1, { leaves: [makeLeaf(0, 0), makeLeaf(0, 1)] }), at), [
      { type: 'running', leaves: [running(0)], at, more: false },
    ])
    const second = hear(first, [{ type: 'running', leaves: [running(1)], at, more: false }])
    expect(second.leaves.map(leaf => leaf?.state)).toEqual(['queued', 'running'])
  })

  it('are the first of them where there are more: what stands behind these is as it was', () => {
    const running = (prompt: number) => makeLeaf(prompt, 0, { state: 'running' })
    const leaves = [0, 1, 2].map(running)
    const batch = hear(firstHeard(makeView(3, { leaves }), at), [
      { type: 'running', leaves: [running(1)], at, more: true },
    ])
    const states = [0, 1, 2].map(prompt => batch.leaves[2 * prompt]?.state)
    expect(states).toEqual(['queued', 'running', 'running'])
  })

  it('may be at a batch API, where they have not begun, until it has them no more', () => {
    const submittedAt = '2026-11-22T08:00:01.000Z'
    const submitted = makeLeaf(0, 0, { state: 'running', phase: 'submitted', submittedAt })
    const batch = firstHeard(makeView(1, { leaves: [submitted] }), at)
    expect([batch.leaves[0]?.phase, batch.startedMs.size]).toEqual(['submitted', 0])
    const back = hear(batch, [{ type: 'running', leaves: [], at, more: false }])
    expect(back.leaves[0]).toEqual(makeLeaf(0, 0))
    const composed = makeLeaf(0, 0, { state: 'running' })
    const made = hear(batch, [{ type: 'running', leaves: [composed], at: at + 500, more: false }])
    expect([made.leaves[0], made.startedMs.get(0)]).toEqual([composed, 1_500])
  })

  it('start when they are first seen to run, counted from when the batch was accepted', () => {
    const waiting = firstHeard(makeView(1, { leaves: [makeLeaf(0, 0)] }), at)
    const batch = hear(waiting, [
      { type: 'running', leaves: [makeLeaf(0, 0, { state: 'running' })], at: at + 250, more: false },
    ])
    expect(batch.startedMs.get(0)).toBe(1_250)
  })

  it('start where the batch stood if it had settled, however long ago', () => {
    const view = makeView(1, { state: 'partial', leaves: [settledLeaf(0, 0, 'failed')] })
    const batch = hear(firstHeard(view, at), [
      { type: 'again', of: 'failed' },
      {
        type: 'running',
        leaves: [makeLeaf(0, 0, { state: 'running' })],
        at: at + 3_600_000,
        more: false,
      },
    ])
    expect(batch.startedMs.get(0)).toBe(1_000)
  })

  it('have no known start if they ran before anybody looked', () => {
    const batch = firstHeard(makeView(1, { leaves: [makeLeaf(0, 0, { state: 'running' })] }), at)
    expect(batch.startedMs.get(0)).toBe(0)
  })
})

describe('what batch APIs have', () => {
  it('is what was heard last, and nothing once that is not told any more', () => {
    const economy = { submitted: 2, done: 1, jobs: 1, hurried: 0 }
    const { state, counts, timings, cost, simulated } = makeView(1)
    const progress = { state, counts, timings, cost, simulated }
    const batch = hear(firstHeard(makeView(1), at), [
      { type: 'progress', progress: { ...progress, economy }, at },
    ])
    expect(batch.view.economy).toEqual(economy)
    expect(hear(batch, [{ type: 'progress', progress, at }]).view).not.toHaveProperty('economy')
  })
})

describe('the pages to read again', () => {
  it('are those with a leaf that is unknown or open, each named by the leaf before it', () => {
    const settled = Array.from({ length: 4 }, (_, position) => settledLeaf(position >> 1, position % 2))
    const batch = hear(firstHeard(makeView(3), at), [{ type: 'leaves', leaves: settled, at }])
    expect(stalePages(batch, 2)).toEqual(['0001-01'])
    expect(stalePages(firstHeard(makeView(3), at), 4)).toEqual([undefined, '0001-01'])
  })

  it('are none for what a sample left out, once its leaves are told', () => {
    const sample = { images: 3, prompts: [1, 4] }
    const { counts } = makeView(3)
    const view = makeView(5, { sample, counts: { ...counts, total: 3 } })
    const some = hear(firstHeard(view, at), [
      { type: 'leaves', leaves: [settledLeaf(1, 0), settledLeaf(4, 0)], at },
    ])
    expect([isComplete(some), stalePages(some, 2)]).toEqual([false, [undefined, '0001-01']])
    const all = hear(some, [{ type: 'leaves', leaves: [settledLeaf(1, 1)], at }])
    expect(all.leaves.map(leaf => leaf?.leafId)).toEqual(['0001-00', '0001-01', '0004-00', undefined])
    expect([isComplete(all), stalePages(all, 2)]).toEqual([true, []])
  })

  it('are none once every leaf has settled', () => {
    const batch = firstHeard(makeView(1, { leaves: [settledLeaf(0, 0), settledLeaf(0, 1)] }), at)
    expect(stalePages(batch, 500)).toEqual([])
  })
})

describe('time', () => {
  it('runs on between two answers while the batch is open, and stands still after', () => {
    expect(elapsedMs(firstHeard(makeView(1), at), at + 300)).toBe(1_300)
    expect(elapsedMs(firstHeard(makeView(1, { state: 'failed' }), at), at + 300)).toBe(1_000)
  })
})
