import { clip, variableName, variableNameFault } from '@contactsheet/contract/text'
import type { Problems } from './problem.ts'
import type { TableRecord } from './read-records.ts'

/** Columns that say something of a prompt themselves. Every other is a variable. */
const FIELDS = ['prompt', 'title', 'language', 'kicker', 'subtitle', 'byline', 'references'] as const
export type TableField = (typeof FIELDS)[number]

/** What a column of a name says of a prompt: `nothing` if it is to be left out, undefined if it is a variable. */
export type FieldOf = (name: string) => TableField | 'nothing' | undefined

/** Another name that people give to the column of the prompts. */
const PROMPTS = 'prompts'

/** Most columns of a table. */
const MOST_COLUMNS = 100

export interface TableColumn {
  /** As its header says. */
  name: string
  /** What it says of a prompt. */
  field: ReturnType<FieldOf>
  /** Place of its cells in a row, counted from 0. */
  at: number
}

/** The column of a table that is a plain list. */
export const ONLY_PROMPTS: readonly TableColumn[] = [{ name: 'prompt', field: 'prompt', at: 0 }]

/** What a column says of a prompt unless somebody knows better: its name has to be that of the field. */
export function fieldOf(name: string): TableField | undefined {
  const plain = variableName(name)
  return plain === PROMPTS ? 'prompt' : FIELDS.find(field => field === plain)
}

/** Whether a row is a header: a cell names the prompts, or the titles, which are the prompts where nothing else is. */
export function isHeader(cells: readonly string[], fieldOf: FieldOf): boolean {
  return cells.some(cell => ['prompt', 'title'].includes(fieldOf(nameIn(cell)) ?? ''))
}

/** The columns that a header names. Cells without text name none. */
export function readHeader(
  { cells, line }: TableRecord,
  fieldOf: FieldOf,
  problems: Problems,
): TableColumn[] {
  const columns = cells.flatMap((cell, at) => {
    const name = nameIn(cell)
    return name === '' ? [] : { name, field: fieldOf(name), at }
  })
  if (columns.length > MOST_COLUMNS)
    problems.add({ line, message: `has ${columns.length} columns; at most ${MOST_COLUMNS} are allowed` })
  const seen = new Map<string, TableColumn>()
  for (const column of columns) {
    const fault = variableNameFault(column.name)
    const key = keyOf(column)
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

/** The name of a column as its header says it. */
export function nameIn(cell: string): string {
  return cell.trim().replace(/\s+/g, ' ')
}

/** What columns that are one and the same have in common. */
export function keyOf({ name, field }: Pick<TableColumn, 'name' | 'field'>): string {
  return field === undefined || field === 'nothing' ? `{{${variableName(name)}}}` : field
}

function titlesAsPrompts(column: TableColumn): TableColumn {
  return column.field === 'title' ? { ...column, field: 'prompt' } : column
}
