import { describe, expect, it } from 'vitest'
import { FACES } from './faces.ts'
import { type Typeface, uncovered } from './index.ts'
import { typeset } from './typeset.ts'

/** Families that a text is drawn in, without what tells their weights. */
function familiesFor(text: string, language?: string): string[] {
  return typeset(text, FACES.bangers, language).faces.map(({ family }) => family.replace(' Thin', ''))
}

describe('typeset', () => {
  it('takes the chosen face alone for what that has, in one file', () => {
    const { faces, files, text } = typeset('Why fan-out beats 3x9 & more!', FACES.bangers)
    expect(faces).toEqual([FACES.bangers])
    expect(files).toHaveLength(1)
    expect(text).toBe('Why fan-out beats 3x9 & more!')
    expect(familiesFor('Crème brûlée')).toEqual(['Bangers'])
  })

  it.each([
    ['Привет', ['Inter']],
    ['வணக்கம் & நன்றி', ['Noto Sans Tamil']],
    ['বাংলা। আমি', ['Noto Sans Bengali']],
    ['Привет, שלום', ['Inter', 'Noto Sans Hebrew']],
    ['Launch 🚀', ['Noto Color Emoji']],
    ['#️⃣ 🇫🇷 ❤️', ['Noto Color Emoji']],
    ['摄影师', ['Noto Sans SC']],
    ['攝影師', ['Noto Sans TC']],
    ['写真家は', ['Noto Sans JP']],
    ['똠얌꿍', ['Noto Sans KR']],
    ['한국 说', ['Noto Sans KR', 'Noto Sans SC']],
  ])('adds those for the characters it lacks: %s', (text, families) => {
    expect(familiesFor(text)).toEqual(['Bangers', ...families])
  })

  it('takes Chinese characters in the forms of the language given, and tells Pango of it', () => {
    expect(familiesFor('骨直角', 'ja')).toEqual(['Bangers', 'Noto Sans JP'])
    expect(typeset('骨直角', FACES.inter, 'zh-TW').language).toBe('zh-Hant')
    expect(typeset('İstanbul', FACES.inter, 'tr').language).toBe('tr')
    expect(typeset('Istanbul', FACES.inter).language).toBeUndefined()
  })

  it('composes letters and accents that come apart', () => {
    expect(typeset('e\u0301'.normalize('NFD'), FACES.inter).text).toBe('é')
    expect(typeset('한국'.normalize('NFD'), FACES.inter).text).toBe('한국')
  })

  it('draws mathematical letters as plain ones where no font has them', () => {
    expect(typeset('𝗦𝗮𝗹𝗲 𝟱𝟬% 𝕏, ℝ and ℕ', FACES.inter)).toMatchObject({
      text: 'Sale 50% X, R and N',
      missing: [],
    })
  })

  it('leaves out what no font has, with the marks on it, and says so', () => {
    expect(typeset('Hello 𒀀𒁀 world 𒀀\u0301', FACES.inter)).toMatchObject({
      text: 'Hello world',
      missing: ['𒀀', '𒁀', '𒀀\u0301'],
    })
  })
})

describe('uncovered', () => {
  it('is nothing for a title in any script that we have a face for', () => {
    const titles = [
      'Why?',
      'Zażółć gęślą jaźń',
      'Việt Nam',
      'مرحبا',
      '👩‍👩‍👧‍👦 🇫🇷',
      'ກຂ',
      'ሰላም',
      '\u200fשלום',
    ]
    const typefaces: Typeface[] = ['inter', 'press-start-2p', 'montserrat']
    for (const typeface of typefaces)
      for (const title of titles) expect(uncovered(title, typeface)).toEqual([])
  })

  it('names each character once, as a reader sees it', () => {
    expect(uncovered('𒀀 and 𒀀𒁀', 'inter')).toEqual(['𒀀', '𒁀'])
    expect(uncovered('a\ufdd0b \u0378', 'inter')).toEqual(['\u0378'])
  })
})
