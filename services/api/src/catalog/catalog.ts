import { type Catalog, listedModelSchema, STYLE_NAMES, STYLES } from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { json } from '../http/answers.ts'
import { flag } from '../http/parameters.ts'
import type { Availability } from './availability.ts'
import { sampleUrl } from './sample-url.ts'

const modelsSchema = z.strictObject({ models: z.array(listedModelSchema) })
const stylesSchema = z.strictObject({
  styles: z.array(
    z.strictObject({
      id: z.enum(STYLE_NAMES),
      prompt: z.string(),
      sampleUrl: z.string().describe('Path of a small picture in it, which may be kept for good.'),
    }),
  ),
})
/** What a batch can be made of. */
export const catalogRoutes: FastifyPluginAsyncZod<{
  catalog: Catalog
  availability: Availability
  /** Path under which the API is shown. */
  basePath: string
}> = async (app, { catalog, availability, basePath }) => {
  app.get(
    '/models',
    {
      schema: {
        operationId: 'listModels',
        tags: ['Catalog'],
        summary: 'Models',
        querystring: z.strictObject({ all: flag().describe('Also models that were shut down.') }),
        response: { 200: json('Those that answer today.', modelsSchema) },
      },
    },
    async request => {
      const reasonOf = await availability.reasons()
      const models = request.query.all ? catalog.models : catalog.living(new Date())
      return {
        models: models.map(model => {
          const unavailableReason = reasonOf(model)
          const available = unavailableReason === undefined
          return { ...model, available, ...(available ? {} : { unavailableReason }) }
        }),
      }
    },
  )

  app.get(
    '/styles',
    {
      schema: {
        operationId: 'listStyles',
        tags: ['Catalog'],
        summary: 'Styles',
        response: { 200: json('Each with what it adds to a prompt.', stylesSchema) },
      },
    },
    async () => ({
      styles: STYLE_NAMES.map(id => ({
        id,
        prompt: STYLES[id],
        sampleUrl: sampleUrl(basePath, 'styles', id),
      })),
    }),
  )
}
