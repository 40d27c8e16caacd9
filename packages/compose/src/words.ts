/** Thai, Lao, Khmer and Myanmar are written without spaces between words; nothing but a dictionary tells where one ends. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Signs of repetition, abbreviation and the end of a sentence, and Burmese particles: they belong to the word before. */
const CLINGS = /^[ฯๆຯໆ។៕ៗ၊။၌၍၏]/u
/** Where a line may break, with no room taken. */
export const BREAK = '\u200b'

/** Between syllables of Hangul, where Unicode lets a line break and a Korean headline does not. Takes no room either. */
const KEEP = '\u2060'
const BETWEEN_SYLLABLES = /(?<=\p{Script=Hangul})(?=\p{Script=Hangul})/gu

const words = new Intl.Segmenter('th', { granularity: 'word' })

/** A text that says where its lines may break, in scripts that do not show it. Any other is left as it is. */
export function markWords(text: string): string {
  return betweenWords(text).replace(BETWEEN_SYLLABLES, KEEP)
}

function betweenWords(text: string): string {
  if (!UNSPACED.test(text)) return text
  let marked = ''
  let before = ''
  for (const { segment } of words.segment(text)) {
    const between =
      UNSPACED.test(before.slice(-1)) && UNSPACED.test(segment.slice(0, 1)) && !CLINGS.test(segment)
    marked += between ? BREAK + segment : segment
    before = segment
  }
  return marked
}
