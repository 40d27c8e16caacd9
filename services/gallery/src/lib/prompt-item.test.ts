import { describe, expect, it } from 'vitest'
import { columnsOf, filledItem } from './prompt-item.ts'

describe('an item of the prompts', () => {
  it('is filled from its variables and its other texts', () => {
    const item = { prompt: 'A {{size}} {{title}}', title: 'fox', variables: { size: 'big' } }
    expect(filledItem(item)).toEqual({ prompt: 'A big fox', title: 'fox' })
    expect(filledItem({ prompt: '{{a}}', variables: { a: 'An owl' } })).toEqual({
      prompt: 'An owl',
      title: 'An owl',
    })
  })

  it('stays as it is where it has no variables', () => {
    expect(filledItem('A {{fox}}')).toEqual({ prompt: 'A {{fox}}', title: 'A {{fox}}' })
    expect(filledItem({ prompt: 'A {{fox}}', title: 'B' })).toEqual({ prompt: 'A {{fox}}', title: 'B' })
  })
})

it('knows which columns a table of items has', () => {
  const items = [
    'A fox',
    { prompt: 'An owl', kicker: 'Now', title: undefined, variables: { size: 'big' } },
    { prompt: 'A cat', title: 'Cats', variables: { colour: 'red' } },
  ]
  expect(columnsOf(items)).toEqual({
    fields: ['prompt', 'kicker', 'title'],
    variables: ['size', 'colour'],
  })
})
