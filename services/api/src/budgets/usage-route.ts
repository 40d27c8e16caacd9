import { USAGE_GROUPS, usageViewSchema } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { json, STORE_DOWN } from '../http/answers.ts'
import { oneOf } from '../http/parameters.ts'
import type { Budgets } from './budgets.ts'
import { usageOf } from './usage.ts'

const day = z.iso.date('must be a day, as in 2026-11-26')

/** What batches came to. */
export const usageRoutes: FastifyPluginAsyncZod<{
  usage: BatchStore['usage']
  budgets: Pick<Budgets, 'standing'>
}> = async (app, { usage, budgets }) => {
  app.get(
    '/usage',
    {
      schema: {
        operationId: 'getUsage',
        tags: ['Usage'],
        summary: 'What batches came to',
        description:
          'Of the batches that have settled, by the day (UTC) on which they were accepted; those that were removed since are included. By token also how its budget stands.',
        querystring: z
          .strictObject({
            by: oneOf(USAGE_GROUPS).default('token').describe('What is added up.'),
            from: day.optional().describe('The first day; if left out, the first of the month of `to`.'),
            to: day.optional().describe('The last day; if left out, today.'),
          })
          .refine(({ from, to }) => from === undefined || from <= (to ?? today()), {
            path: ['from'],
            message: 'must not be after to',
          }),
        response: { 200: json('The sums.', usageViewSchema), 503: STORE_DOWN },
      },
    },
    async request => {
      const { by, to = today(), from = `${to.slice(0, 7)}-01` } = request.query
      return usageOf(usage, budgets, by, { from, to })
    },
  )
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
