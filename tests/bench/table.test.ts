import { expect, it } from 'vitest'
import { toMarkdown, toText } from './table.ts'

const table = {
  title: 'Two ways',
  header: ['', 'ours', 'theirs'],
  rows: [
    ['wall-clock', '1 s', '22 s'],
    ['p50 | p95', '3'],
  ],
}

it('prints with text to the left and figures to the right', () => {
  expect(toText(table)).toBe(
    [
      'Two ways',
      '',
      '            ours  theirs',
      '----------  ----  ------',
      'wall-clock   1 s    22 s',
      'p50 | p95      3',
      '',
    ].join('\n'),
  )
})

it('becomes Markdown, with every cell in its column', () => {
  expect(toMarkdown(table)).toBe(
    [
      '### Two ways',
      '',
      '|  | ours | theirs |',
      '|---|--:|--:|',
      '| wall-clock | 1 s | 22 s |',
      '| p50 \\| p95 | 3 |  |',
      '',
    ].join('\n'),
  )
})
