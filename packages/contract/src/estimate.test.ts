import { describe, expect, it, test } from 'vitest'
import { GOOGLE_MODEL, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { Catalog } from './catalog/catalog.ts'
import { costProblem } from './cost.ts'
import { asapUsdOf, economyUsdOf, leavesByColumn, mostUsd } from './estimate.ts'
import { newBatch } from './new-batch.ts'
import { batchRequestSchema } from './request.ts'

const prompts = ['A fox', 'A hare', 'An owl']
const models = [...new Catalog().models.slice(0, 2)]

test.each([
  [{}, [3, 3]],
  [{ variations: 4 }, [12, 12]],
  [{ sample: [0, 1, 4] }, [2, 1]],
  [{ variations: 2, sample: [0, 1, 2, 9, 11] }, [3, 2]],
])('of a batch with %j the columns have %j leaves', (rest, leaves) => {
  expect(leavesByColumn({ prompts, models, ...rest })).toEqual(leaves)
})

describe('an economy batch', () => {
  const NOW = new Date('2026-11-26T12:00:00Z')
  const catalog = new Catalog()
  const schema = batchRequestSchema(catalog, { maxImages: 1_000, maxPromptLength: 50 }, () => NOW)
  const made = (rest: object) =>
    newBatch(schema.parse({ prompts, models: ['gpt-image-2'], speed: 'economy', ...rest }), catalog, NOW)

  it.each([
    {},
    { models: ['gpt-image-2', 'gemini-3-pro-image', 'gemini-3.1-flash-lite-image'] },
    {
      models: [
        { id: 'gpt-image-2', quality: 'low' },
        { id: 'gemini-3-pro-image', imageSize: '4K' },
      ],
    },
    { variations: 3, sample: 5 },
  ])('is estimated at exactly half of what it is at once: %j', rest => {
    const [economy, asap] = [made(rest), made({ ...rest, speed: 'asap' })]
    expect(economy.estimateUsd).toBeGreaterThan(0)
    expect(2 * economy.estimateUsd).toBeCloseTo(asap.estimateUsd, 9)
    expect(economy).not.toHaveProperty('estimateMostUsd')
    expect([asapUsdOf(economy), economyUsdOf(economy, catalog)]).toEqual([asap.estimateUsd, undefined])
    expect([asapUsdOf(asap), economyUsdOf(asap, catalog)]).toEqual([undefined, economy.estimateUsd])
  })

  it('is estimated at the full price of models that no batch API makes', () => {
    const models = ['gpt-image-2', 'gpt-image-2.6-flare']
    expect(made({ models })).toMatchObject({ estimateUsd: 0.1845 })
    expect(asapUsdOf(made({ models }))).toBe(0.246)
    expect(economyUsdOf(made({ models, speed: 'asap' }), catalog)).toBe(0.1845)
    const alone = made({ models: ['gpt-image-2.6-flare'] })
    expect([asapUsdOf(alone), economyUsdOf(alone, catalog)]).toEqual([undefined, undefined])
  })

  it('with a deadline may come to what all of it is at once, as far as its limit allows', () => {
    expect(made({ deadline: 6 })).toMatchObject({ estimateUsd: 0.0615, estimateMostUsd: 0.123 })
    expect(made({ deadline: 6, maxCostUsd: 5 })).toMatchObject({ estimateMostUsd: 0.123 })
    expect(made({ deadline: 6, maxCostUsd: 0.1 })).toMatchObject({ estimateMostUsd: 0.1 })
    expect(made({ deadline: 6, maxCostUsd: 0.0615 })).not.toHaveProperty('estimateMostUsd')
    const dearer = { deadline: 6, fallback: ['gemini-3-pro-image'] }
    expect(made(dearer)).toMatchObject({ estimateMostUsd: 0.402 })
    expect(made({ ...dearer, deadline: undefined })).toMatchObject({ estimateMostUsd: 0.201 })
  })

  it('is within its own limit if half of it is, and within that of others if the most of it is', () => {
    const late = made({ deadline: 6, maxCostUsd: 0.1 })
    expect(mostUsd(late)).toBe(0.1)
    expect(costProblem(late, 0.1)).toBeUndefined()
    expect(costProblem(made({ maxCostUsd: 0.0615 }), 0.0615)).toBeUndefined()
    expect(costProblem(made({ maxCostUsd: 0.06, deadline: 6 }), undefined)).toEqual({
      field: 'maxCostUsd',
      message: 'The batch is estimated at $0.0615; at most $0.06 is allowed (maxCostUsd)',
    })
    expect(costProblem(made({ deadline: 6 }), 0.1)?.message).toBe(
      'The batch is estimated at up to $0.123, with what its deadline has made at once; at most $0.1 is allowed (MAX_COST_USD)',
    )
  })

  it('costs nothing that is known where no price is', () => {
    const extent = { prompts, models: [{ ...GOOGLE_MODEL, speed: 'economy' as const }, OPENAI_MODEL] }
    expect(asapUsdOf(extent)).toBe(0.12)
  })
})
