import { clip } from '@contactsheet/contract/text'
import { type FieldOf, isHeader, nameIn, ONLY_PROMPTS, readHeader, type TableColumn } from './columns.ts'
import { findDelimiter } from './find-delimiter.ts'
import { itemOf } from './item.ts'
import { type Problems, type TableProblem, tooManyRows } from './problem.ts'
import { readRecords, type TableRecord } from './read-records.ts'
import { type TableContent, type TableRow, unreadRow } from './table.ts'

/** Quotes, line ends and delimiters of a text together: far more than the largest table of prompts has, and soon counted. */
const MOST_MARKS = 1_000_000
const MARKS = new Set(['"', '\n', ',', ';', '\t'])

/** Columns that a message lists. */
const MOST_LISTED = 20

/**
 * Reads a table of prompts in CSV: one with a header, or a plain list.
 *
 * @param text with LF as the end of each line
 */
export function readCsv(text: string, maxRows: number, fieldOf: FieldOf, problems: Problems): TableContent {
  const content: TableContent = { columns: [], rows: [], warnings: [], header: [] }
  if (hasTooMuch(text)) {
    const message = `has more than ${MOST_MARKS} separators, quotes and line ends: take out empty rows and columns, or split it`
    problems.add({ message })
    return content
  }
  const { delimiter, skipped, rest } = findDelimiter(text, fieldOf)
  // The header, the rows, and one to tell that there are too many.
  const records = readRecords(rest, delimiter, maxRows + 2).map(record => below(skipped, record))
  const [first] = records
  content.header = first?.cells.map(nameIn).filter(name => name !== '') ?? []
  if (first === undefined)
    problems.add({ message: 'is empty: write a header with a column "prompt", and a row for each prompt' })
  else if (first.fault !== undefined) problems.add(quoteProblem(first, []))
  else if (isHeader(first.cells, fieldOf)) {
    content.columns = readHeader(first, fieldOf, problems)
    records.shift()
    if (records.length === 0)
      problems.add({ line: first.line, message: 'is the header, and no row stands below it' })
  } else if (first.cells.slice(1).every(isBlank)) {
    content.columns = ONLY_PROMPTS
    content.warnings.push({ line: first.line, message: 'is taken for a prompt: the table has no header' })
  } else problems.add(noPrompts(first))
  const isHeaderSound = problems.found.length === 0
  if (first === undefined || (!isHeaderSound && content.columns.length === 0)) return content
  const rows = readRows(records, content.columns, first.cells.length, maxRows, problems)
  if (isHeaderSound) content.rows = rows
  return content
}

/** @param width cells of the first row */
function readRows(
  records: readonly TableRecord[],
  columns: readonly TableColumn[],
  width: number,
  maxRows: number,
  problems: Problems,
): TableRow[] {
  const rows: TableRow[] = []
  const known = new Set(columns.map(({ at }) => at))
  for (const [index, record] of records.entries()) {
    const { line, cells } = record
    const filled = cells.findLastIndex(cell => !isBlank(cell)) + 1
    if (index === maxRows) {
      problems.add(tooManyRows(line, maxRows))
      break
    }
    if (record.fault !== undefined) {
      problems.add(quoteProblem(record, columns))
      rows.push(unreadRow(line))
    } else if (filled > width) {
      problems.add({
        line,
        message: `has ${filled} cells, and the first row ${width}: put a text that holds a separator in double quotes`,
      })
      rows.push(unreadRow(line))
    } else {
      for (const at of cells.keys()) {
        if (known.has(at) || isBlank(cells[at])) continue
        // Once for all its cells.
        known.add(at)
        const message = 'has text and no name: name it in the header, or take the text out'
        problems.add({ line, column: `${at + 1}`, message })
      }
      const said = columns.map(column => [column, textIn(cells[column.at])] as const)
      rows.push({ line, item: itemOf(said, line, problems) })
    }
  }
  return rows
}

function hasTooMuch(text: string): boolean {
  let marks = 0
  for (let at = 0; at < text.length; at++) if (MARKS.has(text.charAt(at)) && ++marks > MOST_MARKS) return true
  return false
}

/** A record of a table that begins some lines further down in its file. */
function below(lines: number, record: TableRecord): TableRecord {
  const { fault } = record
  return {
    ...record,
    line: record.line + lines,
    ...(fault && { fault: { ...fault, line: fault.line + lines } }),
  }
}

function isBlank(cell = ''): boolean {
  return cell.trim() === ''
}

/** What a cell says: nobody fills in blanks, or means those around a text. */
function textIn(cell = ''): string | undefined {
  return cell.trim() || undefined
}

function quoteProblem({ fault }: TableRecord, columns: readonly TableColumn[]): TableProblem {
  const { cell = 0, line = 1, unclosed = false } = fault ?? {}
  return {
    line,
    column: columns.find(({ at }) => at === cell)?.name ?? `${cell + 1}`,
    message: unclosed
      ? 'begins with a double quote, and no other ends it: close it, and write each one inside it twice'
      : 'goes on after the double quote that ends it: write each one inside it twice',
  }
}

function noPrompts({ cells, line }: TableRecord): TableProblem {
  const names = cells.map(cell => cell.trim()).filter(name => name !== '')
  const listed = names.slice(0, MOST_LISTED).map(name => `"${clip(name)}"`)
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : ''
  return { line, message: `has the columns ${listed.join(', ')}${more}. Expected one named "prompt"` }
}
