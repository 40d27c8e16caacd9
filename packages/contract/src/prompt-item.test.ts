import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fieldErrors } from './problem.ts'
import { promptItemSchema } from './prompt-item.ts'

const schema = z.strictObject({ prompts: z.array(promptItemSchema(50)) })

const parse = (item: unknown) => schema.parse({ prompts: [item] }).prompts[0]
function errorsOf(item: unknown) {
  const result = schema.safeParse({ prompts: ['A fox', item] })
  return result.success ? [] : fieldErrors(result.error)
}

describe('an item of the prompts', () => {
  it('is a text, as it ever was', () => {
    expect(parse('  A {{fox}}\r\nin snow ')).toBe('A {{fox}}\nin snow')
  })

  it('is an object with what is its own', () => {
    const item = {
      prompt: 'A {{animal}}',
      title: 'The {{animal}}',
      language: 'de',
      subtitle: 'in snow',
      variables: { animal: 'fox', 'empty on purpose': '' },
      references: ['0f'.repeat(32), 'https://pictures.example/a.png'],
    }
    expect(parse(item)).toEqual(item)
    expect(parse({ prompt: ' A fox ' })).toEqual({ prompt: 'A fox' })
  })

  it('has its texts read as those of any request', () => {
    expect(parse({ prompt: 'a', title: ' b\r\nc ', variables: { x: 'd\r\ne ' } })).toEqual({
      prompt: 'a',
      title: 'b\nc',
      variables: { x: 'd\ne ' },
    })
  })

  it.each([
    ['a number', 7, '', 'expected string, or an object with "prompt"'],
    ['nothing', null, '', 'expected string, or an object with "prompt"'],
    ['a list', ['A fox'], '', 'expected string, or an object with "prompt"'],
    ['an empty text', ' ', '', 'must not be empty'],
    ['a text too long', 'x'.repeat(51), '', 'must be at most 50 characters'],
    ['an object without a prompt', { title: 'Fox' }, '.prompt', 'expected string'],
    ['an empty prompt', { prompt: ' ' }, '.prompt', 'must not be empty'],
    ['an empty title', { prompt: 'a', title: '' }, '.title', 'must not be empty'],
    ['a title that is a number', { prompt: 'a', title: 7 }, '.title', 'expected string'],
    [
      'a subtitle as the batch may not have it',
      { prompt: 'a', subtitle: 'x'.repeat(301) },
      '.subtitle',
      'at most 300',
    ],
    ['a language that is none', { prompt: 'a', language: 'Deutsch!' }, '.language', 'must be a language tag'],
    ['what no prompt has', { prompt: 'a', titel: 'b' }, '.titel', 'is not a known property'],
    ['variables in a list', { prompt: 'a', variables: ['b'] }, '.variables', 'expected record'],
    ['a value that is a number', { prompt: 'a', variables: { b: 7 } }, '.variables.b', 'expected string'],
    ['a value too long', { prompt: 'a', variables: { b: 'x'.repeat(51) } }, '.variables.b', 'at most 50'],
    ['a name with braces', { prompt: 'a', variables: { '{b}': '' } }, '.variables.{b}', 'not contain braces'],
    [
      'a name twice',
      { prompt: 'a', variables: { Size: '', ' size': '' } },
      '.variables. size',
      'is the same name as "Size"',
    ],
    [
      'too many variables',
      { prompt: 'a', variables: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`v${n}`, ''])) },
      '.variables',
      'must hold at most 100 variables; got 101',
    ],
    ['an empty reference', { prompt: 'a', references: [''] }, '.references[0]', 'must not be empty'],
    [
      'too many references',
      { prompt: 'a', references: Array(17).fill('https://a.example/a.png') },
      '.references',
      'at most 16',
    ],
  ])('is refused when it is %s', (_, item, field, message) => {
    expect(errorsOf(item)).toContainEqual({
      field: `prompts[1]${field}`,
      message: expect.stringContaining(message),
    })
  })

  it('tells of everything that is wrong with it', () => {
    const item = { prompt: '', title: 7, variables: { b: 7 }, more: true }
    expect(errorsOf(item).map(({ field }) => field)).toEqual([
      'prompts[1].prompt',
      'prompts[1].title',
      'prompts[1].variables.b',
      'prompts[1].more',
    ])
  })

  it('quotes no more of a name than one can read', () => {
    const [error] = errorsOf({ prompt: 'a', variables: { ['x'.repeat(1_000)]: 7 } })
    expect(error?.field.length).toBeLessThan(200)
  })
})
