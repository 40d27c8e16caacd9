import { UnreadableText } from '@contactsheet/contract/text'
import { type FieldOf, fieldOf, type TableColumn } from './columns.ts'
import { decodeTable } from './decode-table.ts'
import { binaryKind, otherKind } from './not-a-table.ts'
import { Problems, type TableProblem } from './problem.ts'
import { readCsv } from './read-csv.ts'
import { readNdjson } from './read-ndjson.ts'
import type { TableRow } from './table.ts'

export interface TableOptions {
  /** JSON by the line, or CSV with commas, semicolons or tabs. */
  format: 'csv' | 'ndjson'
  /** Name of the encoding, as in a Content-Type, for who knows it. */
  charset?: string
  /** Rows, the header not among them. */
  maxRows: number
  /** What columns say of a prompt, for who knows more than their names do. Absent: {@link fieldOf}. */
  fieldOf?: FieldOf
  /** Bytes; of a text that is given as such, characters. */
  maxBytes: number
}

export interface ParsedTable {
  /** None if there is a problem: a table is taken whole. */
  rows: TableRow[]
  /**
   * The rows all the same, so that what else is wrong with them can be told of at once; the texts of those that problems are
   * told of are guesses. None where the header is at fault, which says what they mean.
   */
  readable: TableRow[]
  columns: readonly TableColumn[]
  /** What the first row of a CSV says: the columns there would be if that were a header. Empty in JSON. */
  header: readonly string[]
  /** All of them, up to 100. */
  problems: TableProblem[]
  warnings: TableProblem[]
}

/**
 * Reads the prompts in a table. The column `prompt` is one that each has; `title`, `language`, `kicker`, `subtitle`,
 * `byline` and `references` (separated by blanks) say more of it, and every other column is a variable. A title is the
 * prompt where no column is. In CSV a single column without a header is a list of prompts.
 *
 * CSV is read as RFC 4180 and Excel write it: see `readRecords`, `findDelimiter` and `decodeTable`.
 */
export function parseTable(source: Uint8Array | string, options: TableOptions): ParsedTable {
  const { format, charset, maxRows, maxBytes, fieldOf: meant = fieldOf } = options
  if (source.length > maxBytes) return refused(`is larger than ${maxBytes} bytes: split it`)
  const decoded = textOf(source, charset)
  if (typeof decoded === 'string') return refused(decoded)
  const other = otherKind(decoded.text, format)
  if (other !== undefined) return refused(other)
  const problems = new Problems()
  const read = format === 'csv' ? readCsv : readNdjson
  const { rows, columns, header, warnings } = read(decoded.text, maxRows, meant, problems)
  return {
    rows: problems.found.length === 0 ? rows : [],
    readable: rows,
    columns,
    header,
    problems: problems.found,
    warnings: decoded.warning === undefined ? warnings : [decoded.warning, ...warnings],
  }
}

function refused(message: string): ParsedTable {
  return { rows: [], readable: [], columns: [], header: [], problems: [{ message }], warnings: [] }
}

/** Its text with LF as the end of each line, or why it has none. */
function textOf(
  source: Uint8Array | string,
  charset: string | undefined,
): ReturnType<typeof decodeTable> | string {
  if (typeof source === 'string') return { text: withPlainEnds(source.replace(/^\uFEFF/, '')) }
  const binary = binaryKind(source)
  if (binary !== undefined) return binary
  try {
    const { text, ...rest } = decodeTable(source, charset)
    return { text: withPlainEnds(text), ...rest }
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error
    return `${error.message}: save it as "CSV UTF-8"`
  }
}

function withPlainEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
