import { countPicks, LEAF_ID_PATTERN, PICKS, pickCountsSchema } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import pLimit from 'p-limit'
import { z } from 'zod'
import { DAMAGED, json, NO_LEAF, STORE_DOWN } from '../http/answers.ts'
import { batchPath, noQuery } from '../http/parameters.ts'
import type { BatchReader } from './batch-reader.ts'
import { leafIn } from './leaf-in.ts'

/** Most leaves one call can pick. */
const MOST_PICKS = 1_000

/** Marks written at once. */
const CALLS_AT_ONCE = 16

const picksSchema = z.strictObject({
  picks: z
    .array(
      z.strictObject({
        leafId: z.string().regex(LEAF_ID_PATTERN, 'must be the id of a leaf'),
        pick: z
          .enum(PICKS, `must be one of: ${PICKS.join(', ')}; or null`)
          .nullable()
          .describe('Null takes back what was said of it.'),
      }),
    )
    .min(1, 'must name at least one leaf')
    .max(MOST_PICKS, `must name at most ${MOST_PICKS} leaves`),
})

const EXAMPLES = {
  one: { value: { picks: [{ leafId: '0000-00', pick: 'picked' }] } },
  several: {
    value: {
      picks: [
        { leafId: '0000-00', pick: 'picked' },
        { leafId: '0000-01', pick: 'rejected' },
        { leafId: '0001-00', pick: null },
      ],
    },
  },
}

export interface PickDeps {
  picks: BatchStore['picks']
  reader: BatchReader
}

/** Saying which leaves are the good ones. It changes nothing of them, and is there in every view and export. */
export const pickRoutes: FastifyPluginAsyncZod<PickDeps> = async (app, { picks, reader }) => {
  app.post(
    '/batches/:id/picks',
    {
      schema: {
        operationId: 'pickLeaves',
        tags: ['Batches'],
        summary: 'Pick and reject leaves',
        description:
          'Of an open batch too. The leaves that are named are marked one by one: after an error some may be, and the call can be repeated.',
        params: batchPath,
        querystring: noQuery,
        body: picksSchema.meta({ 'x-examples': EXAMPLES }),
        response: {
          200: json('How many leaves of the batch are picked, and rejected, now.', pickCountsSchema),
          404: NO_LEAF,
          409: DAMAGED,
          503: STORE_DOWN,
        },
      },
    },
    async request => {
      const { id } = request.params
      const { batch } = await reader.get(id)
      for (const { leafId } of request.body.picks) leafIn(batch, leafId)
      // The last word on a leaf that is named twice.
      const wanted = new Map(request.body.picks.map(({ leafId, pick }) => [leafId, pick ?? undefined]))
      try {
        await pLimit(CALLS_AT_ONCE).map(wanted, ([leafId, pick]) => picks.set(id, leafId, pick))
      } finally {
        reader.picks.forget(id)
      }
      return countPicks(await reader.picks.of(id))
    },
  )
}
