import { describe, expect, it } from 'vitest'
import { fold, hasWords, wordsOf } from './fold.ts'

const finds = (query: string, text: string) => hasWords(fold(text), wordsOf(query))

describe('a search', () => {
  it.each([
    ['RED fox', 'A red\n  fox'],
    ['fox red', 'A red fox'],
    ['creme brulee', 'Crème brûlée'],
    ['Crème', 'CREME'],
    ['strasse', 'Straße'],
    ['ΟΔΟΣ', 'οδός'],
    ['ＦＯＸ', 'fox'],
    ['がくせい', 'がくせい'],
    ['éclair', 'e\u0301clair'],
  ])('for %j finds %j', (query, text) => {
    expect(finds(query, text)).toBe(true)
  })

  it.each([
    ['red fox', 'A red owl'],
    ['かくせい', 'がくせい'],
    ['a', ''],
  ])('for %j does not find %j', (query, text) => {
    expect(finds(query, text)).toBe(false)
  })
})
