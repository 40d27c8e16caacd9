import { type FieldError, MOST_PROMPTS } from '@contactsheet/contract'
import { describeProblem, type ParsedTable, parseTable, type TableProblem } from '@contactsheet/table'
import { FieldsProblem } from '../../http/problem.ts'
import type { TableBody } from './table-body.ts'

/** A request that came as a table, and where in the table each thing of it is. */
export class TableRequest {
  readonly #table: ParsedTable

  constructor({ bytes, format, charset }: TableBody) {
    this.#table = parseTable(bytes, {
      format,
      ...(charset === undefined ? {} : { charset }),
      maxRows: MOST_PROMPTS,
      maxBytes: bytes.length,
    })
  }

  /** Where the table is at fault, those of its rows that can be read: see {@link assertSound}. */
  get prompts(): object[] {
    return this.#table.readable.map(({ item }) => item)
  }

  /** What to look at twice in the table, in sentences. */
  get warnings(): string[] {
    return this.#table.warnings.map(warning => `The table, ${describeProblem(warning)}.`)
  }

  /**
   * A table is taken whole: nothing is made of one that is at fault, however sound the rest of the request is.
   *
   * @throws FieldsProblem for {@link located} to say why
   */
  assertSound(): void {
    if (this.#table.problems.length > 0) throw new FieldsProblem(400, 'The body cannot be used', [])
  }

  /** An error with the places in the table of what it names, and before that what is wrong with the table itself. */
  located(error: FieldsProblem): FieldsProblem {
    const { problems } = this.#table
    const faulty = new Set(problems.map(({ line }) => line))
    return error.retold(
      opening => opening.replace('The body', problems.length > 0 ? 'The table' : 'The request'),
      faults => [
        ...problems.map(faultOf),
        // Of a row at fault no more is told, nor that there are no prompts where none could be read.
        ...faults
          .filter(({ field }) => field !== 'prompts' || problems.length === 0 || this.prompts.length > 0)
          .map(fault => this.#told(fault))
          .filter(({ line }) => line === undefined || !faulty.has(line)),
      ],
    )
  }

  #told(fault: FieldError): FieldError {
    const [, index, rest] = /^prompts\[(\d+)\](?:\.(.+))?$/s.exec(fault.field) ?? []
    const line = this.#table.readable[Number(index)]?.line
    if (line === undefined) return fault
    const column = rest === undefined ? undefined : this.#columnOf(rest)
    return { field: fault.field, line, ...(column === undefined ? {} : { column }), message: fault.message }
  }

  /** @param path of a field within an item of the prompts */
  #columnOf(path: string): string {
    const [, variable] = /^variables\.(.+)$/s.exec(path) ?? []
    if (variable !== undefined) return variable
    const field = path.replace(/[.[].*$/s, '')
    return this.#table.columns.find(column => column.field === field)?.name ?? field
  }
}

function faultOf({ message, ...place }: TableProblem): FieldError {
  return place.line === undefined
    ? { field: '(body)', message: `it ${message}` }
    : { field: 'prompts', ...place, message }
}
