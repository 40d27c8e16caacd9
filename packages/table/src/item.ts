import type { TableColumn } from './columns.ts'
import type { Problems } from './problem.ts'
import type { TableItem } from './table.ts'

/** What a row says in a column; undefined: nothing. */
export type Cell = readonly [
  column: Pick<TableColumn, 'name' | 'field'>,
  value: string | string[] | undefined,
]

/**
 * What spreadsheets write for a formula that failed, in a few of their languages, and for a number wider than its column.
 *
 * @see https://support.microsoft.com/en-us/office/error-type-function-10958677-7c8d-44f7-ae77-b9a9ee6eefaa
 */
const NO_VALUE =
  /^#(?:NAME\?|NOM\?|REF!|BEZUG!|VALUE!|WERT!|VALEUR!|N\/A|NV|DIV\/0!|NULL!|NUM!|ZAHL!|SPILL!|CALC!|#+)$/

/** The item that a row of cells asks for. */
export function itemOf(cells: Iterable<Cell>, line: number, problems: Problems): TableItem {
  const item: TableItem = { prompt: '', variables: {} }
  for (const [{ name, field }, value] of cells) {
    if (value === undefined || field === 'nothing') continue
    const [text = ''] = [value].flat()
    if (NO_VALUE.test(text))
      problems.add({
        line,
        column: name,
        message: `holds "${text}", which a spreadsheet writes where it has no value`,
      })
    if (field === 'references') item.references = [value].flat().flatMap(list => list.split(/,?\s+/))
    else if (field === undefined) item.variables[name] = text
    else item[field] = text
  }
  if (item.prompt.trim() === '')
    problems.add({
      line,
      column: 'prompt',
      message: 'is empty: say what the picture shows, or take the row out',
    })
  return item
}
