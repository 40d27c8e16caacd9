import { findFault } from './find-fault.ts'
import { placeOf, UnreadableText } from './unreadable.ts'

/**
 * Values one text may hold: ten thousand prompts with some twenty variables each. More would hold up everybody else while it
 * is read; a table may.
 */
const MAX_VALUES = 250_000

/** Arrays and objects inside one another. A batch has four. */
const MAX_DEPTH = 32

/**
 * Reads JSON.
 *
 * @throws UnreadableText saying where it is not JSON and why, or that it holds more than any batch does
 */
export function parseJson(text: string): unknown {
  assertSmall(text)
  try {
    return JSON.parse(text)
  } catch {
    // Engines tell the place of some faults only, and quote what may be long.
    const { offset, reason } = findFault(text)
    throw new UnreadableText('text', `is not JSON: ${reason} (${placeOf(text, offset)})`)
  }
}

/** Counts what is to be read without reading it: reading takes a hundred times as long. */
function assertSmall(text: string): void {
  let values = 1
  let depth = 0
  for (let at = 0; at < text.length; at++)
    switch (text[at]) {
      case '"':
        at = endOfString(text, at)
        break
      case ',':
        if (++values > MAX_VALUES)
          throw new UnreadableText('text', `holds more than ${MAX_VALUES} values, which no batch does`)
        break
      case '[':
      case '{':
        if (++depth > MAX_DEPTH)
          throw new UnreadableText(
            'text',
            `is nested more than ${MAX_DEPTH} levels deep at ${placeOf(text, at)}`,
          )
        break
      case ']':
      case '}':
        depth--
    }
}

/** The offset of the quote that ends a string, or of the text's end. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return at
  }
  return text.length
}
