/** What a column of a table can be taken for. */
export const COLUMN_USES = [
  'prompt',
  'title',
  'variable',
  'language',
  'kicker',
  'subtitle',
  'byline',
  'references',
  'nothing',
] as const
export type ColumnUse = (typeof COLUMN_USES)[number]

/** A table as it came, and what its columns are taken for: to take them for something else. */
export interface TableSource {
  text: string
  format: 'csv' | 'ndjson'
  columns: { name: string; use: ColumnUse }[]
}

/**
 * What the columns are taken for once one of them is taken for something else: a field that another column had goes to this
 * one, and the other is a variable then.
 */
export function withUse(
  columns: TableSource['columns'],
  name: string,
  use: ColumnUse,
): Record<string, ColumnUse> {
  const isField = use !== 'variable' && use !== 'nothing'
  return Object.fromEntries(
    columns.map(column => {
      if (column.name === name) return [name, use]
      return [column.name, isField && column.use === use ? 'variable' : column.use]
    }),
  )
}
