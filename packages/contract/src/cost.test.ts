import { describe, expect, it } from 'vitest'
import { Catalog } from './catalog/catalog.ts'
import type { ColumnRequest } from './columns.ts'
import { costProblem } from './cost.ts'
import { newBatch } from './new-batch.ts'
import { batchRequestSchema } from './request.ts'

const catalog = new Catalog()
const now = new Date('2026-11-22')
const schema = batchRequestSchema(catalog, { maxImages: 100, maxPromptLength: 50 }, () => now)

/** Two prompts: $0.082 with the priced model. */
function batch(models: ColumnRequest[], maxCostUsd?: number) {
  const request = { prompts: ['A fox', 'A hen'], models, ...(maxCostUsd === undefined ? {} : { maxCostUsd }) }
  return newBatch(schema.parse(request), catalog, now)
}

describe('the cost of a batch', () => {
  it.each([
    [undefined, undefined],
    [0.082, undefined],
    [undefined, 0.082],
    [1, 0.1],
  ])('is allowed below its own limit of %s and the deployment’s of %s', (own, limit) => {
    expect(costProblem(batch(['gpt-image-2'], own), limit)).toBeUndefined()
  })

  it('is refused above the limit of the request, naming both', () => {
    expect(costProblem(batch(['gpt-image-2'], 0.05), undefined)).toEqual({
      field: 'maxCostUsd',
      message: 'The batch is estimated at $0.082; at most $0.05 is allowed (maxCostUsd)',
    })
  })

  it('is refused above the limit of the deployment, also if the request allows more', () => {
    expect(costProblem(batch(['gpt-image-2'], 3), 0.01)).toEqual({
      field: 'models',
      message: 'The batch is estimated at $0.082; at most $0.01 is allowed (MAX_COST_USD)',
    })
  })

  it('is that of the options asked for, and not known where nobody has published one', () => {
    expect(costProblem(batch([{ id: 'gpt-image-2', quality: 'high' }]), 0.3)?.message).toContain('$0.33')
    const dear = { id: 'gemini-nano-banana-2.1', imageSize: '2K' }
    expect(costProblem(batch(['gpt-image-2', dear]), 100)?.message).toMatch(
      /^No price is known for gemini-nano-banana-2.1 \(imageSize 2K\), and/,
    )
  })

  it('is refused if it is not known and whoever asks has a budget', () => {
    expect(costProblem(batch(['gpt-image-2']), undefined, { dayUsd: 0.01 })).toBeUndefined()
    for (const budget of [{ dayUsd: 5 }, { monthUsd: 5 }])
      expect(
        costProblem(batch([{ id: 'gpt-image-2.5-flare', quality: 'max' }]), undefined, budget)?.message,
      ).toContain(
        'No price is known for gpt-image-2.5-flare (quality max), and the token has a budget of $5 (TOKEN_RIGHTS).',
      )
  })

  it('is refused if it is not known and there is a limit', () => {
    const unknown = ['gpt-image-2', { id: 'gpt-image-2.5-flare', quality: 'max' }]
    expect(costProblem(batch(unknown), undefined)).toBeUndefined()
    expect(costProblem(batch(unknown), 100)?.message).toBe(
      'No price is known for gpt-image-2.5-flare (quality max), and at most $100 is allowed (MAX_COST_USD). Choose models that GET /models shows a price of, or have one added (EXTRA_MODELS)',
    )
  })
})
