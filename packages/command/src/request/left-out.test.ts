import { readSettings } from '@contactsheet/stack'
import { UsageError } from '@contactsheet/stack/shell'
import { expect, test } from 'vitest'
import { withoutKey } from '../local/keys.ts'
import { leaveOut } from './left-out.ts'

const MODELS = ['gemini-3-pro-image', 'gpt-image-2']
const positional = [['A fox'], MODELS, 'photorealistic', 'bottom-bar', 'inter', '', '']
const noGoogle = withoutKey(readSettings({ OPENAI_API_KEY: 'key' }))

test('with one key the models of the other provider are left out, in either form, and the rest stays', () => {
  const leftOut = ['gemini-3-pro-image: GOOGLE_API_KEY is not set']
  expect(leaveOut(positional, noGoogle)).toEqual({
    request: [['A fox'], ['gpt-image-2'], 'photorealistic', 'bottom-bar', 'inter', '', ''],
    leftOut,
  })
  expect(leaveOut({ prompts: ['A fox'], models: MODELS, font: 'lora' }, noGoogle)).toEqual({
    request: { prompts: ['A fox'], models: ['gpt-image-2'], font: 'lora' },
    leftOut,
  })
})

test('a model with options goes by its id, and keeps them', () => {
  const high = { id: 'gpt-image-2', quality: 'high' }
  const models = ['gemini-3-pro-image', { id: 'gemini-3-pro-image', imageSize: '4K' }, high]
  expect(leaveOut({ prompts: ['A fox'], models }, noGoogle)).toEqual({
    request: { prompts: ['A fox'], models: [high] },
    leftOut: ['gemini-3-pro-image: GOOGLE_API_KEY is not set'],
  })
})

test('a model that was shut down goes by the one that it runs on', () => {
  const request = { prompts: ['A fox'], models: ['gemini-3-pro-image-preview', 'gpt-image-1'] }
  expect(leaveOut(request, noGoogle).request).toMatchObject({ models: ['gpt-image-1'] })
})

test('nothing is left out where the emulator makes everything, or a stand-in or the other key is there', () => {
  for (const env of [
    {},
    { OPENAI_API_KEY: 'key', GOOGLE_GEMINI_BASE_URL: 'http://localhost:1' },
    { OPENAI_API_KEY: 'key', GEMINI_API_KEY: 'key' },
  ])
    expect(leaveOut(positional, withoutKey(readSettings(env)))).toEqual({ request: positional, leftOut: [] })
})

test('a batch of which nothing would be left is not sent', () => {
  const request = { prompts: ['A fox'], models: ['gemini-3-pro-image'] }
  expect(() => leaveOut(request, noGoogle)).toThrow(UsageError)
  expect(() => leaveOut(request, noGoogle)).toThrow('gemini-3-pro-image: GOOGLE_API_KEY is not set')
})

test.for([undefined, 'text', [], { models: 'gpt-image-2' }, { models: [7] }, { models: [{}] }])(
  'what is no request, %j, is left as it is',
  request => {
    expect(leaveOut(request, noGoogle)).toEqual({ request, leftOut: [] })
  },
)
