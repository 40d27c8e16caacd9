import type { RequestLimits } from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { json } from '../http/answers.ts'
import { noQuery } from '../http/parameters.ts'

const limitsSchema = z.strictObject({
  maxImages: z.int().positive().describe('Images of one batch (MAX_IMAGES).'),
  maxPromptLength: z
    .int()
    .positive()
    .describe('Characters of a prompt, of `context` and of `extraPrompt` (MAX_PROMPT_LENGTH).'),
  maxCostUsd: z
    .number()
    .positive()
    .optional()
    .describe('Most that a batch may be estimated at (MAX_COST_USD). Absent: any sum.'),
  webhooks: z
    .enum(['https', 'https and http'])
    .optional()
    .describe(
      'Addresses that a batch may have its `webhook` at. Absent: none, since there is no WEBHOOK_SECRET to sign it with.',
    ),
})

/** What requests may ask of this deployment, for whoever means to offer no more than that. */
export const limitsRoutes: FastifyPluginAsyncZod<{ limits: RequestLimits }> = async (app, { limits }) => {
  const { maxImages, maxPromptLength, maxCostUsd, webhooks } = limits
  const answer = { maxImages, maxPromptLength, maxCostUsd, webhooks }
  app.get(
    '/limits',
    {
      schema: {
        operationId: 'getLimits',
        tags: ['Catalog'],
        summary: 'What a batch may ask for',
        querystring: noQuery,
        response: { 200: json('The limits of this deployment.', limitsSchema) },
      },
    },
    async () => answer,
  )
}
