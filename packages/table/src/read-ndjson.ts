import { clip, parseJson, UnreadableText, variableNameFault } from '@contactsheet/contract/text'
import { type FieldOf, keyOf, type TableColumn } from './columns.ts'
import { type Cell, itemOf } from './item.ts'
import { type Problems, tooManyRows } from './problem.ts'
import { type TableContent, unreadRow } from './table.ts'

/** The property in which variables can be given together. */
const VARIABLES = 'variables'

/** A property of a row, or of its variables. */
interface Property extends Pick<TableColumn, 'name' | 'field'> {
  value: unknown
}

/**
 * Reads JSON by the line: an object is a row, its properties are the cells. An empty text is one that is meant; what is null
 * is not there.
 */
export function readNdjson(
  text: string,
  maxRows: number,
  fieldOf: FieldOf,
  problems: Problems,
): TableContent {
  const content: TableContent = { columns: [], rows: [], warnings: [], header: [] }
  const columns = new Map<string, TableColumn>()
  for (const [line, written] of linesOf(text)) {
    if (written.trim() === '') continue
    if (problems.full) break
    if (content.rows.length === maxRows) {
      problems.add(tooManyRows(line, maxRows))
      break
    }
    const row = readRow(written, line, problems)
    if (row === undefined) {
      content.rows.push(unreadRow(line))
      continue
    }
    const cells = cellsOf(row, line, fieldOf, problems)
    for (const [{ name, field }] of cells) {
      const key = keyOf({ name, field })
      if (!columns.has(key)) columns.set(key, { name, field, at: columns.size })
    }
    content.rows.push({ line, item: itemOf(cells, line, problems) })
  }
  if (content.rows.length === 0)
    problems.add({ message: 'has no row: write an object on each line, as in {"prompt": "A fox"}' })
  return { ...content, columns: [...columns.values()] }
}

function* linesOf(text: string): Generator<[line: number, text: string]> {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    yield [line++, text.slice(start, end)]
    start = end + 1
  }
  yield [line, text.slice(start)]
}

function readRow(written: string, line: number, problems: Problems): object | undefined {
  try {
    const row = parseJson(written)
    if (isObject(row)) return row
    problems.add({ line, message: 'must be an object, as in {"prompt": "A fox"}' })
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error
    // It has read one line, and calls it the first.
    problems.add({ line, message: error.message.replace('line 1 column', 'column') })
  }
  return undefined
}

function cellsOf(row: object, line: number, fieldOf: FieldOf, problems: Problems): Cell[] {
  const seen = new Set<string>()
  return propertiesOf(row, fieldOf).flatMap(property => {
    const { name, field, value } = property
    const key = keyOf(property)
    const isTwice = seen.has(key)
    seen.add(key)
    if (value === null) return []
    const cell = field === 'references' && isTexts(value) ? value : textOf(value)
    const fault = field === undefined ? variableNameFault(name) : undefined
    if (cell !== undefined && fault === undefined && !isTwice) return [[{ name, field }, cell] as const]
    const message = isTwice ? 'is there twice: take one out' : fault ? `is no name: it ${fault}` : NO_TEXT
    problems.add({ line, column: clip(name), message })
    return []
  })
}

const NO_TEXT = 'must be a text, a number, true or false'

function propertiesOf(row: object, fieldOf: FieldOf): Property[] {
  return Object.entries(row).flatMap(([name, value]: [string, unknown]) =>
    name === VARIABLES && isObject(value)
      ? Object.entries(value).map(([name, value]) => ({ name, field: undefined, value }))
      : { name, field: fieldOf(name), value },
  )
}

function textOf(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
