import {
  type Catalog,
  FONT_NAMES,
  FONTS,
  modelSchema,
  STYLE_NAMES,
  STYLES,
  TEMPLATE_NAMES,
  TEMPLATES,
} from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { flag } from '../http/query.ts'

const modelsSchema = z.strictObject({ models: z.array(modelSchema) })
const stylesSchema = z.strictObject({
  styles: z.array(z.strictObject({ id: z.enum(STYLE_NAMES), prompt: z.string() })),
})
const templatesSchema = z.strictObject({
  templates: z.array(z.strictObject({ id: z.enum(TEMPLATE_NAMES), prompt: z.string() })),
})
const fontsSchema = z.strictObject({
  fonts: z.array(z.strictObject({ id: z.enum(FONT_NAMES), family: z.string() })),
})

/** What a batch can be made of. */
export const catalogRoutes: FastifyPluginAsyncZod<{ catalog: Catalog }> = async (app, { catalog }) => {
  app.get(
    '/models',
    {
      schema: {
        querystring: z.strictObject({ all: flag() }),
        response: { 200: modelsSchema },
      },
    },
    async request => ({ models: request.query.all ? [...catalog.models] : catalog.living(new Date()) }),
  )
  app.get('/styles', { schema: { response: { 200: stylesSchema } } }, async () => ({
    styles: STYLE_NAMES.map(id => ({ id, prompt: STYLES[id] })),
  }))
  app.get('/templates', { schema: { response: { 200: templatesSchema } } }, async () => ({
    templates: TEMPLATE_NAMES.map(id => ({ id, prompt: TEMPLATES[id] })),
  }))
  app.get('/fonts', { schema: { response: { 200: fontsSchema } } }, async () => ({
    fonts: FONT_NAMES.map(id => ({ id, family: FONTS[id] })),
  }))
}
