import { expect, it } from 'vitest'
import { presetName, presetOf } from './preset.ts'

it.each([
  ['Spring sale', 'spring-sale'],
  ['  Été 2027! ', 'ete-2027'],
  ['夏', ''],
  ['a'.repeat(50), 'a'.repeat(40)],
])('makes a name of %j', (said, name) => {
  expect(presetName(said)).toBe(name)
})

it('keeps what is not of one batch', () => {
  const kept = {
    models: ['m'],
    style: 'neon',
    template: 'left-panel',
    font: 'lora',
    context: '',
    extraPrompt: '',
    title: false,
  }
  const body = {
    ...kept,
    prompts: ['A fox'],
    sample: 2,
    webhook: 'https://a.example',
    references: ['a'],
    deadline: 6,
  }
  expect(presetOf(body)).toEqual(kept)
})
