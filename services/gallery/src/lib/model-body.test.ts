import { describe, expect, it } from 'vitest'
import type { ListedModel } from '../api/types.ts'
import { oneMore, optionsOf, priceOf, withOption } from './model-body.ts'

const MODEL: ListedModel = {
  provider: 'openai',
  id: 'gpt-image-2',
  label: 'GPT Image 2',
  size: '1216x640',
  quality: 'medium',
  choices: { quality: ['low', 'medium', 'high'], complexity: ['low', 'high'] },
  price: { usd: 0.04, source: 'a test', date: '2026-11-01' },
  prices: [{ for: { quality: 'high' }, usd: 0.16, source: 'a test', date: '2026-11-01' }],
  available: true,
}
const [quality = { name: '', values: [], usual: '' }, complexity = quality] = optionsOf(MODEL)

describe('the options of a model', () => {
  it('are those that its choices name, each with what is usual', () => {
    expect([quality, complexity]).toEqual([
      { name: 'quality', values: ['low', 'medium', 'high'], usual: 'medium' },
      { name: 'complexity', values: ['low', 'high'], usual: undefined },
    ])
    const { choices: _, ...plain } = MODEL
    expect(optionsOf(plain)).toEqual([])
  })

  it('are asked for where they are not usual', () => {
    const high = withOption('gpt-image-2', quality, 'high')
    expect(high).toEqual({ id: 'gpt-image-2', quality: 'high' })
    const both = withOption(high, complexity, 'low')
    expect(both).toEqual({ id: 'gpt-image-2', quality: 'high', complexity: 'low' })
    expect(withOption(withOption(both, quality, 'medium'), complexity, '')).toBe('gpt-image-2')
  })

  it('give one more column, until all are there', () => {
    const model: ListedModel = { ...MODEL, choices: { quality: ['low', 'medium'] } }
    expect(oneMore(model, ['gpt-image-2'])).toEqual({ id: 'gpt-image-2', quality: 'low' })
    expect(oneMore(model, ['gpt-image-2', { id: 'gpt-image-2', quality: 'low' }])).toBeUndefined()
  })

  it('have their price, where one is known', () => {
    expect(priceOf(MODEL)).toBe(0.04)
    expect(priceOf(MODEL, { quality: 'medium' })).toBe(0.04)
    expect(priceOf(MODEL, { quality: 'high' })).toBe(0.16)
    expect(priceOf(MODEL, { quality: 'high', complexity: 'low' })).toBeUndefined()
  })
})
