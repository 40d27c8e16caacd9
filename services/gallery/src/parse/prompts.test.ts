import { expect, it } from 'vitest'
import { parsePrompts } from './prompts.ts'

it('takes one prompt a line, and remembers the line', () => {
  expect(parsePrompts('\nA fox\n\n  An owl  \n')).toEqual({ prompts: ['A fox', 'An owl'], lines: [1, 3] })
})

it('finds nothing in nothing', () => {
  expect(parsePrompts(' \n')).toEqual({ prompts: [], lines: [] })
})
