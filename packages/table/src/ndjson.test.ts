import { describe, expect, it } from 'vitest'
import { itemsOf, parse, problemsOf } from './table.testing.ts'

const ndjson = { format: 'ndjson' } as const
const lines = (...rows: unknown[]) => rows.map(row => JSON.stringify(row)).join('\n')

describe('JSON by the line', () => {
  it('says of a prompt what a row of a table says', () => {
    const text = lines(
      { prompt: 'A {{product}}', title: 'Kettles', Product: 'kettle', count: 3, sale: true, note: null },
      { prompt: 'A teapot', references: ['mascot'], variables: { size: '', title: 'Tea' } },
    )
    expect(itemsOf(`\r\n${text.replace('\n', '\r\n')}\r\n\r\n`, ndjson)).toEqual([
      {
        prompt: 'A {{product}}',
        title: 'Kettles',
        variables: { Product: 'kettle', count: '3', sale: 'true' },
      },
      { prompt: 'A teapot', references: ['mascot'], variables: { size: '', title: 'Tea' } },
    ])
  })

  it('has the columns of all its rows', () => {
    const { columns } = parse(
      lines({ prompt: 'a', size: 1 }, { Prompt: 'b', SIZE: 2, colour: 'red' }),
      ndjson,
    )
    expect(columns.map(({ name }) => name)).toEqual(['prompt', 'size', 'colour'])
  })

  it('knows on which line each row stands', () => {
    expect(parse('\n{"prompt":"a"}\r\n\r{"prompt":"b"}', ndjson).rows.map(({ line }) => line)).toEqual([2, 4])
  })

  it.each([
    [
      'no JSON',
      '{"prompt": "a"}\n{"prompt": "b",}',
      'line 2: is not JSON: "}" after a comma; take the comma away (column 16)',
    ],
    ['no object', '"A fox"', 'line 1: must be an object, as in {"prompt": "A fox"}'],
    ['an array', '[{"prompt": "a"}]', 'is one array of JSON: write an object on each line'],
    ['nothing', ' \n\n', 'has no row: write an object on each line'],
    ['no prompt', '{"title": "Fox"}', 'line 1, column "prompt": is empty'],
    [
      'a prompt that is a list',
      '{"prompt": ["a"]}',
      'line 1, column "prompt": must be a text, a number, true or false',
    ],
    ['an object in a variable', '{"prompt": "a", "b": {}}', 'line 1, column "b": must be a text'],
    [
      'references that are numbers',
      '{"prompt": "a", "references": [1]}',
      'line 1, column "references": must be',
    ],
    ['a name twice', '{"prompt": "a", "b": 1, "B ": 2}', 'line 1, column "B ": is there twice: take one out'],
    [
      'a name with braces',
      '{"prompt": "a", "{b}": 1}',
      'line 1, column "{b}": is no name: it must not contain',
    ],
  ])('is told where it holds %s', (_, text, problem) => {
    expect(problemsOf(text, ndjson)[0]).toContain(problem)
    expect(parse(text, ndjson).rows).toEqual([])
  })

  it('is told of a hundred faults and no more, and of a row too many', () => {
    expect(problemsOf('{}\n'.repeat(300), { ...ndjson, maxRows: 1_000 })).toHaveLength(100)
    expect(problemsOf('{"prompt":"a"}\n'.repeat(3), { ...ndjson, maxRows: 2 })).toEqual([
      'line 3: is row 3: at most 2 are allowed, so split the table',
    ])
  })
})
