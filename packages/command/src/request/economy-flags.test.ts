import { expect, test } from 'vitest'
import { withEconomy } from './economy-flags.ts'

const request = { prompts: ['A fox'], models: ['gpt-image-2'] }

test('a request is as it was without the flag', () => {
  expect(withEconomy(request, { economy: false })).toBe(request)
})

test('both forms of a request, and one that is a table, are made economy', () => {
  const positional = [['A fox'], ['gpt-image-2'], 'neon', 'bottom-bar', 'inter', '', '']
  expect(withEconomy(positional, { economy: true })).toEqual({
    ...request,
    style: 'neon',
    template: 'bottom-bar',
    font: 'inter',
    context: '',
    extraPrompt: '',
    speed: 'economy',
  })
  const table = { models: ['gpt-image-2'], table: { name: 'a.csv', base64: '' } }
  expect(withEconomy(table, { economy: true })).toEqual({ ...table, speed: 'economy' })
})

test('a request that is none is left for the API to refuse', () => {
  for (const broken of [null, 'text', [['A fox']]])
    expect(withEconomy(broken, { economy: true })).toBe(broken)
})

test.each([
  ['6', 6],
  ['0.5', 0.5],
  ['2026-12-01T08:00:00+01:00', '2026-12-01T08:00:00+01:00'],
  ['2026-12-01T08:00', new Date(2026, 11, 1, 8).toISOString()],
  ['2026-12-01 08:00:30', new Date(2026, 11, 1, 8, 0, 30).toISOString()],
  ['2026-13-41T08:00', '2026-13-41T08:00'],
  ['tomorrow', 'tomorrow'],
])('a deadline of %s is %j', (flag, deadline) => {
  expect(withEconomy(request, { economy: true, deadline: flag })).toEqual({
    ...request,
    speed: 'economy',
    deadline,
  })
})
