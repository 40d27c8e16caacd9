/**
 * A place in a table, as sentences name it: `line 5, column "title"`.
 *
 * @param line counted from 1
 * @param column name of the column, or its number, counted from 1
 */
export function placeInTable(line: number, column?: string): string {
  if (column === undefined) return `line ${line}`
  return `line ${line}, column ${/^\d+$/.test(column) ? column : `"${column}"`}`
}
