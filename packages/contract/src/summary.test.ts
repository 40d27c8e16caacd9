import { describe, expect, it } from 'vitest'
import type { Batch } from './batch.ts'
import { newBatchId } from './ids.ts'
import { leavesOf } from './leaf.ts'
import { type LeafRecord, recordSchema, type SettledState } from './record.ts'
import { batchState, countLeaves, resultOf, resultSchema } from './summary.ts'

const createdAt = '2026-11-22T10:00:00.000Z'
const batch: Batch = {
  version: 1,
  id: newBatchId(),
  createdAt,
  prompts: ['A', 'B'],
  models: [
    { provider: 'openai', id: 'gpt-image-2', label: 'GPT', size: '1216x640', quality: 'medium' },
    { provider: 'google', id: 'gemini-3-pro-image', label: 'Gemini', aspectRatio: '16:9', imageSize: '1K' },
  ],
  style: 'photorealistic',
  template: 'bottom-bar',
  font: 'inter',
  context: '',
  extraPrompt: '',
  estimateUsd: 0,
  warnings: [],
}

function records(...states: SettledState[]): LeafRecord[] {
  return [...leavesOf(batch)].slice(0, states.length).map((leaf, index) => ({
    version: 1,
    batchId: batch.id,
    leafId: leaf.id,
    title: leaf.title,
    model: leaf.model.id,
    provider: leaf.model.provider,
    state: states[index] ?? 'failed',
    attempts: 1,
    startedAt: createdAt,
    settledAt: new Date(Date.parse(createdAt) + 1_000 * (index + 1)).toISOString(),
    queuedMs: 0,
    durationMs: 1_000 * (index + 1),
    steps: {},
    costUsd: index === 3 ? null : 0.1,
    simulated: index === 0,
  }))
}

describe('counts', () => {
  it('add up, whatever has settled and however many seem to run', () => {
    for (const settled of [[], ['succeeded'], ['succeeded', 'failed', 'canceled']] as SettledState[][])
      for (const running of [0, 1, 99]) {
        const { total, ...states } = countLeaves(batch, settled, running)
        expect(Object.values(states).reduce((sum, count) => sum + count)).toBe(total)
      }
  })
})

describe('the state of a batch', () => {
  it.each([
    [[], 0, 'queued'],
    [[], 1, 'running'],
    [['succeeded'], 0, 'running'],
    [['succeeded', 'succeeded', 'succeeded', 'succeeded'], 0, 'succeeded'],
    [['succeeded', 'succeeded', 'succeeded', 'failed'], 0, 'partial'],
    [['failed', 'failed', 'failed', 'failed'], 0, 'failed'],
    [['succeeded', 'succeeded', 'failed', 'canceled'], 0, 'canceled'],
  ] as const)('with %j settled and %i running is %s', (settled, running, state) => {
    expect(batchState(countLeaves(batch, settled, running))).toBe(state)
  })
})

describe('the result of a batch', () => {
  it('tells the wall-clock from acceptance to the last leaf, beside the slowest leaf and the sum', () => {
    const result = resultOf(batch, records('succeeded', 'succeeded', 'failed', 'succeeded').toReversed())
    expect(result.timings).toEqual({ wallClockMs: 4_000, slowestLeafMs: 4_000, sumOfLeavesMs: 10_000 })
    expect(result.state).toBe('partial')
    expect(result.simulated).toBe(true)
    expect(result.costUsd).toBeCloseTo(0.3)
    expect(result.records.map(record => record.leafId)).toEqual(['0000-00', '0000-01', '0001-00', '0001-01'])
    expect(resultSchema.safeParse(result).success).toBe(true)
  })

  it('adds up what may have been charged for nothing, apart from the cost, and leaves it out where it is nothing', () => {
    const all = records('succeeded', 'succeeded', 'failed', 'succeeded')
    expect(resultOf(batch, all)).not.toHaveProperty('atRiskUsd')
    const risky = all.map((record, index) => ({ ...record, atRiskUsd: [0.1, 0.2, null, undefined][index] }))
    const result = resultOf(
      batch,
      risky.map(record => recordSchema.parse(JSON.parse(JSON.stringify(record)))),
    )
    expect([result.costUsd, result.atRiskUsd]).toEqual([resultOf(batch, all).costUsd, 0.3])
  })

  it('of a later version settled when that did, and took what its making took', () => {
    const made = resultOf(batch, records('succeeded', 'succeeded', 'failed', 'succeeded'))
    const [asked, composed] = ['2026-11-23T10:00:00.000Z', '2026-11-23T10:00:05.000Z']
    const recomposed = { ...batch, versions: [{ tag: 'v2-k3xq', createdAt: asked, keep: false }] }
    const [first, ...others] = made.records
    const again = resultOf(recomposed, [{ ...(first ?? never()), composedAt: composed }, ...others])
    expect(again.settledAt).toBe(composed)
    expect([again.timings, again.costUsd]).toEqual([made.timings, made.costUsd])
    expect(resultOf(recomposed, made.records).settledAt).toBe(asked)
  })

  it('is not made while a leaf has no record', () => {
    expect(() => resultOf(batch, records('succeeded'))).toThrow(/1 records for 4 leaves/)
  })

  it('leaves out of the wall-clock what lay between it and leaves that were made again', () => {
    const asked = '2026-11-25T10:00:00.000Z'
    const tag = 'v2-k3xq'
    const again = {
      ...batch,
      versions: [{ tag, createdAt: asked, leaves: ['0001-01'], keep: false, anew: true as const }],
    }
    const made = records('succeeded', 'succeeded', 'succeeded', 'succeeded')
    const settledAt = new Date(Date.parse(asked) + 6_000).toISOString()
    const { timings } = resultOf(
      again,
      made.with(3, { ...(made[3] ?? never()), tag, startedAt: asked, settledAt, durationMs: 6_000 }),
    )
    expect(timings).toEqual({ wallClockMs: 3_000 + 6_000, slowestLeafMs: 6_000, sumOfLeavesMs: 12_000 })
  })
})

function never(): never {
  throw new Error('The batch has no leaf.')
}
