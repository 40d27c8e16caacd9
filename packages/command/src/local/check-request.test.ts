import { readSettings } from '@contactsheet/stack'
import { expect, test } from 'vitest'
import { checkRequest } from './check-request.ts'

test('accepts both forms of a request', () => {
  const settings = readSettings({})
  checkRequest({ prompts: ['A fox'], models: ['gpt-image-2'] }, 'my.json', settings)
  checkRequest([['A fox'], ['gpt-image-2'], 'neon', 'bottom-bar', 'inter', '', ''], 'my.json', settings)
})

test('names every field at fault in one line', () => {
  const request = { prompts: ['A fox'], models: ['gpt-image-2'], style: 'loud', size: 3 }
  expect(() => checkRequest(request, 'my.json', readSettings({}))).toThrow(
    /^my\.json: style: must be one of: .*; size: is not a known property$/,
  )
})

test('keeps to the limits of this machine', () => {
  const request = { prompts: ['A fox', 'A hare'], models: ['gpt-image-2'] }
  expect(() => checkRequest(request, 'my.json', readSettings({ MAX_IMAGES: '1' }))).toThrow(/MAX_IMAGES/)
})
