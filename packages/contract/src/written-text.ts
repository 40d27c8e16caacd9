import { z } from 'zod'

/** Line ends of other systems and programs: CR LF, CR, NEL, and Unicode's line and paragraph separators. */
const LINE_ENDS = /\r\n|[\r\u0085\u2028\u2029]/g

/** Vertical tab and form feed: what spreadsheets and word processors put for a break inside a cell or a page. */
const BREAKS = /[\v\f]/g

/**
 * A text that somebody wrote, in whatever program: each line end becomes LF, and other breaks a space. Anything else that
 * controls a terminal or ends a string early is refused.
 *
 * @param maxLength characters
 */
export function writtenText(maxLength: number) {
  return (
    z
      .string()
      // Looked at first, so that no megabytes are rewritten: of each two characters at least one stays.
      .max(2 * maxLength, { error: tooLong(maxLength), abort: true })
      .overwrite(value => value.replace(LINE_ENDS, '\n').replace(BREAKS, ' '))
      .max(maxLength, tooLong(maxLength))
      .refine(value => !hasControlCharacter(value), 'must not contain control characters')
  )
}

function tooLong(maxLength: number): string {
  return `must be at most ${maxLength} characters`
}

const [TAB, LINE_FEED, SPACE] = [0x09, 0x0a, 0x20]

function hasControlCharacter(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if (code < SPACE && code !== LINE_FEED && code !== TAB) return true
  }
  return false
}
