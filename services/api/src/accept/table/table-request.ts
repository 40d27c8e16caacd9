import { type FieldError, MOST_PROMPTS } from '@contactsheet/contract'
import { describeProblem, type ParsedTable, parseTable, type TableProblem } from '@contactsheet/table'
import type { FieldsProblem } from '../../http/problem.ts'
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

  /** None where the table is at fault: it is taken whole. */
  get prompts(): object[] {
    return this.#table.rows.map(({ item }) => item)
  }

  /** What to look at twice in the table, in sentences. */
  get warnings(): string[] {
    return this.#table.warnings.map(warning => `The table, ${describeProblem(warning)}.`)
  }

  /** An error with the places in the table of what it names, and with what is wrong with the table itself. */
  located(error: FieldsProblem): FieldsProblem {
    return error.retold(
      opening => opening.replace('The body', this.#table.problems.length > 0 ? 'The table' : 'The request'),
      fault => this.#told(fault),
    )
  }

  #told(fault: FieldError): FieldError[] {
    const { problems, rows } = this.#table
    // A table at fault has no rows, which a request is refused for: this is why.
    if (fault.field === 'prompts' && problems.length > 0) return problems.map(faultOf)
    const [, index, rest] = /^prompts\[(\d+)\](?:\.(.+))?$/s.exec(fault.field) ?? []
    const line = rows[Number(index)]?.line
    if (line === undefined) return [fault]
    const column = rest === undefined ? undefined : this.#columnOf(rest)
    return [{ field: fault.field, line, ...(column === undefined ? {} : { column }), message: fault.message }]
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
