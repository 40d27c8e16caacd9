/** A body that is a table of prompts, or has one in it. */
export class TableBody {
  readonly bytes: Uint8Array
  readonly format: TableFormat
  /** Name of its encoding, where its type says one. */
  readonly charset: string | undefined
  /** The rest of the request, where that came with it; undefined: it is in the query. */
  readonly request: object | undefined

  constructor(bytes: Uint8Array, format: TableFormat, charset?: string, request?: object) {
    this.bytes = bytes
    this.format = format
    this.charset = charset
    this.request = request
  }
}

export type TableFormat = 'csv' | 'ndjson'

/** Types of bodies and files that are tables. */
export const TABLE_TYPES: Readonly<Record<string, TableFormat>> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
}

export const FORM_TYPE = 'multipart/form-data'
