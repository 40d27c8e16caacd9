import { decodeText, UnreadableText } from '@contactsheet/contract/text'
import type { TableProblem } from './problem.ts'

/** What Excel saves "CSV" as in western Europe and the Americas, and says nowhere. */
const EXCEL = 'windows-1252'

/** The text is none of Windows-1252: it begins with the mark of another encoding, or holds a code that stands for nothing. */
const OTHER_ENCODING = /^(?:ï»¿|ÿþ|þÿ)|[\u0081\u008d\u008f\u0090\u009d]/

/**
 * Four characters beside one another that are neither ASCII nor of those that end and begin sentences: no language of
 * Windows-1252 has that, and all text in Cyrillic, Greek, Chinese or Japanese encodings comes out so.
 */
const GARBLED = /[^\0-\x7f\u00a0«»‘’“”–—…]{4}/

const BEYOND_ASCII = /[^\0-\x7f]/

/** Characters of a text that are shown on either side of the one to look at. */
const SHOWN = 20

/**
 * The text of a table: in UTF-8, in UTF-16 with a mark, as `charset` says, or else in Windows-1252 where it can be that.
 *
 * @param charset name of the encoding, as in a Content-Type
 * @returns with a warning, if the encoding was guessed
 * @throws UnreadableText
 */
export function decodeTable(bytes: Uint8Array, charset?: string): { text: string; warning?: TableProblem } {
  try {
    return { text: decodeText(bytes, charset) }
  } catch (error) {
    if (!(error instanceof UnreadableText) || charset !== undefined) throw error
    const text = decodeText(bytes, EXCEL)
    if (OTHER_ENCODING.test(text) || GARBLED.test(text)) throw error
    return { text, warning: guessed(text) }
  }
}

function guessed(text: string): TableProblem {
  const at = text.search(BEYOND_ASCII)
  const lines = text.slice(0, at).split(/\r\n|[\r\n]/)
  const before = lines.at(-1)?.slice(-SHOWN) ?? ''
  const [after] = text.slice(at, at + SHOWN).split(/[\r\n]/)
  return {
    line: lines.length,
    message: `read as Windows-1252, "${before}${after}"; if that is wrong, save the file as "CSV UTF-8"`,
  }
}
