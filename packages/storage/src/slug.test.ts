import { describe, expect, it } from 'vitest'
import { slug } from './slug.ts'

describe('the slug of a title', () => {
  it.each([
    ['Why fan-out beats sequential generation', 'why-fan-out-beats-sequential-generation'],
    ['Observing 10k subtasks in the Render Dashboard', 'observing-10k-subtasks-in-the-render-dashboard'],
    ['  Crème brûlée -- à la carte!  ', 'creme-brulee-a-la-carte'],
    ['Straße, Œuvre, Ærø, Łódź, İstanbul', 'strasse-oeuvre-aero-lodz-istanbul'],
    ["Don't panic, it’s fine", 'dont-panic-its-fine'],
    ['ﬁne ½ ①', 'fine-1-2-1'],
    ['2026', '2026'],
    ['C++ / C#', 'c-c'],
    ['Node 世界 24', 'node-24'],
    ['../../etc/passwd', 'etc-passwd'],
    ['世界', 'untitled'],
    ['Привет', 'untitled'],
    ['🎞️ 🎞️', 'untitled'],
    ['\ud800', 'untitled'],
    ['', 'untitled'],
  ])('of %j is %j', (title, expected) => {
    expect(slug(title)).toBe(expected)
  })

  it('is cut between words where it is long', () => {
    expect(slug('word '.repeat(50))).toBe('word-'.repeat(12).slice(0, -1))
    expect(slug(`${'a'.repeat(20)} ${'b'.repeat(200)}`)).toBe(`${'a'.repeat(20)}-${'b'.repeat(39)}`)
    expect(slug('x'.repeat(500))).toBe('x'.repeat(60))
  })

  it('never has two dashes in a row or one at an end', () => {
    for (const title of [
      'a -- b',
      '-a-',
      'é—é',
      '"quoted" (twice) [thrice]',
      `${'long '.repeat(9)}${'x-'.repeat(40)}`,
    ])
      expect(slug(title)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })
})

describe('the slug of a title, the second way', () => {
  it.each([
    'Why fan-out beats sequential generation',
    '  Crème brûlée -- à la carte!  ',
    'Straße, Œuvre, Ærø, Łódź, İstanbul',
    "Don't panic, it’s fine",
    'C++ / C#',
    '../../etc/passwd',
    'word '.repeat(50),
    '\ud800',
    '',
  ])('of %j is the same as before', title => {
    expect(slug(title, 2)).toBe(slug(title))
  })

  it.each([
    ['真正的骨直角，你好。', 'zhen-zheng-de-gu-zhi-jiao-ni-hao'],
    ['Node 世界 24', 'node-shi-jie-24'],
    ['しゃしん', 'shiyashin'],
    ['한국어 제목', 'hangugeo-jemog'],
    ['한국어'.normalize('NFD'), 'hangugeo'],
    ['Привет, мир', 'privet-mir'],
    ['Ελληνικά', 'ellinika'],
    ['שלום', 'slvm'],
    ['يرى المصور', 'yra-lmswr'],
    ['ช่างภาพ', 'changphaph'],
    ['தமிழ் நாடு', 'tmil-natu'],
    ['𝗦𝗮𝗹𝗲 𝕏', 'sale-x'],
    ['🚀 🚀', 'rocket-rocket'],
  ])('of %j is %j', (title, expected) => {
    expect(slug(title, 2)).toBe(expected)
  })

  it('is as plain and as short for any character', () => {
    for (let code = 0; code < 0x20000; code += 7)
      expect(slug(`${String.fromCodePoint(code)} `.repeat(40), 2)).toMatch(
        /^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$/,
      )
  })
})
