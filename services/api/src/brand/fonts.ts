import type { BrandIntake } from '@contactsheet/brand/intake'
import { FONT_NAMES, FONTS } from '@contactsheet/contract'
import type { BrandDocument, BrandStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { json, STORE_DOWN } from '../http/answers.ts'
import { fileBody, fileIn, readFiles } from './files.ts'
import { keepUnder, namePath, ownFields, ownOf, REFUSED, removalRoute } from './parts.ts'

const TYPES = ['font/ttf', 'font/otf', 'font/woff2']

const fontSchema = z.strictObject({
  id: z.string(),
  family: z.string(),
  builtIn: z.boolean(),
  bold: z.boolean().optional(),
  glyphs: z.int().optional(),
  characters: z.int().optional().describe('Characters it can draw.'),
  ...z.object(ownFields).partial().shape,
})
const fontsSchema = z.strictObject({ fonts: z.array(fontSchema) })

/** What titles can be set in. */
export const fontRoutes: FastifyPluginAsyncZod<{ brand: BrandStore; intake: BrandIntake }> = async (
  app,
  { brand, intake },
) => {
  readFiles(app, TYPES)

  app.get(
    '/fonts',
    {
      schema: {
        operationId: 'listFonts',
        tags: ['Catalog'],
        summary: 'Fonts',
        response: {
          200: json('Each with its family; those built in, then those of this deployment.', fontsSchema),
          503: STORE_DOWN,
        },
      },
    },
    async () => ({
      fonts: [
        ...FONT_NAMES.map(id => ({ id, family: FONTS[id], builtIn: true })),
        ...[...(await brand.list('fonts'))].map(([name, document]) => viewOf(name, document)),
      ],
    }),
  )

  const file = fileBody(TYPES, intake.limits.maxFontBytes, 'MAX_FONT_BYTES')
  app.put(
    '/fonts/:name',
    {
      ...file.route,
      schema: {
        ...file.schema,
        operationId: 'putFont',
        tags: ['Brand'],
        summary: 'Keep a font',
        description:
          'TTF, OTF or WOFF2, of at most MAX_FONT_BYTES. It is written anew: what is kept is what was understood of it. Batches that were accepted before keep what the name stood for then.',
        params: namePath,
        response: {
          200: json('The name stands for this font now.', fontSchema),
          201: json('There is a font of this name now.', fontSchema),
          400: REFUSED,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const put = () => intake.putFont(name, fileIn(request.body))
      const { status, document } = await keepUnder(brand, 'fonts', name, put)
      return reply.code(status).send(viewOf(name, document))
    },
  )

  await app.register(removalRoute, { brand, kind: 'fonts' })
}

function viewOf(id: string, document: BrandDocument<'fonts'>) {
  const { family, bold, glyphs, characters } = document
  return { id, family, builtIn: false, bold, glyphs, characters, ...ownOf(document) }
}
