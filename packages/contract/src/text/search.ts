/** A text as it is searched in: without case, accents, and ways of writing the same letter. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
}

/** The words of what somebody looks for. */
export function searchWords(query: string): string[] {
  return fold(query).split(/\s+/).filter(Boolean)
}

/**
 * Whether a text has all of these words, in any case and order, as parts of its own too.
 *
 * @param words of {@link searchWords}
 */
export function hasWords(text: string, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const folded = fold(text)
  return words.every(word => folded.includes(word))
}
