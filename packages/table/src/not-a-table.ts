/** Files that are taken for tables, by how they begin, and what to do with them. */
const BINARIES: readonly [begin: string, what: string][] = [
  ['PK\x03\x04', 'is an Excel workbook, or another ZIP file: save its sheet as "CSV UTF-8"'],
  ['\xd0\xcf\x11\xe0', 'is an Excel workbook: save its sheet as "CSV UTF-8"'],
  ['%PDF-', 'is a PDF: save the table that it was made from as "CSV UTF-8"'],
]

const HTML = /^\s*<(?:!doctype|!--|\?xml|html|head|body|table|div|meta)\b/i

/** An object or an array that goes on as one of JSON does. Prompts can begin with braces. */
const JSON_BEGIN = /^\s*(?:\{\s*"|\[\s*["[{])/

/** Bytes that tell what a file is. */
const MOST_MAGIC = 8

/** Which file that is no text begins like this; undefined: none that is known. */
export function binaryKind(bytes: Uint8Array): string | undefined {
  const begin = String.fromCharCode(...bytes.subarray(0, MOST_MAGIC))
  return BINARIES.find(([binary]) => begin.startsWith(binary))?.[1]
}

/** What a text is that is no table, whatever commas it has; undefined if it may be one. */
export function otherKind(text: string, format: 'csv' | 'ndjson'): string | undefined {
  if (text.includes('\0')) return 'is not text: save the table as "CSV UTF-8"'
  if (HTML.test(text)) return 'is HTML or XML: save the table in it as "CSV UTF-8"'
  if (format === 'csv' && JSON_BEGIN.test(text))
    return 'is JSON, and no CSV: name it, or send it, as what it is'
  if (format === 'ndjson' && /^\s*\[/.test(text)) return 'is one array of JSON: write an object on each line'
  return undefined
}
