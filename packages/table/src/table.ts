import type { TableColumn } from './columns.ts'
import type { TableProblem } from './problem.ts'

/** What one row asks for: an item of a request's prompts. */
export interface TableItem {
  prompt: string
  title?: string
  language?: string
  kicker?: string
  subtitle?: string
  byline?: string
  references?: string[]
  /** There even if the table has none, for its texts are to be filled. */
  variables: Record<string, string>
}

export interface TableRow {
  /** Line on which it begins, counted from 1. */
  line: number
  item: TableItem
}

/** Stands in the place of a row that cannot be read, so that those after it keep theirs. */
export function unreadRow(line: number): TableRow {
  return { line, item: { prompt: '', variables: {} } }
}

/** What a table comes to. */
export interface TableContent {
  columns: readonly TableColumn[]
  rows: TableRow[]
  /** What the first row says, where that may be a header. */
  header: string[]
  /** What to look at twice. */
  warnings: TableProblem[]
}
