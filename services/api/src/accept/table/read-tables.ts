import type { FastifyInstance, FastifyRequest } from 'fastify'
import { assertNoForeignForm } from '../../auth/session-cookie.ts'
import { charsetOf } from '../../http/read-bodies.ts'
import { readForm } from './read-form.ts'
import { FORM_TYPE, TABLE_TYPES, TableBody } from './table-body.ts'

/** Has the routes of a plugin read tables, and forms with a table in them, beside JSON. */
export function readTables(app: FastifyInstance): void {
  app.addContentTypeParser<Buffer>(
    Object.keys(TABLE_TYPES),
    { parseAs: 'buffer' },
    async ({ mediaType = '', headers }: FastifyRequest, body: Buffer) =>
      new TableBody(body, TABLE_TYPES[mediaType] ?? 'csv', charsetOf(headers['content-type'])),
  )
  app.addContentTypeParser<Buffer>(
    FORM_TYPE,
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      assertNoForeignForm(request)
      return readForm(body, request.headers['content-type'] ?? '')
    },
  )
}
