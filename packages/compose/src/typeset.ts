import { isAbsolute } from 'node:path'
import { EMOJI, FACES, type Face, faceOf, HAN_FACES, SCRIPT_FACES, SYMBOLS, type Typeface } from './faces.ts'
import { fileWith } from './font-files.ts'
import { hanForms } from './han.ts'
import { cleanTitle } from './title.ts'

/** A text as it can be drawn, and what it takes. */
export interface Typeset {
  /** With plain letters for those that no font has, and without what cannot be drawn at all. */
  text: string
  /** The chosen face, then those for the characters it lacks, in the order in which they are tried. */
  faces: readonly Face[]
  /** The one of them that most of its letters are drawn in. */
  main: Face
  /** The files that have its letters. */
  files: readonly string[]
  /** BCP 47, where the letters' forms depend on it. */
  language?: string
  /** What was left out, character by character as a reader sees them. */
  missing: readonly string[]
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const PLAIN = /^[ -~]*$/
/** What takes up no room and needs no letter: joiners, marks of direction, selectors of variants, spaces. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Zs}]/u
const LETTER = /[\p{L}\p{N}]/u
const IN_COLOR = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Emoji}\u20e3/u
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * Finds the faces that a text is drawn in, by the characters that their files have. Those of plain English are not looked
 * up one by one: every font of the catalog has them all, in one file.
 *
 * @param language BCP 47, which decides the forms of Chinese characters where their script does not
 */
export function typeset(text: string, chosen: Face, language?: string): Typeset {
  const told = language === undefined ? {} : { language }
  const first = PLAIN.test(text) && isBuiltIn(chosen) ? fileWith(chosen, 0x41) : undefined
  if (first !== undefined)
    return { text, faces: [chosen], main: chosen, files: [first], missing: [], ...told }

  const composed = text.normalize('NFC')
  const forms = hanForms(composed, language)
  const search = new Search(chosen, [
    FACES.inter,
    ...SCRIPT_FACES,
    ...new Set([HAN_FACES[forms], ...Object.values(HAN_FACES)]),
    SYMBOLS,
    EMOJI,
  ])
  const missing = new Set<string>()
  const parts = Array.from(graphemes.segment(composed), ({ segment }) => {
    if (IN_COLOR.test(segment) && search.has(EMOJI, segment)) return segment
    const found = Array.from(segment, character => search.drawable(character))
    if (found.includes(undefined)) missing.add(segment)
    // Marks of a letter that is left out would stand on the letter before it.
    return found[0] === undefined ? '' : found.join('')
  })
  return {
    text: missing.size === 0 ? parts.join('') : parts.join('').replace(/ +/g, ' ').trim(),
    ...search.found(parts),
    missing: [...missing],
    ...(HAN.test(composed) ? { language: forms } : told),
  }
}

/**
 * What no font has a letter for of a title: drawn without it. Characters as a reader sees them, each once. A title of
 * which nothing remains makes a picture without one.
 *
 * @throws Error for a typeface whose file is missing or damaged
 */
export function uncovered(title: string, typeface: Typeface): string[] {
  return [...typeset(cleanTitle(title), faceOf(typeface)).missing]
}

/** Collects the faces that a text needs. */
class Search {
  readonly #chosen: Face
  readonly #used: Set<Face>
  readonly #candidates: readonly Face[]

  /** @param fallbacks faces to try for what the chosen one lacks, in this order */
  constructor(chosen: Face, fallbacks: readonly Face[]) {
    this.#chosen = chosen
    this.#used = new Set([chosen])
    this.#candidates = [chosen, ...fallbacks]
  }

  /** What to draw for a character: itself, or plain letters for it; undefined if no face has either. */
  drawable(character: string): string | undefined {
    if (this.#find(character)) return character
    const plain = character.normalize('NFKC')
    return plain !== character && Array.from(plain).every(letter => this.#find(letter)) ? plain : undefined
  }

  /** Whether one face has all of a sequence of characters, which is drawn as one. Then it is in use. */
  has(face: Face, sequence: string): boolean {
    const all = visible(sequence).every(character => fileOf(face, character) !== undefined)
    if (all) this.#used.add(face)
    return all
  }

  /**
   * The faces in use, in the order in which they are tried: the same for any text that needs the same. The files are
   * those with the letters of a text, each from the first face that has it, which is where Pango takes it from.
   */
  found(parts: readonly string[]): Pick<Typeset, 'faces' | 'main' | 'files'> {
    const faces = this.#candidates.filter(face => this.#used.has(face))
    const files = new Set<string>()
    const letters = new Map<Face, number>()
    for (const part of parts) {
      const order = this.#used.has(EMOJI) && IN_COLOR.test(part) ? [EMOJI, ...faces] : faces
      for (const character of visible(part)) {
        const face = order.find(candidate => fileOf(candidate, character) !== undefined)
        const file = face && fileOf(face, character)
        if (face === undefined || file === undefined) continue
        files.add(file)
        if (LETTER.test(character)) letters.set(face, (letters.get(face) ?? 0) + 1)
      }
    }
    const [main] = faces.toSorted((a, b) => (letters.get(b) ?? 0) - (letters.get(a) ?? 0))
    return { faces, main: main ?? this.#chosen, files: [...files] }
  }

  /** Tries the faces in use first: signs that many have, such as the full stop of India's scripts, need no other face. */
  #find(character: string): boolean {
    if (INVISIBLE.test(character)) return true
    return [...this.#used, ...this.#candidates].some(face => this.has(face, character))
  }
}

function visible(text: string): string[] {
  return Array.from(text).filter(character => !INVISIBLE.test(character))
}

function fileOf(face: Face, character: string): string | undefined {
  return fileWith(face, character.codePointAt(0) ?? 0)
}

/** Whether a face is one of the catalog's. */
function isBuiltIn(face: Face): boolean {
  return !('file' in face.files && isAbsolute(face.files.file))
}
