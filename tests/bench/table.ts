/** A table of a report: the first column is text, the others are figures. */
export interface Table {
  title: string
  header: readonly string[]
  rows: readonly (readonly string[])[]
}

/** The table for a terminal, with aligned columns. */
export function toText({ title, header, rows }: Table): string {
  const cells = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...cells.map(row => (row[column] ?? '').length)))
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) =>
        column === 0 ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width),
      )
      .join('  ')
      .trimEnd()
  const rule = widths.map(width => '-'.repeat(width)).join('  ')
  return [title, '', line(header), rule, ...rows.map(line), ''].join('\n')
}

/** The table for a page, with its title as a heading. */
export function toMarkdown({ title, header, rows }: Table): string {
  const line = (row: readonly string[]) =>
    `| ${header.map((_, column) => (row[column] ?? '').replaceAll('|', '\\|')).join(' | ')} |`
  const rule = `|${header.map((_, column) => (column === 0 ? '---' : '--:')).join('|')}|`
  return [`### ${title}`, '', line(header), rule, ...rows.map(line), ''].join('\n')
}

const printed: Table[] = []

/** Prints a table, and keeps it for the page. */
export function printTable(title: string, header: string[], rows: (string | number)[][]): void {
  const table = { title, header, rows: rows.map(row => row.map(String)) }
  printed.push(table)
  console.log(`\n${toText(table)}`)
}

/** What was printed so far. */
export function printedTables(): readonly Table[] {
  return printed
}
