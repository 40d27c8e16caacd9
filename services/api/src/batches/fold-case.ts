/** A text as it is searched in: without case, accents, and ways of writing the same letter. */
export function foldCase(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
}
