import Papa from 'papaparse'

/** A row as it stands in the file. */
export interface TableRecord {
  /** Line on which it begins, counted from 1. */
  line: number
  cells: string[]
  /** The first of its cells whose quotes are wrong, counted from 0. Where that cell and the row end is then a guess. */
  fault?: { cell: number; line: number; unclosed: boolean }
}

/** More than blanks, and than what separates empty cells, with whichever delimiter the row was written. */
const TEXT = /[^\s,;]/

/** Separates nothing: it is in no text that gets here. */
export const NO_DELIMITER = '\0'

/**
 * Reads the rows of a CSV as RFC 4180 writes them, but for those without text, as spreadsheets write them below the last.
 * More is allowed than it says: a quote inside a cell that begins without one is a character like any other, and blanks may
 * follow the quote that ends a cell.
 *
 * @param text with LF as the end of each line
 * @param most rows, after which nothing more is read
 */
export function readRecords(text: string, delimiter: string, most: number): TableRecord[] {
  const records: TableRecord[] = []
  let line = 1
  let start = 0
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data: cells, errors: [error], meta }, parser) => {
      const record: TableRecord = { line, cells }
      if (error?.index !== undefined) {
        const before = text.slice(start, error.index - 1)
        record.fault = {
          cell: cellsIn(before, delimiter) - 1,
          line: line + lineEnds(before),
          unclosed: error.code === 'MissingQuotes',
        }
      }
      line += 1 + cells.reduce((lines, cell) => lines + lineEnds(cell), 0)
      start = meta.cursor
      if (record.fault !== undefined || cells.some(cell => TEXT.test(cell))) records.push(record)
      if (records.length === most) parser.abort()
    },
  })
  return records
}

function cellsIn(text: string, delimiter: string): number {
  return Papa.parse<string[]>(text, { delimiter, newline: '\n' }).data[0]?.length ?? 1
}

function lineEnds(text: string): number {
  let ends = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) ends++
  return ends
}
