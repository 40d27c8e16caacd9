/** Longest title that is laid out, in characters as a reader counts them; more never fits any template. */
const MAX_GRAPHEMES = 400

/** Between words of scripts that show nothing there, see `words.ts`; a space in all others. */
const BETWEEN_WORDS = [' ', '\u200b']
const ELLIPSIS = '…'
/** Longest part of a word that is dropped rather than shown cut. */
const LONGEST_DROPPED = 14
const LEFT_TO_RIGHT_MARK = '\u200e'
const RIGHT_TO_LEFT_MARK = '\u200f'
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
    const isBreak = (part = '') => BETWEEN_WORDS.includes(part)
    const space = isBreak(this.#parts[count]) ? count : kept.findLastIndex(isBreak)
    const whole = count - space <= LONGEST_DROPPED ? kept.slice(0, space) : kept
    return `${whole.join('').replace(/[\s\u200b\p{P}]+$/u, '')}${ELLIPSIS}`
  }
}

/** Text for Pango markup, with nothing left in it that is markup. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}

/**
 * The first character that decides: a letter, or one of the marks that decide and show nothing. The blocks are those
 * which Unicode reserves for scripts from right to left.
 */
const DECIDES = /[\u200e\u200f\u061c]|\p{L}/u
const RIGHT_TO_LEFT =
  /[\u200f\u061c\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Whether a paragraph runs from right to left. */
export function isRightToLeft(text: string): boolean {
  const [decides] = DECIDES.exec(text) ?? []
  return decides !== undefined && RIGHT_TO_LEFT.test(decides)
}

/** A text that begins with the mark of its direction, so that Pango cannot find another; one of left to right alone as is. */
export function withDirection(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return text
  const mark = isRightToLeft(text) ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK
  return text.startsWith(mark) ? text : mark + text
}
