import { describe, expect, it } from 'vitest'
import type { LeafView, ListedModel } from '../api/types.ts'
import { makeLeaf, makeView } from '../gallery.testing.ts'
import { nextBetter, promotion } from './promote.ts'

const price = (usd: number) => ({ usd, source: 'a test', date: '2026-11-01' })
const view = makeView(3, {
  models: [
    { id: 'cheap', label: 'Cheap', provider: 'openai', price: price(0.02) },
    { id: 'fair', label: 'Fair', provider: 'google', price: price(0.04) },
  ],
  items: [{ title: 'Foxes', variables: { animal: 'fox' } }, {}, { references: ['a1'] }],
  prompts: ['A fox', 'A hen', 'A hare'],
  context: 'About {{animal}}',
  maxCostUsd: 0.1,
  speed: 'economy',
  variations: 2,
})

function leaf(promptIndex: number, modelIndex: number, title: string): LeafView {
  return makeLeaf(promptIndex, modelIndex, { state: 'succeeded', title })
}

describe('leaves that are made again by a better model', () => {
  it('are asked for with what their prompts have of their own, in the look and the words of their batch', () => {
    const body = promotion(view, [leaf(0, 0, 'Foxes'), leaf(2, 1, 'A hare')], 'best')
    expect(body).toMatchObject({
      prompts: [
        { prompt: 'A fox', title: 'Foxes', variables: { animal: 'fox' } },
        { prompt: 'A hare', references: ['a1'] },
      ],
      models: ['best'],
      context: 'About {{animal}}',
      style: view.style,
      from: view.id,
    })
    for (const gone of ['variations', 'sample', 'speed', 'deadline', 'maxCostUsd'])
      expect(body).not.toHaveProperty(gone)
  })

  it('are made once where two are of one prompt, and as they are by now', () => {
    const leaves = [leaf(1, 0, 'A hen'), leaf(1, 1, 'A hen'), leaf(0, 0, 'The {{fox}}'), leaf(2, 0, 'A hare')]
    const asked = new Map([['0002-00', 'A hare in snow']])
    expect(promotion(view, leaves, 'best', asked).prompts).toEqual([
      'A hen',
      { prompt: 'A fox', title: 'The \\{{fox}}', variables: { animal: 'fox' } },
      { prompt: 'A hare in snow', title: 'A hare', references: ['a1'] },
    ])
  })
})

describe('the next better model', () => {
  const model = (id: string, usd: number, rest: object = {}) =>
    ({ id, label: id, provider: 'openai', available: true, price: price(usd), ...rest }) as ListedModel

  it('is an option of the model that made the leaves which costs more, or else the cheapest model that does', () => {
    const fair = model('fair', 0.04, {
      quality: 'low',
      choices: { quality: ['low', 'high'] },
      prices: [{ ...price(0.09), for: { quality: 'high' } }],
    })
    const others = [
      model('gone', 0.05, { available: false }),
      model('leaving', 0.03, { shutdown: '2026-12-01', replacedBy: 'fair' }),
    ]
    const models = [model('cheap', 0.02), fair, model('best', 0.2), ...others]
    expect(nextBetter(models, view, [leaf(0, 0, 'A fox')])).toBe('fair')
    expect(nextBetter(models, view, [leaf(0, 0, 'A fox'), leaf(1, 1, 'A hen')])).toEqual({
      id: 'fair',
      quality: 'high',
    })
    expect(nextBetter(models.slice(0, 1), view, [leaf(1, 1, 'A hen')])).toBe('cheap')
  })
})
