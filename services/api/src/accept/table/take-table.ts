import type { FastifyRequest } from 'fastify'
import { FieldsProblem } from '../../http/problem.ts'
import { TableBody } from './table-body.ts'
import type { TableQuery } from './table-query.ts'
import { TableRequest } from './table-request.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The table that it came as; undefined: it came as JSON. */
    table: TableRequest | undefined
  }
}

/**
 * Makes of a table, and of what its query or its form says beside it, the request in JSON that it stands for: from here on
 * there is one kind of request.
 *
 * @throws FieldsProblem if something is said in a place where it does not count
 */
export function takeTable(request: FastifyRequest, tables: TableQuery): void {
  const query: Readonly<Record<string, unknown>> = Object(request.query)
  const { body } = request
  const isRestInQuery = body instanceof TableBody && body.request === undefined
  const surplus = isRestInQuery ? [] : Object.keys(query).filter(name => tables.has(name))
  if (surplus.length > 0)
    throw new FieldsProblem(
      400,
      'The query cannot be used',
      surplus.map(field => ({ field, message: 'goes with a body that is a table: say it in the body' })),
    )
  if (!(body instanceof TableBody)) return
  const rest = body.request ?? tables.fieldsOf(query)
  if ('prompts' in rest)
    throw new FieldsProblem(400, 'The request of the form cannot be used', [
      { field: 'prompts', message: 'are those of the table: leave them out' },
    ])
  request.table = new TableRequest(body)
  request.body = { ...rest, prompts: request.table.prompts }
  request.query = Object.fromEntries(Object.entries(query).filter(([name]) => !tables.has(name)))
}
