import { describe, expect, it } from 'vitest'
import { BREAK, markWords } from './words.ts'

describe('markWords', () => {
  it.each([
    ['Thai', 'ช่างภาพ|มอง|เห็น', 2],
    ['Lao', 'ພາສາ|ລາວ|ເປັນ|ພາສາ', 3],
    ['Khmer', 'ភាសាខ្មែរ|គឺជា|ភាសាផ្លូវការ', 2],
    ['Myanmar', 'မြန်မာ|ဘာသာ|စကား|သည်', 2],
  ])('lets lines of %s break between words', (_, parted, least) => {
    const words = parted.split('|')
    const marked = markWords(words.join(''))
    expect(marked.replaceAll(BREAK, '')).toBe(words.join(''))
    expect(marked.split(BREAK).length).toBeGreaterThan(least)
    // A line ends only where a word does: never between a letter and its marks.
    for (const part of marked.split(BREAK)) expect(part).not.toMatch(/^\p{M}/u)
  })

  it('keeps signs of repetition and particles with their word, and marks nothing beside spaces, digits or Latin letters', () => {
    expect(markWords('เร็วๆ')).toBe('เร็วๆ')
    expect(markWords('ဖလင်၏ဘောင်')).toContain('ဖလင်၏')
    expect(markWords('ภาพ 24 Photo')).toBe('ภาพ 24 Photo')
  })

  it('keeps words of Korean whole, which are parted by spaces', () => {
    expect(markWords('슌스케의 하루 2')).toBe('슌\u2060스\u2060케\u2060의 하\u2060루 2')
  })

  it('leaves every other script as it is', () => {
    for (const text of ['Every frame', '摄影师一次看到', '写真家は', 'नमस्ते', ''])
      expect(markWords(text)).toBe(text)
  })
})
