import { expect, test } from 'vitest'
import { type AnswerRequest, answerHash } from './answer-hash.ts'
import type { Column } from './catalog/model.ts'

const model: Column = {
  provider: 'openai',
  id: 'gpt-image-2',
  label: 'GPT Image 2',
  size: '1216x640',
  quality: 'medium',
}
const A = { sha256: 'a'.repeat(64) }
const B = { sha256: 'b'.repeat(64) }
const request: AnswerRequest = { model, prompt: 'A fox', references: [A, B], variation: 1 }

test('the hash of a request never changes while it is sent as it is', () => {
  expect(answerHash(request)).toBe('84641850c61096fb78b090c36248f6b8aac65751cda56b4d61c5efd643934e29')
})

test.each<[string, Partial<AnswerRequest>]>([
  ['model', { model: { ...model, id: 'gpt-image-3' } }],
  ['size', { model: { ...model, size: '1024x1024' } }],
  ['quality', { model: { ...model, quality: 'high' } }],
  ['option that is not always there', { model: { ...model, complexity: 'low' } }],
  ['prompt', { prompt: 'A fox ' }],
  ['references', { references: [A] }],
  ['order of references', { references: [B, A] }],
  ['variation', { variation: 2 }],
])('another %s is another request', (_, change) => {
  expect(answerHash({ ...request, ...change })).not.toBe(answerHash(request))
})

test('what is not sent makes no difference', () => {
  const { quality, ...rest } = model
  const described: Column = {
    quality,
    ...rest,
    complexity: undefined,
    label: 'Another name',
    asked: ['quality'],
    price: { usd: 1, source: 'a test', date: '2026-11-01' },
  }
  expect(answerHash({ ...request, model: described })).toBe(answerHash(request))
})

test('the only picture of a prompt is the first of several', () => {
  const { variation: _, ...only } = request
  expect(answerHash(only)).toBe(answerHash({ ...request, variation: 0 }))
})
