/** A cell that a header has, between separators of cells or at the ends of its line. */
const HEADER = /(?:^|[\t,;])"?\s*(?:prompts?|title)\s*"?(?:[\t,;]|$)/i

/** Whether a pasted text is a table, as spreadsheets copy it: a header of several columns, and rows. */
export function isPastedTable(text: string): boolean {
  const [header = '', ...rows] = text.trim().split(/\r\n|[\r\n]/)
  return rows.length > 0 && /[\t,;]/.test(header) && HEADER.test(header)
}
