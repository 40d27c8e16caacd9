import { FONT_NAMES, FONTS } from '@contactsheet/contract'
import type { BrandDocument } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sampleUrl } from '../catalog/sample-url.ts'
import { json, STORE_DOWN } from '../http/answers.ts'
import { fileBody, fileIn, readFiles } from './files.ts'
import {
  type BrandDeps,
  keepUnder,
  namePath,
  ownFields,
  ownOf,
  REFUSED,
  removalRoute,
  SAMPLE_URL,
} from './parts.ts'

const TYPES = ['font/ttf', 'font/otf', 'font/woff2']

const fontSchema = z.strictObject({
  id: z.string(),
  family: z.string(),
  builtIn: z.boolean(),
  bold: z.boolean().optional(),
  glyphs: z.int().optional(),
  characters: z.int().optional().describe('Characters it can draw.'),
  sampleUrl: SAMPLE_URL,
  ...z.object(ownFields).partial().shape,
})
const fontsSchema = z.strictObject({ fonts: z.array(fontSchema) })

/** What titles can be set in. */
export const fontRoutes: FastifyPluginAsyncZod<BrandDeps> = async (app, { brand, intake, basePath }) => {
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
        ...FONT_NAMES.map(id => ({
          id,
          family: FONTS[id],
          builtIn: true,
          sampleUrl: sampleUrl(basePath, 'fonts', id),
        })),
        ...[...(await brand.list('fonts'))].map(([name, document]) => viewOf(basePath, name, document)),
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
      return reply.code(status).send(viewOf(basePath, name, document))
    },
  )

  await app.register(removalRoute, { brand, kind: 'fonts' })
}

function viewOf(basePath: string, id: string, document: BrandDocument<'fonts'>) {
  const { family, bold, glyphs, characters, sha256 } = document
  return {
    id,
    family,
    builtIn: false,
    bold,
    glyphs,
    characters,
    sampleUrl: sampleUrl(basePath, 'fonts', id, sha256),
    ...ownOf(document),
  }
}
