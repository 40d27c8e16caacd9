import type { BrandIntake } from '@contactsheet/brand/intake'
import type { BrandDocument, BrandStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { file as fileAnswer, json, STORE_DOWN } from '../http/answers.ts'
import { fileBody, fileIn, readFiles } from './files.ts'
import { keepUnder, NONE, namePath, noneOf, ownFields, ownOf, REFUSED, removalRoute } from './parts.ts'

const TYPES = ['image/png', 'image/svg+xml']

const logoSchema = z.strictObject({
  id: z.string(),
  builtIn: z.boolean(),
  width: z.int().describe('In pixels, as it is kept.'),
  height: z.int(),
  ...ownFields,
})
const logosSchema = z.strictObject({ logos: z.array(logoSchema) })

/** What templates can show beside their texts. */
export const logoRoutes: FastifyPluginAsyncZod<{ brand: BrandStore; intake: BrandIntake }> = async (
  app,
  { brand, intake },
) => {
  readFiles(app, TYPES)

  app.get(
    '/logos',
    {
      schema: {
        operationId: 'listLogos',
        tags: ['Catalog'],
        summary: 'Logos',
        response: { 200: json('Those of this deployment; none is built in.', logosSchema), 503: STORE_DOWN },
      },
    },
    async () => ({
      logos: [...(await brand.list('logos'))].map(([name, document]) => viewOf(name, document)),
    }),
  )

  app.get(
    '/logos/:name',
    {
      schema: {
        operationId: 'getLogo',
        tags: ['Catalog'],
        summary: 'Show a logo',
        params: namePath,
        response: {
          200: fileAnswer('The logo as it is drawn.', 'image/png'),
          404: NONE,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const document = await brand.get('logos', name)
      const png = document === undefined ? undefined : await brand.content('logos', document.sha256)
      if (png === undefined) throw await noneOf(brand, 'logos', name)
      return reply.type('image/png').header('cache-control', 'private, no-cache').send(png)
    },
  )

  const file = fileBody(TYPES, intake.limits.maxLogoBytes, 'MAX_LOGO_BYTES')
  app.put(
    '/logos/:name',
    {
      ...file.route,
      schema: {
        ...file.schema,
        operationId: 'putLogo',
        tags: ['Brand'],
        summary: 'Keep a logo',
        description:
          'PNG or SVG, of at most MAX_LOGO_BYTES. It is drawn anew, as a PNG whose longest side is at most 1024 pixels. Batches that were accepted before keep what the name stood for then.',
        params: namePath,
        response: {
          200: json('The name stands for this logo now.', logoSchema),
          201: json('There is a logo of this name now.', logoSchema),
          400: REFUSED,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const put = () => intake.putLogo(name, fileIn(request.body))
      const { status, document } = await keepUnder(brand, 'logos', name, put)
      return reply.code(status).send(viewOf(name, document))
    },
  )

  await app.register(removalRoute, { brand, kind: 'logos' })
}

function viewOf(id: string, document: BrandDocument<'logos'>) {
  const { width, height } = document
  return { id, builtIn: false, width, height, ...ownOf(document) }
}
