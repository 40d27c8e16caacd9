import type { HanForms } from './faces.ts'

/**
 * In which country's letter forms the Chinese characters of a text are drawn: those of the language it is told by its
 * kana or Hangul, else of the language given, else those that most of its characters belong to alone.
 *
 * @param language BCP 47: `zh-Hant`, `zh-TW`, `zh-HK`, `ja`; one that writes no Chinese characters tells nothing
 */
export function hanForms(text: string, language?: string): HanForms {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  if (/\p{Script=Hangul}/u.test(text)) return 'ko'
  return formsOfLanguage(language) ?? formsOfCharacters(text)
}

function formsOfLanguage(language: string | undefined): HanForms | undefined {
  if (language === undefined) return undefined
  const locale = localeOf(language)
  // Chinese without a country or script is written in both.
  if (locale?.baseName === 'zh') return undefined
  const { script } = locale?.maximize() ?? {}
  if (script === 'Hans') return 'zh-Hans'
  if (script === 'Hant') return 'zh-Hant'
  if (script === 'Jpan' || script === 'Hrkt' || script === 'Hira' || script === 'Kana') return 'ja'
  return script === 'Kore' || script === 'Hang' ? 'ko' : undefined
}

function localeOf(language: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(language)
  } catch {
    // What is no language tag decides nothing; to refuse it is for who takes requests.
    return undefined
  }
}

function formsOfCharacters(text: string): HanForms {
  let balance = 0
  for (const character of text.match(/\p{Script=Han}/gu) ?? []) balance += leaning(character)
  return balance < 0 ? 'zh-Hant' : 'zh-Hans'
}

/** 1 for a character only simplified Chinese has, -1 for one only traditional Chinese has. */
function leaning(character: string): number {
  standards ??= { simplified: gb2312(), traditional: big5() }
  return Number(standards.simplified.has(character)) - Number(standards.traditional.has(character))
}

/**
 * The characters of the two national standards, which each have the forms of their own country alone: GB 2312 of 1980
 * and Big5 of 1984. Taken from the decoders that every JavaScript engine has.
 */
let standards: { simplified: Set<string>; traditional: Set<string> } | undefined

function gb2312(): Set<string> {
  return decoded('gbk', [0xb0, 0xf7], [[0xa1, 0xfe]])
}

function big5(): Set<string> {
  return decoded(
    'big5',
    [0xa4, 0xf9],
    [
      [0x40, 0x7e],
      [0xa1, 0xfe],
    ],
  )
}

/** All characters whose first byte is in one range, and whose second is in one of the others. */
function decoded(
  encoding: string,
  [first, last]: [number, number],
  seconds: [number, number][],
): Set<string> {
  const bytes: number[] = []
  for (let lead = first; lead <= last; lead++)
    for (const [from, to] of seconds) for (let trail = from; trail <= to; trail++) bytes.push(lead, trail)
  return new Set(new TextDecoder(encoding).decode(new Uint8Array(bytes)))
}
