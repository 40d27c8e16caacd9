import Papa from 'papaparse'

/** By this Excel knows that a file is UTF-8. It begins one, and every reader of CSV here and elsewhere leaves it out. */
export const BYTE_ORDER_MARK = '\uFEFF'

/**
 * Rows of a CSV as RFC 4180 writes them, each with its line end. A text that a spreadsheet would take for a formula gets a
 * single quote before it, by which it is shown as a text: what was written here by anybody runs on nobody's machine.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvRows(rows: readonly (readonly (string | number | undefined)[])[]): string {
  if (rows.length === 0) return ''
  return `${Papa.unparse(rows as (string | number | undefined)[][], { escapeFormulae: true, newline: '\r\n' })}\r\n`
}
