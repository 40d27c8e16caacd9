import { outputsOf } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { BatchReader } from '../batches/batch-reader.ts'
import { selectionQuery, selects } from '../batches/selection.ts'
import { DAMAGED, file, problem, STORE_DOWN } from '../http/answers.ts'
import { batchPath, oneOf } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { archiveOf } from './archive.ts'

/** Images of a batch as one download. */
export const archiveRoutes: FastifyPluginAsyncZod<{ store: BatchStore; reader: BatchReader }> = async (
  app,
  { store, reader },
) => {
  app.get(
    '/batches/:id/archive.zip',
    {
      // Answering HEAD would mean to read every image.
      exposeHeadRoute: false,
      schema: {
        operationId: 'downloadArchive',
        tags: ['Batches'],
        summary: 'The images of a batch',
        params: batchPath,
        description:
          'Of a batch with several outputs, the pictures of each are in a folder of its name; the images of others are in none.',
        querystring: z.strictObject({
          output: z
            .string()
            .optional()
            .describe('Name of the only output to take. Its pictures are then in no folder.'),
          names: oneOf(['prompt'])
            .optional()
            .describe(
              'Files are named by the number of their prompt and the title, as in `0001-a-red-fox.jpg`. Absent: by the leaf and its model.',
            ),
          ...selectionQuery,
        }),
        response: {
          200: file(
            'A zip archive of the images there are. If none is left out, with `result.json` once the batch has settled.',
            'application/zip',
            {
              'Content-Length': 'Bytes of the whole. A download that is shorter broke off.',
              'Content-Disposition': 'The name of the file.',
              'Cache-Control': 'Not to be kept.',
            },
          ),
          400: problem('The batch has no output of that name.'),
          404: problem('There is no batch of this id, or it has no such images.'),
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { output } = request.query
      const snapshot = await reader.get(id)
      const names = new Set(outputsOf(snapshot.batch).map(({ name }) => name))
      if (output !== undefined && !names.has(output)) throw noOutput([...names])
      const archive = await archiveOf(store, snapshot, request.query)
      if (archive.images === 0)
        throw new HttpProblem(404, `Batch ${id} has no ${selects(request.query) ? 'such ' : ''}images.`)
      return reply
        .type('application/zip')
        .header('content-length', String(archive.size))
        .header('content-disposition', `attachment; filename="contactsheet-${id}.zip"`)
        .header('cache-control', 'private, no-store')
        .send(archive.open())
    },
  )
}

function noOutput(names: string[]): HttpProblem {
  const message = `must be one of: ${names.join(', ')}`
  return new HttpProblem(400, `The query cannot be used at output: ${message}.`, {
    errors: [{ field: 'output', message }],
  })
}
