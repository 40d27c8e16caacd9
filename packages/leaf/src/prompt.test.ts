import { type Batch, leafOf, type Model, outputRequestSchema, TEMPLATES } from '@contactsheet/contract'
import { expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { imagePrompt } from './prompt.ts'

const model = (size: string): Model => ({ provider: 'openai', id: 'm', label: 'M', size, quality: 'low' })

function promptOf(size: string, batch: Partial<Batch>): string {
  const made = makeBatch(1, { models: [model(size)], ...batch })
  return imagePrompt(made, leafOf(made, 0, 0), TEMPLATES['bottom-bar'])
}

it('asks for the format that the outputs of a batch need', () => {
  const outputs = outputRequestSchema.parse(['og', 'story'])
  expect(promptOf('1216x640', { outputs })).toContain('wide landscape format')
  expect(promptOf('1248x1248', { outputs })).toContain('square format')
  expect(promptOf('928x1648', { outputs })).toContain('tall portrait format')
})

it('asks for a landscape where no outputs are named, whatever the size of the model', () => {
  expect(promptOf('1024x1024', {})).toContain('wide landscape format')
})
