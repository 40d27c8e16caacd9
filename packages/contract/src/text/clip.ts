/** Characters of a caller's text that a message quotes: enough to know it by. */
const MOST_QUOTED = 100

/** A caller's text as a message may quote it: it can be as long as a body may be. */
export function clip(text: string): string {
  return text.length <= MOST_QUOTED
    ? text
    : `${text.slice(0, MOST_QUOTED).toWellFormed()}... (${text.length} characters)`
}
