import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'

/** Where text that is no JSON first goes wrong, and how. Engines' own parsers say so only sometimes. */
export function jsonFault(text: string): string {
  const faults: ParseError[] = []
  parse(text, faults, { disallowComments: true })
  const [fault] = faults
  if (fault === undefined) return ''
  const before = text.slice(0, fault.offset).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  const what = printParseErrorCode(fault.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
  return ` at line ${before.length}, column ${column} (${what})`
}
