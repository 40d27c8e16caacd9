import { describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { leafOf } from './batch.ts'
import { buildRecord } from './build-record.ts'
import { recordSchema } from './record.ts'

const NOW = Date.parse('2026-11-25T12:00:10.000Z')
const batch = makeBatch(1, { createdAt: '2026-11-25T12:00:00.000Z' })
/** Of a model whose price is known, and of one whose is not. */
const [priced, unpriced] = [leafOf(batch, 0, 1), leafOf(batch, 0, 0)]
const attempt = { number: 2, startedAt: NOW - 4_000 }

describe('the record of a leaf', () => {
  it('tells its attempts, and how long it waited and ran', () => {
    const record = buildRecord(batch, priced, { attempt, picture: { simulated: false } }, NOW)
    expect(recordSchema.parse(record)).toMatchObject({
      state: 'succeeded',
      leafId: '0000-01',
      attempts: 2,
      startedAt: '2026-11-25T12:00:06.000Z',
      settledAt: '2026-11-25T12:00:10.000Z',
      queuedMs: 6_000,
      durationMs: 4_000,
    })
  })

  it('costs what its model does once a provider made a picture, whatever came of it', () => {
    const error = { kind: 'storage', message: 'The store is full.' } as const
    expect(buildRecord(batch, priced, { picture: { simulated: false } })).toMatchObject({ costUsd: 0.04 })
    expect(buildRecord(batch, priced, { picture: { simulated: false }, error })).toMatchObject({
      state: 'failed',
      costUsd: 0.04,
    })
    expect(buildRecord(batch, unpriced, { picture: { simulated: false } }).costUsd).toBeNull()
    expect(buildRecord(batch, priced, { picture: { simulated: true } })).toMatchObject({
      costUsd: 0,
      simulated: true,
    })
    expect(buildRecord(batch, priced, { error }).costUsd).toBe(0)
  })

  it('tells apart what may have been charged for nothing', () => {
    const picture = { simulated: false }
    const charged = { ...attempt, charged: 2 }
    expect(buildRecord(batch, priced, { attempt: charged, picture })).toMatchObject({
      costUsd: 0.04,
      atRiskUsd: 0.08,
    })
    expect(recordSchema.parse(buildRecord(batch, unpriced, { attempt: charged })).atRiskUsd).toBeNull()
    expect(buildRecord(batch, priced, { attempt, picture })).not.toHaveProperty('atRiskUsd')
    expect(buildRecord(batch, priced, { attempt: charged, picture: { simulated: true } })).not.toHaveProperty(
      'atRiskUsd',
    )
  })

  it('of a leaf that never ran has no attempts and took no time', () => {
    const error = { kind: 'canceled', message: 'The batch was canceled before this leaf ran.' } as const
    expect(buildRecord(batch, priced, { error }, NOW)).toMatchObject({
      state: 'canceled',
      attempts: 0,
      durationMs: 0,
      queuedMs: 10_000,
      steps: {},
      error,
    })
  })
})
