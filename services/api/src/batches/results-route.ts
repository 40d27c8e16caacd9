import { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DAMAGED, file, NO_BATCH, STORE_DOWN } from '../http/answers.ts'
import { batchPath } from '../http/parameters.ts'
import type { BatchReader } from './batch-reader.ts'
import { resultsAsCsv, resultsAsJson } from './results.ts'
import { selectionQuery } from './selection.ts'
import type { ImageUrl } from './views.ts'

/** The forms of a table of results, by the end of its name. */
const FORMS = [
  {
    end: 'csv',
    operationId: 'downloadResultsAsCsv',
    summary: 'A row of CSV for each leaf',
    type: 'text/csv; charset=utf-8',
    write: resultsAsCsv,
  },
  {
    end: 'jsonl',
    operationId: 'downloadResultsAsJson',
    summary: 'A line of JSON for each leaf',
    type: 'application/x-ndjson',
    write: resultsAsJson,
  },
] as const

/** How every leaf of a batch stands, as a table: what it was asked for and with, what came of it, and where that is. */
export const resultsRoutes: FastifyPluginAsyncZod<{ reader: BatchReader; imageUrl: ImageUrl }> = async (
  app,
  { reader, imageUrl },
) => {
  for (const { end, operationId, summary, type, write } of FORMS)
    app.get(
      `/batches/:id/results.${end}`,
      {
        // Answering HEAD would mean to read every record.
        exposeHeadRoute: false,
        schema: {
          operationId,
          tags: ['Batches'],
          summary,
          description: 'Of an open batch too: as it stands. See docs/tables.md for the columns.',
          params: batchPath,
          querystring: z.strictObject(selectionQuery),
          response: {
            200: file('The leaves there are, in order.', type, {
              'Content-Disposition': 'The name of the file.',
              'Cache-Control': 'Not to be kept.',
            }),
            404: NO_BATCH,
            409: DAMAGED,
            503: STORE_DOWN,
          },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const snapshot = await reader.get(id)
        return reply
          .type(type)
          .header('content-disposition', `attachment; filename="contactsheet-${id}.${end}"`)
          .header('cache-control', 'private, no-store')
          .send(Readable.from(write(snapshot, request.query, imageUrl), { objectMode: false }))
      },
    )
}
