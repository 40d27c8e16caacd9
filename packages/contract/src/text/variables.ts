import { closestMatch } from 'leven'
import { clip } from './clip.ts'

/** Most characters of a variable's name, which is the header of a column and not a text. */
const MOST_VARIABLE_NAME = 64

/** What a text with variables comes to. */
export interface FilledText {
  /** With its value in place of each variable; what is at fault stays as it was. */
  text: string
  /** Names that the text asks for, in the form of {@link variableName}, each once. */
  used: string[]
  /** Those of them that have no value. */
  missing: string[]
  /** What is wrong and what to do, each once. */
  problems: string[]
}

/** Two braces that are meant; a variable; two braces that begin none. */
const PARTS = /\\\{\{|\{\{([^{}]*)\}\}|\{\{/g

const NESTED = /^\{\{[^{}]*\{\{/

/** Characters of a text that are quoted to know a place by. */
const MOST_QUOTED = 30

/**
 * A name in the form in which names are compared: capitals, blanks around it, and of which kind those inside it are, do not
 * count, as nobody sees them in the header of a table.
 */
export function variableName(name: string): string {
  // Most are so already, and there can be a million of them in a request.
  if (/^[a-z0-9_-]+$/.test(name)) return name
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}

/** Why something is no name of a variable; undefined if it is one. */
export function variableNameFault(name: string): string | undefined {
  if (name.trim() === '') return 'must not be empty'
  if (/[{}]/.test(name)) return 'must not contain braces'
  if (name.length > MOST_VARIABLE_NAME) return `must be at most ${MOST_VARIABLE_NAME} characters`
  return undefined
}

/**
 * Puts its value in place of each `{{name}}` of a text. `\{{` stands for two braces that are meant. Values are taken as they
 * are: braces inside of one mean nothing.
 *
 * Only for texts that come with variables, be they none. In one that comes without, braces are text like any other.
 *
 * @param variables value of each name
 * @param maxLength characters that it may come to: a few variables can ask for a long value many times
 */
export function fillVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
  maxLength: number,
): FilledText {
  if (!text.includes('{{')) return { text, used: [], missing: [], problems: [] }
  const values = new Map(Object.entries(variables).map(([name, value]) => [variableName(name), value]))
  const used = new Set<string>()
  const missing = new Set<string>()
  const problems = new Set<string>()
  let inserted = 0
  const filled = text.replace(PARTS, (part: string, written: string | undefined, at: number) => {
    if (part === '\\{{') return '{{'
    if (written === undefined) {
      problems.add(strayBraces(text.slice(at)))
      return part
    }
    const fault = variableNameFault(written.trim())
    if (fault !== undefined) {
      problems.add(`"${clip(part)}" names no variable: a name ${fault}`)
      return part
    }
    const name = variableName(written)
    used.add(name)
    const value = values.get(name)
    if (value === undefined) {
      missing.add(name)
      problems.add(noValue(name, [...values.keys()]))
      return part
    }
    inserted += value.length
    return inserted <= maxLength ? value : ''
  })
  if (inserted > maxLength || filled.length > maxLength)
    problems.add(`must be at most ${maxLength} characters with its variables filled in`)
  return { text: filled, used: [...used], missing: [...missing], problems: [...problems] }
}

function strayBraces(rest: string): string {
  const quoted = `"${rest.slice(0, MOST_QUOTED).toWellFormed()}${rest.length > MOST_QUOTED ? '...' : ''}"`
  return NESTED.test(rest)
    ? `holds variables that nest, at ${quoted}: write one beside the other`
    : `holds two braces that begin no variable, at ${quoted}: write {{name}}, or \\{{ where the braces are meant`
}

function noValue(name: string, names: string[]): string {
  const near = closestMatch(name, names, { maxDistance: Math.ceil(name.length / 2) })
  const advice = near === undefined ? '' : `; did you mean {{${near}}}?`
  return `has no value for {{${name}}}${advice}`
}

/** Texts of an item of the prompts that its other texts can name as they name variables: all are columns of one table. */
const NAMED_TEXTS = ['title', 'language', 'kicker', 'subtitle', 'byline'] as const

/** What of an item of the prompts its texts can name. */
export type Named = { [Name in (typeof NAMED_TEXTS)[number]]?: string | undefined } & {
  variables?: Readonly<Record<string, string>> | undefined
}

/**
 * What the texts of an item can name: its variables, and its title, language and so on by those names. One of these that names
 * something itself cannot be named, for nothing is filled twice.
 */
export function variablesOf(item: Named): Record<string, string> {
  const texts = NAMED_TEXTS.flatMap(name => {
    const text = item[name]
    return text === undefined || text.includes('{{') ? [] : [[name, text]]
  })
  return { ...Object.fromEntries(texts), ...item.variables }
}

/**
 * Variables that no text asks for, each as it is written first: a column too many, or one that a text names otherwise.
 *
 * @param names of the columns of a table, or the variables of all items
 * @param used what {@link fillVariables} found used, in all texts together
 */
export function unusedVariables(names: Iterable<string>, used: Iterable<string>): string[] {
  const asked = new Set(used)
  const unused = new Map<string, string>()
  for (const name of names) {
    const plain = variableName(name)
    if (!asked.has(plain) && !unused.has(plain)) unused.set(plain, name)
  }
  return [...unused.values()]
}
