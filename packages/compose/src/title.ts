/** Longest title that is laid out, in characters as a reader counts them; more never fits any template. */
const MAX_GRAPHEMES = 400

const ELLIPSIS = '…'
/** Longest part of a word that is dropped rather than shown cut. */
const LONGEST_DROPPED = 14
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * A title as it can be drawn: one line of text without control characters, halves of surrogate pairs, noncharacters or
 * explicit direction overrides, with few marks stacked on a letter, and of bounded length.
 */
export function cleanTitle(title: string): string {
  const line = title
    .slice(0, MAX_GRAPHEMES * 12)
    .toWellFormed()
    .replace(/[\s\u0085\u2800\u3164]+/gu, ' ')
    .replace(/[\p{Cc}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim()
  return new Title(line).first(MAX_GRAPHEMES)
}

/** A text that can be cut between characters as a reader sees them: never inside an emoji or an accented letter. */
export class Title {
  readonly #parts: string[]

  constructor(text: string) {
    this.#parts = [...graphemes.segment(text)].map(({ segment }) => segment)
  }

  get length(): number {
    return this.#parts.length
  }

  /** The first `count` characters, with an ellipsis if that leaves any out. Cut between words where they are short. */
  first(count: number): string {
    if (count >= this.#parts.length) return this.#parts.join('')
    const kept = this.#parts.slice(0, count)
    const space = this.#parts[count] === ' ' ? count : kept.lastIndexOf(' ')
    const whole = count - space <= LONGEST_DROPPED ? kept.slice(0, space) : kept
    return `${whole.join('').replace(/[\s\p{P}]+$/u, '')}${ELLIPSIS}`
  }
}

/** Text for Pango markup, with nothing left in it that is markup. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}

/** Whether a paragraph runs from right to left: decided, as Unicode does, by its first letter. */
export function isRightToLeft(text: string): boolean {
  const letter = /\p{L}/u.exec(text)?.[0]
  return (
    letter !== undefined &&
    /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(letter)
  )
}
