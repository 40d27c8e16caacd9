import { clip, variableName, variableNameFault } from '@contactsheet/contract/text'
import type { Problems } from './problem.ts'
import type { TableRecord } from './read-records.ts'

/** Columns that say something of a prompt themselves. Every other is a variable. */
const FIELDS = ['prompt', 'title', 'language', 'kicker', 'subtitle', 'byline', 'references'] as const

/** Another name that people give to the column of the prompts. */
const PROMPTS = 'prompts'

/** Most columns of a table. */
const MOST_COLUMNS = 100

export interface TableColumn {
  /** As its header says. */
  name: string
  /** What it says of a prompt; undefined: it is a variable. */
  field: (typeof FIELDS)[number] | undefined
  /** Place of its cells in a row, counted from 0. */
  at: number
}

/** The column of a table that is a plain list. */
export const ONLY_PROMPTS: readonly TableColumn[] = [{ name: 'prompt', field: 'prompt', at: 0 }]

/** What a column of this name says of a prompt; undefined: it is a variable. */
export function fieldOf(name: string): TableColumn['field'] {
  const plain = variableName(name)
  return plain === PROMPTS ? 'prompt' : FIELDS.find(field => field === plain)
}

/** Whether a row is a header: a cell names the prompts, or the titles, which are the prompts where nothing else is. */
export function isHeader(cells: readonly string[]): boolean {
  return cells.some(cell => ['prompt', 'title'].includes(fieldOf(cell) ?? ''))
}

/** The columns that a header names. Cells without text name none. */
export function readHeader({ cells, line }: TableRecord, problems: Problems): TableColumn[] {
  const columns = cells.flatMap((cell, at) => {
    const name = cell.trim().replace(/\s+/g, ' ')
    return name === '' ? [] : { name, field: fieldOf(name), at }
  })
  if (columns.length > MOST_COLUMNS)
    problems.add({ line, message: `has ${columns.length} columns; at most ${MOST_COLUMNS} are allowed` })
  const seen = new Map<string, TableColumn>()
  for (const column of columns) {
    const fault = variableNameFault(column.name)
    const key = column.field ?? variableName(column.name)
    const twin = seen.get(key)
    seen.set(key, column)
    if (fault !== undefined)
      problems.add({
        line,
        column: `${column.at + 1}`,
        message: `"${clip(column.name)}" is no name of a column: it ${fault}`,
      })
    else if (twin !== undefined)
      problems.add({
        line,
        column: `${column.at + 1}`,
        message: `has the name "${column.name}", which column ${twin.at + 1} has: rename one, or take it out`,
      })
  }
  return seen.has('prompt') ? columns : columns.map(titlesAsPrompts)
}

function titlesAsPrompts(column: TableColumn): TableColumn {
  return column.field === 'title' ? { ...column, field: 'prompt' } : column
}
