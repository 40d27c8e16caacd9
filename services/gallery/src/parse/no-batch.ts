import type { TableSource } from './table-source.ts'

/** A table that can be read once somebody says which of its columns are the prompts. */
export interface OpenTable {
  name: string
  source: TableSource
}

/** A file that is no batch. `message` says what was expected, and where it went wrong. */
export class NoBatch extends Error {
  override readonly name = 'NoBatch'
  readonly open: OpenTable | undefined

  constructor(message: string, open?: OpenTable) {
    super(message)
    this.open = open
  }
}
