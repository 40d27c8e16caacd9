import { type FieldOf, isHeader } from './columns.ts'
import { NO_DELIMITER, readRecords } from './read-records.ts'

const DELIMITERS = [',', ';', '\t']

/** A first line by which Excel is told the delimiter. */
const DECLARATION = /^sep=([,;\t])[,;\t]*(?:\n|$)/i

/** How the cells of a table are told apart. */
export interface Delimited {
  delimiter: string
  /** The rows, without a line that declares the delimiter. */
  rest: string
  /** Lines before them. */
  skipped: number
}

/**
 * Finds the delimiter of a table: the one it declares, or else the one that makes its first row a header, or else the one
 * that makes the most cells of it. A first row of one cell has none.
 *
 * @param text with LF as the end of each line
 */
export function findDelimiter(text: string, fieldOf: FieldOf): Delimited {
  const declared = DECLARATION.exec(text)
  if (declared?.[1] !== undefined)
    return { delimiter: declared[1], rest: text.slice(declared[0].length), skipped: 1 }
  const [found] = DELIMITERS.map(delimiter => ({
    delimiter,
    cells: readRecords(text, delimiter, 1)[0]?.cells ?? [],
  }))
    .filter(({ cells }) => cells.length > 1)
    .map(found => ({ ...found, isHeader: isHeader(found.cells, fieldOf) }))
    .sort((a, b) => Number(b.isHeader) - Number(a.isHeader) || b.cells.length - a.cells.length)
  return { delimiter: found?.delimiter ?? NO_DELIMITER, rest: text, skipped: 0 }
}
