import { describeProblem } from './index.ts'
import { type ParsedTable, parseTable, type TableOptions } from './parse-table.ts'

const OPTIONS: TableOptions = { format: 'csv', maxRows: 100, maxBytes: 1_000_000 }

/** Reads a table with limits that none of the tests reaches unless it says so. */
export function parse(source: string | Uint8Array, options: Partial<TableOptions> = {}): ParsedTable {
  return parseTable(source, { ...OPTIONS, ...options })
}

/** What a table without a fault asks for. */
export function itemsOf(source: string | Uint8Array, options: Partial<TableOptions> = {}) {
  const { rows, problems } = parse(source, options)
  if (problems.length > 0) throw new Error(problems.map(describeProblem).join('; '))
  return rows.map(({ item }) => item)
}

export function promptsOf(source: string | Uint8Array, options: Partial<TableOptions> = {}): string[] {
  return itemsOf(source, options).map(({ prompt }) => prompt)
}

/** What is wrong with a table, in words. */
export function problemsOf(source: string | Uint8Array, options: Partial<TableOptions> = {}): string[] {
  return parse(source, options).problems.map(describeProblem)
}
