import { describe, expect, it } from 'vitest'
import { fillVariables, unusedVariables, variableName, variablesOf } from './variables.ts'

const values = { product: 'kettle', 'Main colour': 'red' }
const fill = (text: string) => fillVariables(text, values, 10_000)

describe('a text with variables', () => {
  it('has the value in place of each name', () => {
    expect(fill('A {{product}}, a {{main colour}} {{product}}')).toEqual({
      text: 'A kettle, a red kettle',
      used: ['product', 'main colour'],
      missing: [],
      problems: [],
    })
  })

  it.each(['{{ product }}', '{{Product}}', '{{\tPRODUCT\n}}', '{{main  colour}}', '{{Main\u00a0Colour}}'])(
    'takes %j as the header of a table is read',
    text => {
      expect(fill(text).problems).toEqual([])
      expect(fill(text).text).not.toContain('{{')
    },
  )

  it('takes names that are written alike in two ways for the same', () => {
    expect(variableName('Cafe\u0301')).toBe(variableName('CAF\u00c9'))
  })

  it('stays as it is, to the byte, where it has no variable', () => {
    for (const text of ['', 'A fox', 'a } b }} c { d', '{"a":{"b":1}}', '\\{ \\ $& $1', ' a\r\n'])
      expect(fill(text)).toEqual({ text, used: [], missing: [], problems: [] })
  })

  it('takes values as they are', () => {
    const hostile = { a: '{{b}} $& $1 \\{{', b: 'never', constructor: '{{' }
    expect(fillVariables('{{a}}{{constructor}}', hostile, 100).text).toBe('{{b}} $& $1 \\{{{{')
  })

  it('can hold two braces that are meant', () => {
    expect(fill('\\{{product}} of {{product}}')).toEqual({
      text: '{{product}} of kettle',
      used: ['product'],
      missing: [],
      problems: [],
    })
  })

  it('can be given an empty value on purpose', () => {
    expect(fillVariables('A {{size}}fox', { size: '' }, 100)).toMatchObject({ text: 'A fox', problems: [] })
  })

  it('says which value is missing, once, and which name may have been meant', () => {
    expect(fill('{{produkt}} and {{ Produkt }} {{weather}}')).toEqual({
      text: '{{produkt}} and {{ Produkt }} {{weather}}',
      used: ['produkt', 'weather'],
      missing: ['produkt', 'weather'],
      problems: ['has no value for {{produkt}}; did you mean {{product}}?', 'has no value for {{weather}}'],
    })
  })

  it('finds no value in what every object has', () => {
    expect(fill('{{__proto__}} {{tostring}}').problems).toHaveLength(2)
  })

  it.each([
    ['nest', '{{product {{size}}}}', 'holds variables that nest, at "{{product {{size}}}}"'],
    ['nest in the name', '{{{{product}}}}', 'holds variables that nest'],
    ['have no end', 'a {{product', 'holds two braces that begin no variable, at "{{product"'],
    ['have one brace for an end', '{{product} fox', 'begin no variable, at "{{product} fox"'],
    ['have three braces', '{{{product}}}', 'begin no variable, at "{{{product}}}"'],
    ['have no name', 'a {{ }}', '"{{ }}" names no variable: a name must not be empty'],
    ['have a text for a name', `{{${'x'.repeat(65)}}}`, 'a name must be at most 64 characters'],
  ])('is told of variables that %s', (_, text, problem) => {
    expect(fill(text).problems[0]).toContain(problem)
  })

  it('is told of a length that it comes to only with its values', () => {
    expect(fillVariables('{{a}}{{a}}', { a: 'four' }, 8)).toMatchObject({ text: 'fourfour', problems: [] })
    expect(fillVariables('{{a}}{{a}}', { a: 'four' }, 7).problems).toEqual([
      'must be at most 7 characters with its variables filled in',
    ])
  })

  it('grows no further than it may', () => {
    const { text } = fillVariables('{{a}}'.repeat(1_000), { a: 'x'.repeat(100_000) }, 1_000_000)
    expect(text.length).toBeLessThanOrEqual(1_000_000)
  })

  it('quotes little of a long text', () => {
    const [problem] = fill(`{{${'😀'.repeat(1_000)}`).problems
    expect(problem?.length).toBeLessThan(200)
    expect(problem?.isWellFormed()).toBe(true)
  })
})

describe('what a text can name', () => {
  it('is what stands in the other columns of its row', () => {
    const item = { prompt: 'A poster', title: 'Fox', language: 'de', variables: { size: 'big' } }
    expect(variablesOf(item)).toEqual({ title: 'Fox', language: 'de', size: 'big' })
    expect(variablesOf({})).toEqual({})
  })

  it('is a variable before it is a title', () => {
    const { text } = fillVariables('{{title}}', variablesOf({ title: 'a', variables: { Title: 'b' } }), 10)
    expect(text).toBe('b')
  })

  it('is no text that is to be filled itself', () => {
    const variables = variablesOf({ title: 'A {{size}} fox', variables: { size: 'big' } })
    expect(fillVariables('{{title}}', variables, 10).problems).toEqual([
      expect.stringContaining('has no value for {{title}}'),
    ])
  })
})

it('finds the columns that no text asks for', () => {
  const { used } = fill('A {{product}}')
  expect(unusedVariables(['Product', 'Main colour', 'main  COLOUR', 'size'], used)).toEqual([
    'Main colour',
    'size',
  ])
})
