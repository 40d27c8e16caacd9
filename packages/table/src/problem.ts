import { placeInTable } from '@contactsheet/contract/text'

/** What is wrong with a table, or worth a second look. */
export interface TableProblem {
  /** Counted from 1, as editors do: a header, and the lines within a cell, are lines too. Undefined: the table as a whole. */
  line?: number
  /** Name of the column, or its number, counted from 1, where it has none that can be used. */
  column?: string
  /** What is wrong and what to do. Goes on from the name of the place. */
  message: string
}

/** Most problems that are told of at once. */
const MOST_PROBLEMS = 100

/** Problems as they are found, until there are more than anybody reads. */
export class Problems {
  readonly found: TableProblem[] = []

  add(problem: TableProblem): void {
    if (!this.full) this.found.push(problem)
  }

  get full(): boolean {
    return this.found.length === MOST_PROBLEMS
  }
}

export function tooManyRows(line: number, maxRows: number): TableProblem {
  return { line, message: `is row ${maxRows + 1}: at most ${maxRows} are allowed, so split the table` }
}

/** A problem with its place, as in `line 3, column "prompt": is empty`. */
export function describeProblem({ line, column, message }: TableProblem): string {
  return line === undefined ? message : `${placeInTable(line, column)}: ${message}`
}
