import { describe, expect, it } from 'vitest'
import { cleanTitle, escapeMarkup, isRightToLeft, Title, withDirection } from './title.ts'

describe('cleanTitle', () => {
  it('collapses newlines, tabs and runs of spaces, and trims', () => {
    expect(cleanTitle('  one\r\n\ttwo\u00a0\u2028 three \n')).toBe('one two three')
  })

  it('drops what cannot be drawn: control characters, noncharacters, direction overrides', () => {
    expect(cleanTitle('a\u0000b\u001bc\u009fd\ufffee\u{1ffff}f\u202eg\u2066h')).toBe('abcdefgh')
  })

  it('replaces a half of a surrogate pair instead of passing it on', () => {
    expect(cleanTitle('a\ud83d b')).toBe('a\ufffd b')
  })

  it('keeps markup, emoji sequences and right-to-left marks as they are', () => {
    for (const title of ['<b>&amp;"\'', '👩‍👩‍👧‍👦 🇫🇷 #️⃣', 'שלום\u200f!']) expect(cleanTitle(title)).toBe(title)
  })

  it('bounds the marks stacked on one letter', () => {
    expect(cleanTitle(`z${'\u0301'.repeat(500)}a`)).toBe(`z${'\u0301'.repeat(4)}a`)
  })

  it('bounds the length, counting an emoji sequence as one character', () => {
    const cleaned = cleanTitle('👩‍👩‍👧‍👦'.repeat(1_000))
    expect(cleaned).toBe(`${'👩‍👩‍👧‍👦'.repeat(400)}…`)
    expect(cleanTitle('x'.repeat(1_000_000))).toHaveLength(401)
  })
})

describe('Title', () => {
  it('is cut between words, without a comma before the ellipsis', () => {
    expect(new Title('every frame, at once').first(12)).toBe('every frame…')
    expect(new Title('every frame at once').first(9)).toBe('every…')
    expect(new Title('every frame at once').first(11)).toBe('every frame…')
  })

  it('is cut inside a word only if the word is long', () => {
    const long = 'w'.repeat(40)
    expect(new Title(`a ${long}`).first(30)).toBe(`a ${'w'.repeat(28)}…`)
  })

  it('is cut between words that no space parts', () => {
    expect(new Title('ช่าง\u200bภาพ\u200bมอง').first(9)).toBe('ช่าง\u200bภาพ…')
  })

  it('is whole if it is short enough', () => {
    expect(new Title('every frame').first(11)).toBe('every frame')
  })
})

describe('escapeMarkup', () => {
  it('leaves nothing that is markup, in text or in an attribute', () => {
    expect(escapeMarkup('<&">\'')).toBe('&#60;&#38;&#34;&#62;&#39;')
  })
})

describe('isRightToLeft', () => {
  it('is decided by the first letter', () => {
    expect(isRightToLeft('123 مرحبا hello')).toBe(true)
    expect(isRightToLeft('«שלום»')).toBe(true)
    expect(isRightToLeft('hello مرحبا')).toBe(false)
    expect(isRightToLeft('摄影')).toBe(false)
    expect(isRightToLeft('123 🎞️')).toBe(false)
    for (const title of ['ܫܠܡܐ', 'އައްސަލާމް', 'ߒߞߏ', '𞤀𞤣𞤤𞤢𞤥']) expect(isRightToLeft(title)).toBe(true)
  })

  it('is decided by a mark of direction before the first letter', () => {
    expect(isRightToLeft('\u200fHTML5 בעברית')).toBe(true)
    expect(isRightToLeft('\u061cHTML5 بالعربية')).toBe(true)
    expect(isRightToLeft('\u200eשלום')).toBe(false)
    expect(isRightToLeft('HTML5\u200f בעברית')).toBe(false)
  })
})

describe('withDirection', () => {
  it('begins with the mark of the direction that was decided', () => {
    for (const title of ['\u200fHTML5 בעברית', '\u061cHTML5 בעברית', 'שלום world', '12: שלום'])
      expect(withDirection(title)).toMatch(/^\u200f/)
    for (const title of ['HTML5 בעברית', '\u200eשלום']) expect(withDirection(title)).toMatch(/^\u200e/)
  })

  it('leaves alone what has its mark, or nothing that runs from right to left', () => {
    for (const title of ['hello', '摄影', '', '\u200fשלום', '\u200eשלום'])
      expect(withDirection(title)).toBe(title)
  })
})
