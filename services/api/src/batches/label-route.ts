import { type Label, labelRequestSchema, labelViewSchema } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import pLimit from 'p-limit'
import { DAMAGED, json, NO_BATCH, STORE_DOWN } from '../http/answers.ts'
import { batchPath, noQuery } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import type { BatchReader } from './batch-reader.ts'
import { ownLabel } from './labels.ts'

/** To try it with. */
const EXAMPLES = { one: { value: { name: 'Autumn campaign', tags: ['draft', 'autumn'] } } }

/** Calling a batch something. */
export const labelRoutes: FastifyPluginAsyncZod<{ store: BatchStore; reader: BatchReader }> = async (
  app,
  { store, reader },
) => {
  /** Name and tags are one document: of two changes at once, each of one of them, both are to stay. */
  const oneAtATime = pLimit(1)

  app.patch(
    '/batches/:id',
    {
      schema: {
        operationId: 'labelBatch',
        tags: ['Batches'],
        summary: 'Name a batch, and tag it',
        description:
          'At any time, whatever the batch does. Of several who do this the last one has it. Other instances of the API show it within ten seconds.',
        params: batchPath,
        querystring: noQuery,
        body: labelRequestSchema.meta({ 'x-examples': EXAMPLES }),
        response: {
          200: json('What it is called now.', labelViewSchema),
          404: NO_BATCH,
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async request => {
      const { id } = request.params
      const { name, tags } = request.body
      const { batch } = await reader.get(id)
      return oneAtATime(async () => {
        const before = (await store.labels.read(id)) ?? ownLabel(batch)
        const label: Label = {
          ...(name === undefined ? { name: before.name } : name === null ? {} : { name }),
          tags: tags ?? before.tags,
        }
        await store.labels.write(id, label)
        // One that was removed meanwhile leaves nothing behind.
        if (((await store.batchVersion(id)) ?? (await store.resultVersion(id))) === undefined) {
          await store.labels.delete(id)
          throw new HttpProblem(404, `Batch ${id} has just been removed.`)
        }
        reader.labelled(id, label)
        return { name: label.name ?? null, tags: [...label.tags] }
      })
    },
  )
}
