/** Accents and the like, as they stand by themselves in decomposed text. Vowels that other scripts write as marks stay. */
const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+/g

/** A text as it is searched in: on one line, without case, accents, and ways of writing the same letter. */
export function fold(text: string): string {
  // Of these letters most prompts are, and there are thousands of them.
  const plain = /^[ -~\s]*$/.test(text) ? text : text.normalize('NFKD').replace(ACCENTS, '')
  // Upper case, where "ß" is "SS" and the end of a Greek word no other letter.
  return plain.toUpperCase().replace(/\s+/g, ' ').trim()
}

/** The words of what somebody looks for. */
export function searchWords(query: string): string[] {
  return fold(query).split(' ').filter(Boolean)
}

/**
 * Whether a text has all of these words, in any case and order, as parts of its own too.
 *
 * @param words of {@link searchWords}
 */
export function hasWords(text: string, words: readonly string[]): boolean {
  return words.length === 0 || hasFolded(fold(text), words)
}

/** The same of a text that is folded. */
export function hasFolded(folded: string, words: readonly string[]): boolean {
  return words.every(word => folded.includes(word))
}
