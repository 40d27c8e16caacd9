import { ERROR_KINDS } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import type { ErrorKind, LeafView } from '../api/types.ts'
import { makeLeaf, makeView } from '../gallery.testing.ts'
import { ADVICE } from './advice.ts'
import { againUsd, failuresOf, isHelped } from './mending.ts'

function leaf(prompt: number, state: LeafView['state'], kind?: ErrorKind): LeafView {
  return makeLeaf(prompt, 0, { state, ...(kind && { error: { kind, message: 'It failed.' } }) })
}

const counts = { total: 4, queued: 0, running: 0, succeeded: 0, failed: 0, canceled: 0 }

describe('what a retry can help', () => {
  it('is every failure but those after which the same is refused again', () => {
    const kinds = Object.keys(ERROR_KINDS) as ErrorKind[]
    const lost = kinds.filter(kind => !isHelped(leaf(0, 'failed', kind)))
    expect(lost).toEqual(['rejected', 'invalid'])
    for (const kind of lost) {
      expect(ERROR_KINDS[kind].retryable).toBe(false)
      expect(ADVICE[kind]).toMatch(/^Retrying cannot help/)
    }
  })

  it('is counted of what has been told, and hoped for of the rest', () => {
    const leaves = [
      leaf(0, 'failed', 'timeout'),
      leaf(1, 'failed', 'rejected'),
      undefined,
      leaf(3, 'succeeded'),
    ]
    const { helped, lost } = failuresOf({ counts: { ...counts, failed: 3 } }, leaves)
    expect([helped, lost.map(({ leafId }) => leafId)]).toEqual([2, ['0001-00']])
  })
})

describe('what it costs to run leaves again', () => {
  const price = { usd: 0.04, source: 'a test', date: '2026-11-01' }
  const view = makeView(4, {
    models: [{ id: 'model-0', label: 'Model', provider: 'openai', price }],
    counts: { ...counts, canceled: 2 },
  })
  const two = [leaf(0, 'canceled'), leaf(1, 'canceled'), leaf(2, 'succeeded')]

  it('is the price of each, half of it in the economy lane', () => {
    expect(againUsd(view, two, 'canceled')).toBeCloseTo(0.08)
    const models = [
      { id: 'model-0', label: 'Model', provider: 'openai' as const, price, speed: 'economy' as const },
    ]
    expect(againUsd({ ...view, models }, two, 'canceled')).toBeCloseTo(0.04)
  })

  it('is not told where a price is not known, or a leaf has not been told', () => {
    expect(againUsd(view, two.slice(1), 'canceled')).toBeUndefined()
    const other = { ...leaf(1, 'canceled'), model: 'another' }
    expect(againUsd(view, [leaf(0, 'canceled'), other], 'canceled')).toBeUndefined()
    const unpriced = [{ id: 'model-0', label: 'Model', provider: 'openai' as const }]
    expect(againUsd({ ...view, models: unpriced }, two, 'canceled')).toBeUndefined()
  })
})
