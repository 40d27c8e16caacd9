import { expect, it } from 'vitest'
import { hasWords, searchWords } from './search.ts'

const TEXT = 'Ein Café am Meer'

it.each([
  ['', true],
  ['  ', true],
  ['cafe', true],
  ['MEER café', true],
  ['caf', true],
  ['cafe berg', false],
  ['ｃａｆｅ', true],
])('looks for %j in a text', (query, found) => {
  expect(hasWords(TEXT, searchWords(query))).toBe(found)
})

it.each([
  ['fox red', 'A red\n  fox', true],
  ['creme brulee', 'Crème brûlée', true],
  ['strasse', 'Straße', true],
  ['ΟΔΟΣ', 'οδός', true],
  ['éclair', 'e\u0301clair', true],
  ['がくせい', 'がくせい', true],
  ['かくせい', 'がくせい', false],
  ['a', '', false],
])('looks for %j in %j', (query, text, found) => {
  expect(hasWords(text, searchWords(query))).toBe(found)
})

it('finds letters of other scripts', () => {
  expect(hasWords('Лодки из бумаги', searchWords('ЛОДКИ'))).toBe(true)
  expect(hasWords('紙の船', searchWords('紙'))).toBe(true)
})
