import { describe, expect, it } from 'vitest'
import { GOOGLE_MODEL, makeBatch, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { Catalog } from './catalog/catalog.ts'
import { chargeOf } from './charge.ts'
import { costProblem } from './cost.ts'
import { KindError, type KindErrorOptions } from './error.ts'
import { modelAfter, modelAsked, modelsForLeaf } from './fallback.ts'
import { leafAt } from './leaf.ts'
import { newBatch } from './new-batch.ts'
import { batchRequestSchema } from './request.ts'
import { afterFailure, firstAttempt, MAX_WAIT_MS, nextAttempt } from './retry.ts'

const NOW = new Date('2026-11-26T12:00:00Z')
const MINI = { ...OPENAI_MODEL, id: 'gpt-image-1-mini', label: 'Mini', price: undefined }
const first = firstAttempt(0)
const charge = chargeOf(GOOGLE_MODEL, false, undefined)

const catalog = new Catalog()
const schema = batchRequestSchema(catalog, { maxImages: 100, maxPromptLength: 50 }, () => NOW)
const faultsOf = (rest: object) =>
  (schema.safeParse({ prompts: ['A fox'], models: ['gpt-image-2'], ...rest }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  )
const made = (rest: object) =>
  newBatch(schema.parse({ prompts: ['A fox', 'A hen'], models: ['gpt-image-2'], ...rest }), catalog, NOW)

describe('a leaf whose model cannot make it', () => {
  const batch = makeBatch(1, { fallback: [OPENAI_MODEL, GOOGLE_MODEL, MINI] })
  const [ofGoogle, ofOpenAi] = [leafAt(batch, 0), leafAt(batch, 1)]
  const after = (kind: KindError['kind'], options: KindErrorOptions = {}, attempt = first) =>
    modelAfter(batch, ofGoogle, attempt, new KindError(kind, 'No.', options))?.id

  it('is made with the models the batch falls back to, in their order, each asked once', () => {
    expect(modelsForLeaf(batch, ofGoogle).map(({ id }) => id)).toEqual([
      'gemini-3-pro-image',
      'gpt-image-2',
      'gpt-image-1-mini',
    ])
    expect(modelsForLeaf(batch, ofOpenAi).map(({ id }) => id)).toEqual([
      'gpt-image-2',
      'gemini-3-pro-image',
      'gpt-image-1-mini',
    ])
  })

  it('goes on with the next after a refusal, or where no quota is left', () => {
    expect([after('rejected'), after('quota'), after('rate_limited')]).toEqual(Array(3).fill('gpt-image-2'))
    expect(after('rejected', {}, { ...first, tried: [{ kind: 'rejected', message: 'No.' }] })).toBe(MINI.id)
  })

  it('settles after anything else, and where no model is left', () => {
    expect([after('invalid'), after('timeout'), after('canceled')]).toEqual([undefined, undefined, undefined])
    const tried = Array(2).fill({ kind: 'rejected', message: 'No.' })
    expect(after('rejected', {}, { ...first, tried })).toBeUndefined()
  })

  it('settles where something may have been charged, now or before', () => {
    expect(after('rejected', { charge })).toBeUndefined()
    expect(after('rejected', {}, { ...first, charges: [charge] })).toBeUndefined()
  })

  it('goes on after a refusal that is charged for its words alone', () => {
    const tokenPrices = {
      textIn: 2,
      imageIn: 2,
      textOut: 12,
      imageOut: 120,
      source: 'a test',
      date: '2026-11-25',
    }
    const priced = { ...GOOGLE_MODEL, tokenPrices }
    const usage = { textIn: 72, imageIn: 0, textOut: 0, imageOut: 0 }
    expect(after('rejected', { charge: chargeOf(priced, false, usage) })).toBe('gpt-image-2')
    expect(
      after('rejected', { charge: chargeOf(priced, false, { ...usage, imageOut: 1_120 }) }),
    ).toBeUndefined()
  })

  it('goes on after what the request names, charged or not, and after nothing else', () => {
    const named = { ...batch, fallbackOn: ['bad_image' as const] }
    const failed = (kind: KindError['kind']) => new KindError(kind, 'No.', { charge })
    expect(modelAfter(named, ofGoogle, first, failed('bad_image'))?.id).toBe('gpt-image-2')
    expect(modelAfter(named, ofGoogle, first, failed('rejected'))).toBeUndefined()
  })

  it('waits as it would have, and begins anew with the next model', () => {
    const limited = new KindError('rate_limited', 'Later.', { fallback: OPENAI_MODEL })
    const waited = { ...first, number: 2, waits: 9, waitedMs: 1_000, charges: [charge] }
    expect(afterFailure(limited, waited)).toMatchObject({ next: 'wait' })
    const done = { ...waited, number: 4, waitedMs: MAX_WAIT_MS }
    const verdict = afterFailure(limited, done)
    expect(verdict).toEqual({ next: 'fallback', model: OPENAI_MODEL, ms: 0 })
    if (verdict.next === 'settle') throw new Error('it settled')
    const tried = [{ kind: 'rate_limited', message: 'Later.' }]
    const next = nextAttempt(done, limited, verdict)
    expect(next).toEqual({ ...first, charges: [charge], tried })
    expect(modelAsked(batch, ofGoogle, next)).toBe(OPENAI_MODEL)
  })
})

describe('a request that names models to fall back to', () => {
  it('has them in its batch with the shape of its outputs, and costs at most what the dearest does', () => {
    const batch = made({ fallback: ['gemini-3-pro-image', 'gpt-image-2'] })
    expect(batch.fallback?.map(({ id }) => id)).toEqual(['gemini-3-pro-image', 'gpt-image-2'])
    expect(batch).toMatchObject({ version: 2, estimateUsd: 0.082, estimateMostUsd: 0.268 })
    expect(costProblem(batch, 0.2)?.message).toBe(
      'The batch is estimated at up to $0.268 with its fallback; at most $0.2 is allowed (MAX_COST_USD)',
    )
    expect(costProblem(batch, 0.268)).toBeUndefined()
  })

  it('says nothing more of what it may cost where none is dearer', () => {
    expect(made({ fallback: ['gpt-image-2'] })).not.toHaveProperty('estimateMostUsd')
  })

  it('is refused a model without a price where there is a limit, and told of it where there is none', () => {
    const batch = made({ fallback: [{ id: 'gpt-image-2.5-flare', quality: 'max' }] })
    expect(batch.warnings.join()).toContain('No price is known for gpt-image-2.5-flare')
    expect(costProblem(batch, 100)?.message).toContain('No price is known for gpt-image-2.5-flare')
  })

  it.each([
    [{ fallback: [] }, 'fallback: must hold at least one model'],
    [{ fallback: ['gpt-imagine'] }, /^fallback\.0: Unknown model "gpt-imagine"/],
    [{ fallback: Array(6).fill('gpt-image-2') }, 'fallback: must hold at most 5 models'],
    [{ fallback: ['gpt-image-2'], fallbackOn: ['canceled'] }, /^fallbackOn\.0: Invalid option/],
    [{ fallbackOn: ['quota'] }, /^fallbackOn: says when to fall back, and `fallback` names no model/],
    [
      { models: [{ id: 'gemini-3-pro-image', imageSize: '4K' }], fallback: ['gpt-image-2'] },
      /^fallback\.0: gpt-image-2 makes pictures of 0\.8 megapixels, and gemini-3-pro-image \(imageSize 4K\) is asked for 16\.8/,
    ],
  ])('is refused %j', (rest, fault) => {
    expect(faultsOf(rest)).toEqual([typeof fault === 'string' ? fault : expect.stringMatching(fault)])
  })
})
