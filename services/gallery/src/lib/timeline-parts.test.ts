import { describe, expect, it } from 'vitest'
import type { LeafView } from '../api/types.ts'
import { makeLeaf, makeView, settledLeaf } from '../gallery.testing.ts'
import { firstHeard } from '../live/live-batch.ts'
import { type Bar, barsOf } from './timeline.ts'
import { partsOf } from './timeline-parts.ts'
import { barInWords } from './timeline-words.ts'

const NOW = 20_000

function barOf(leaf: LeafView): Bar {
  const [bar] = barsOf(firstHeard(makeView(1, { leaves: [leaf] }), 0), 'start', NOW)
  if (bar === undefined) throw new Error('the leaf has no bar')
  return bar
}

/** The parts of a leaf that started after 100 ms and ran for a second, each as a line. */
function partsIn(rest: Partial<LeafView>): string[] {
  const bar = barOf({ ...settledLeaf(0, 0), ...rest })
  return partsOf(bar, NOW).map(part => {
    const name = part.kind === 'step' ? part.name : part.kind
    const half = part.kind === 'step' && part.half ? ` (${part.half})` : ''
    return `${name}${half} ${part.startMs}-${part.endMs}`
  })
}

describe('the parts of a bar', () => {
  it('are its steps, which end with it; those that run side by side share its height', () => {
    const steps = { reuse: 10, generate: 700, keep: 40, compose: 200, upload: 50 }
    expect(partsIn({ steps })).toEqual([
      'rest 100-140',
      'reuse 140-150',
      'generate 150-850',
      'keep (upper) 850-890',
      'compose (lower) 850-1050',
      'upload 1050-1100',
    ])
  })

  it('leave out a step that took no time, and keep one that is not known here', () => {
    expect(partsIn({ steps: { reuse: 0, generate: 900, polish: 100 } })).toEqual([
      'generate 100-1000',
      'polish 1000-1100',
    ])
  })

  it('are the tries before the last with the waits between them', () => {
    const retries: LeafView['retries'] = [
      { kind: 'rate_limited', startedMs: 0, endedMs: 50 },
      { kind: 'unavailable', startedMs: 300, endedMs: 400 },
    ]
    expect(partsIn({ attempts: 2, retries, steps: { generate: 400 } })).toEqual([
      'try 100-150',
      'wait 150-400',
      'try 400-500',
      'wait 500-700',
      'generate 700-1100',
    ])
  })

  it('leave open what was before the first try that is told of', () => {
    const retries: LeafView['retries'] = [{ kind: 'rate_limited', startedMs: 500, endedMs: 550 }]
    expect(partsIn({ retries, steps: { generate: 400 } })).toEqual([
      'rest 100-600',
      'try 600-650',
      'wait 650-700',
      'generate 700-1100',
    ])
  })

  it('leave open what earlier releases did not keep of attempts before the last', () => {
    expect(partsIn({ attempts: 3, steps: { generate: 400 } })).toEqual(['rest 100-700', 'generate 700-1100'])
  })

  it('fit in the bar where pictures were made anew since, which took its own time', () => {
    expect(partsIn({ steps: { generate: 1_000, compose: 1_000 } })).toEqual([
      'generate 100-600',
      'compose 600-1100',
    ])
  })

  it('are one while a leaf runs or has no steps', () => {
    expect(partsOf(barOf(makeLeaf(0, 0, { state: 'running' })), NOW)).toEqual([
      { kind: 'rest', startMs: 0, endMs: NOW },
    ])
    expect(partsIn({ state: 'canceled', steps: {} })).toEqual(['rest 100-1100'])
  })

  it('are the time at a batch API, now or before its steps', () => {
    const submittedAt = '2026-11-22T08:00:02.500Z'
    const bar = barOf(makeLeaf(0, 0, { state: 'running', phase: 'submitted', submittedAt }))
    expect(partsOf(bar, NOW)).toEqual([{ kind: 'submitted', startMs: 2_500, endMs: NOW }])
    expect(partsIn({ speed: 'economy', steps: { compose: 200 } })).toEqual([
      'submitted 100-900',
      'compose 900-1100',
    ])
  })
})

describe('a bar in words', () => {
  it('says its wait, its steps, and what it was tried again after', () => {
    const retries: LeafView['retries'] = [{ kind: 'rate_limited', startedMs: 0, endedMs: 50 }]
    const leaf = { ...settledLeaf(0, 0), retries, steps: { reuse: 0, generate: 700, upload: 50 } }
    expect(barInWords(barOf(leaf), NOW)).toBe(
      'succeeded; waited 100 ms, ran 1.0 s: generate 700 ms, upload 50 ms; before: rate limited after 50 ms, waited 200 ms',
    )
  })

  it('says no more than is known', () => {
    expect(barInWords(barOf(makeLeaf(0, 0, { state: 'running' })), NOW)).toBe('running; has run 20.0 s')
    expect(barInWords(barOf({ ...settledLeaf(0, 0, 'failed'), attempts: 4 }), NOW)).toBe(
      'failed; waited 100 ms, ran 1.0 s; in 4 attempts',
    )
  })
})
