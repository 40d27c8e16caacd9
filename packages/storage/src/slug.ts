const MAX_LENGTH = 60

/** Latin letters that Unicode does not take apart into a base letter and an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
}

/**
 * A title as part of a file name: lower-case ASCII letters and digits in words joined by single dashes, at most 60
 * characters, never empty. It is part of the key of an image, so it must not change from one release to the next.
 */
export function slug(title: string): string {
  const plain = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^\0-\x7f]/gu, letter => LETTERS[letter] ?? ' ')
  const words = plain.match(/[a-z0-9]+/g) ?? ['untitled']
  return shorten(words.join('-'))
}

/** Cuts between words where that leaves a good part, else within one. */
function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text
  const end = text.lastIndexOf('-', MAX_LENGTH)
  return text.slice(0, end > MAX_LENGTH / 2 ? end : MAX_LENGTH)
}
