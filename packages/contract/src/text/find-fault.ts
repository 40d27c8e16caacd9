/** Where a text that is not JSON goes wrong first, and how. */
interface Fault {
  /** In UTF-16 units from the start. */
  offset: number
  reason: string
}

/** What may come next: each goes on with what its description says, or is the fault. */
const EXPECTED = {
  value: 'a value',
  firstItem: 'a value or "]"',
  firstName: 'a name in double quotes or "}"',
  name: 'a name in double quotes',
  colon: '":" after the name',
  nextItem: '"," or "]"',
  nextName: '"," or "}"',
  nothing: 'nothing more after the end',
} as const

type Expected = keyof typeof EXPECTED

const BLANKS = /[ \t\r\n]*/y
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y

/** What people write that other formats allow. */
const ADVICE: Readonly<Record<string, string>> = {
  "'": '; use straight double quotes',
  '\u2018': '; use straight double quotes',
  '\u2019': '; use straight double quotes',
  '\u201c': '; use straight double quotes',
  '\u201d': '; use straight double quotes',
  '/': '; JSON has no comments',
  '#': '; JSON has no comments',
}

/**
 * Finds where a text stops being JSON. In a loop, not by calling itself: a text may be nested as deep as it is long.
 *
 * @param text that `JSON.parse` refused
 */
export function findFault(text: string): Fault {
  const open: ('[' | '{')[] = []
  let expected: Expected = 'value'
  let afterComma = false
  for (let at = matchEnd(BLANKS, text, 0) ?? 0; ; at = matchEnd(BLANKS, text, at) ?? at) {
    const char = text[at]
    const fault = (reason: string): Fault => ({ offset: at, reason })
    if (char === undefined) return fault(text.trim() === '' ? 'it is empty' : 'it ends too early')
    if (afterComma && (char === ']' || char === '}'))
      return fault(`"${char}" after a comma; take the comma away`)
    afterComma = false
    const next = (): Expected =>
      open.length === 0 ? 'nothing' : open.at(-1) === '[' ? 'nextItem' : 'nextName'
    const isValue: boolean = expected === 'value' || expected === 'firstItem'
    const isName: boolean = expected === 'name' || expected === 'firstName'
    const isEnd =
      (char === ']' && (expected === 'firstItem' || expected === 'nextItem')) ||
      (char === '}' && (expected === 'firstName' || expected === 'nextName'))

    if (isEnd) {
      open.pop()
      expected = next()
      at++
    } else if (char === ',' && (expected === 'nextItem' || expected === 'nextName')) {
      expected = expected === 'nextItem' ? 'value' : 'name'
      afterComma = true
      at++
    } else if (char === ':' && expected === 'colon') {
      expected = 'value'
      at++
    } else if (char === '"' && (isValue || isName)) {
      const string = readString(text, at)
      if (typeof string !== 'number') return string
      expected = isName ? 'colon' : next()
      at = string
    } else if ((char === '[' || char === '{') && isValue) {
      open.push(char)
      expected = char === '[' ? 'firstItem' : 'firstName'
      at++
    } else {
      const end = isValue ? matchEnd(LITERAL, text, at) : undefined
      if (end === undefined)
        return fault(`expected ${EXPECTED[expected]}, found ${shown(text, at)}${ADVICE[char] ?? ''}`)
      expected = next()
      at = end
    }
  }
}

/** @returns where a string ends, or its fault */
function readString(text: string, start: number): number | Fault {
  for (let at = start + 1; ; ) {
    const char = text[at]
    if (char === undefined) return { offset: start, reason: 'a string that begins here has no end' }
    if (char === '"') return at + 1
    if (char < ' ') {
      const what = char === '\n' || char === '\r' ? 'a line break; write it as \\n' : 'a control character'
      return { offset: at, reason: `the string holds ${what}` }
    }
    const end = char === '\\' ? matchEnd(ESCAPE, text, at) : at + 1
    if (end === undefined)
      return { offset: at, reason: `the string holds a backslash that means nothing; write it twice` }
    at = end
  }
}

/** Where what an expression matches at an offset ends; undefined if it does not match there. */
function matchEnd(expression: RegExp, text: string, at: number): number | undefined {
  expression.lastIndex = at
  return expression.test(text) ? expression.lastIndex : undefined
}

function shown(text: string, at: number): string {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return char < ' ' ? 'a control character' : `"${char}"`
}
