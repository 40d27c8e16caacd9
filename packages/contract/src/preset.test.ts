import { expect, it } from 'vitest'
import { batchRequestSchema, Catalog, fieldErrors, presetSchema } from './index.ts'

const limits = { maxImages: 100, maxPromptLength: 100 }
const schema = presetSchema(new Catalog(), limits)

it('has every field of a request but those of one batch', () => {
  const fields = Object.keys(batchRequestSchema(new Catalog(), limits).out.shape)
  const ofOneBatch = ['prompts', 'references', 'sample', 'deadline', 'webhook']
  expect(Object.keys(schema.shape).toSorted()).toEqual(
    fields.filter(field => !ofOneBatch.includes(field)).toSorted(),
  )
})

it('may say nothing, and has then no default', () => {
  expect(schema.parse({})).toEqual({})
})

it.each([
  [{ style: 'nice' }, 'style', 'must be one of: photorealistic'],
  [{ models: ['gpt-7'] }, 'models[0]', 'gpt-7'],
  [{ prompts: ['A fox'] }, 'prompts', 'is not a known property'],
  [{ context: 'x'.repeat(101) }, 'context', 'at most 100 characters'],
  [{ fallbackOn: ['quota'] }, 'fallbackOn', 'names no model to fall back to'],
  [{ economy: 'only' }, 'economy', 'belongs to `speed` economy'],
])('is judged as a request is: %j', (preset, field, message) => {
  const { error } = schema.safeParse(preset)
  expect(error && fieldErrors(error)).toEqual([{ field, message: expect.stringContaining(message) }])
})
