import { usualField } from './usual-names.ts'

/** A cell that a header has, between separators of cells or at the ends of its line. */
const HEADER = /(?:^|[\t,;])"?\s*(?:prompts?|title)\s*"?(?:[\t,;]|$)/i

/**
 * Whether a pasted text is a table, as spreadsheets copy it: a header of several columns, and rows. Between tabs, which
 * nobody types, names that people give to columns count too.
 */
export function isPastedTable(text: string): boolean {
  const [header = '', ...rows] = text.trim().split(/\r\n|[\r\n]/)
  if (rows.length === 0 || !/[\t,;]/.test(header)) return false
  return HEADER.test(header) || (header.includes('\t') && header.split('\t').some(isHeader))
}

function isHeader(cell: string): boolean {
  return ['prompt', 'title'].includes(usualField(cell.replace(/^"(.*)"$/, '$1')) ?? '')
}
