import Table from 'cli-table3'

/** A column of a table: its name, and whether it holds numbers. */
export type Column = string | { name: string; align: 'right' }

export type Cell = string | number

/** Neither colours nor frames: they would be noise in a log. */
const PLAIN = {
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  chars: Object.fromEntries([
    ['middle', ''],
    ...['top', 'bottom', 'mid', 'left', 'right'].flatMap(side => [
      [side, ''],
      ...['left', 'mid', 'right'].map(part => [`${side}-${part}`, '']),
    ]),
  ]),
}

/** A table for people, a line for each row. */
export function drawTable(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const table = new Table({
    head: columns.map(column => (typeof column === 'string' ? column : column.name)),
    colAligns: columns.map(column => (typeof column === 'string' ? 'left' : column.align)),
    ...PLAIN,
  })
  for (const row of rows) table.push([...row])
  return table.toString().replace(/ +$/gm, '')
}

export function numbers(name: string): Column {
  return { name, align: 'right' }
}
