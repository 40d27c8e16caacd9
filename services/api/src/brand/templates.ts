import {
  builtInTemplate,
  isBuiltIn,
  TEMPLATE_NAMES,
  TEMPLATES,
  templateSpecSchema,
} from '@contactsheet/contract'
import type { BrandDocument } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sampleUrl } from '../catalog/sample-url.ts'
import { json, STORE_DOWN } from '../http/answers.ts'
import { HttpProblem } from '../http/problem.ts'
import { saidOf } from './check-template.ts'
import {
  type BrandDeps,
  keepUnder,
  NONE,
  namePath,
  noneOf,
  ownFields,
  ownOf,
  REFUSED,
  removalRoute,
  SAMPLE_URL,
} from './parts.ts'

const templateSchema = z.strictObject({
  id: z.string(),
  prompt: z.string().describe('What it adds to a prompt.'),
  builtIn: z.boolean(),
  label: z.string().describe('What people call it.'),
  sampleUrl: SAMPLE_URL,
  fonts: z.array(z.string()).optional().describe('Fonts that it names.'),
  logo: z.string().optional().describe('Logo that it has unless a request names another.'),
  ...z.object(ownFields).partial().shape,
})
const templatesSchema = z.strictObject({ templates: z.array(templateSchema) })

/** Largest template that is read, in bytes: the built-in ones have two thousand. */
const MAX_TEMPLATE_BYTES = 65_536

/** Where texts go on a picture, and what lies under them. */
export const templateRoutes: FastifyPluginAsyncZod<BrandDeps> = async (app, { brand, intake, basePath }) => {
  app.get(
    '/templates',
    {
      schema: {
        operationId: 'listTemplates',
        tags: ['Catalog'],
        summary: 'Templates',
        response: {
          200: json(
            'Each with what it adds to a prompt; those built in, then those of this deployment.',
            templatesSchema,
          ),
          503: STORE_DOWN,
        },
      },
    },
    async () => ({
      templates: [
        ...TEMPLATE_NAMES.map(id => ({
          ...saidOf(TEMPLATES[id]),
          id,
          builtIn: true,
          sampleUrl: sampleUrl(basePath, 'templates', id),
        })),
        ...[...(await brand.list('templates'))].map(([name, document]) => viewOf(basePath, name, document)),
      ],
    }),
  )

  app.get(
    '/templates/:name',
    {
      schema: {
        operationId: 'getTemplate',
        tags: ['Catalog'],
        summary: 'Get a template',
        description: 'The template itself, as PUT takes it: to begin another one with.',
        params: namePath,
        response: { 200: json('The template.', templateSpecSchema), 404: NONE, 503: STORE_DOWN },
      },
    },
    async request => {
      const { name } = request.params
      if (isBuiltIn('templates', name)) return TEMPLATES[builtInTemplate(name)]
      const document = await brand.get('templates', name)
      const content = document === undefined ? undefined : await brand.content('templates', document.sha256)
      if (content === undefined) throw await noneOf(brand, 'templates', name)
      return templateSpecSchema.parse(JSON.parse(content.toString()))
    },
  )

  app.put(
    '/templates/:name',
    {
      bodyLimit: MAX_TEMPLATE_BYTES,
      preValidation: async request => {
        if (request.body === null || request.body === undefined)
          throw new HttpProblem(400, 'The body is empty. Send the template in it, as JSON.')
      },
      schema: {
        operationId: 'putTemplate',
        tags: ['Brand'],
        summary: 'Keep a template',
        description:
          'Batches that were accepted before keep what the name stood for then. One that overflows, has no text, or names a font or a logo that there is not is refused.',
        params: namePath,
        body: z.unknown().meta(z.toJSONSchema(templateSpecSchema, { io: 'input' })),
        response: {
          200: json('The name stands for this template now.', templateSchema),
          201: json('There is a template of this name now.', templateSchema),
          400: REFUSED,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const put = () => intake.putTemplate(name, request.body)
      const { status, document } = await keepUnder(brand, 'templates', name, put)
      return reply.code(status).send(viewOf(basePath, name, document))
    },
  )

  await app.register(removalRoute, { brand, kind: 'templates' })
}

function viewOf(basePath: string, id: string, document: BrandDocument<'templates'>) {
  const { prompt, label, fonts, logo, sha256 } = document
  return {
    id,
    prompt,
    builtIn: false,
    label,
    sampleUrl: sampleUrl(basePath, 'templates', id, sha256),
    fonts,
    ...(logo === undefined ? {} : { logo }),
    ...ownOf(document),
  }
}
