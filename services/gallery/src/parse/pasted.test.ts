import { expect, it } from 'vitest'
import { isPastedTable } from './pasted.ts'

it.each([
  ['prompt\tsize\nA fox\tbig', true],
  ['size\tTitle\r\nbig\tA fox\r\n', true],
  ['"Prompt","size"\nA fox,big', true],
  ['size;prompts\nbig;A fox', true],
  ['Größe\t"Überschrift"\ngroß\tEin Fuchs', true],
  ['Überschrift, groß\nEin Fuchs, klein', false],
  ['prompt\tsize', false],
  ['prompt\nA fox', false],
  ['A fox, big\nAn owl, small', false],
  ['A prompt title, big\nAn owl', false],
])('knows whether %j is a table', (text, expected) => {
  expect(isPastedTable(text)).toBe(expected)
})
