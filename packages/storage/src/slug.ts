import anyAscii from 'any-ascii'

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
 * characters, never empty. It is part of the key of an image, so neither way may change from one release to the next;
 * the version of any-ascii stays as it is for that reason.
 *
 * @param way 2 writes every script in Latin letters; the first, of batches before it, has no word for most
 */
export function slug(title: string, way?: 2): string {
  const words = (way === 2 ? inLatinLetters(title) : withoutAccents(title)).match(/[a-z0-9]+/g)
  return shorten(words?.join('-') ?? 'untitled')
}

function withoutAccents(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^\0-\x7f]/gu, letter => LETTERS[letter] ?? ' ')
}

/** Each Chinese character becomes a word: run together, their syllables could not be told apart. */
function inLatinLetters(title: string): string {
  const spaced = title
    .normalize('NFC')
    .replace(/['’]/g, '')
    .replace(/\p{Script=Han}/gu, ' $& ')
  return anyAscii(spaced).replaceAll("'", '').toLowerCase()
}

/** Cuts between words where that leaves a good part, else within one. */
function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text
  const end = text.lastIndexOf('-', MAX_LENGTH)
  return text.slice(0, end > MAX_LENGTH / 2 ? end : MAX_LENGTH)
}
