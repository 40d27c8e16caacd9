/** Accents and the like, as they stand by themselves in decomposed text. Vowels that other scripts write as marks stay. */
const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+/g
const BLANKS = /\s+/g

/** A text as it is searched: on one line, in one case, without accents, each letter in one form. */
export function fold(text: string): string {
  // Of these letters most prompts are, and there are thousands of them.
  const plain = /^[ -~\s]*$/.test(text) ? text : text.normalize('NFKD').replace(ACCENTS, '')
  // Upper case, where "ß" is "SS" and the end of a Greek word no other letter.
  return plain.toUpperCase().replace(BLANKS, ' ').trim()
}

/** The words of a query, each of which is to be in one text. */
export function wordsOf(query: string): string[] {
  return [...new Set(fold(query).split(' '))].filter(word => word !== '')
}

/** Whether all words are in a text that was folded. */
export function hasWords(folded: string, words: readonly string[]): boolean {
  return words.every(word => folded.includes(word))
}
