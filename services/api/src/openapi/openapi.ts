import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { OpenAPIV3_1 } from 'openapi-types'
import type { z } from 'zod'
import { commonAnswers } from './common-answers.ts'
import { registry } from './components.ts'
import { requireDescriptions } from './require-descriptions.ts'
import { WEBHOOKS } from './webhooks.ts'

const INFO = {
  title: 'Contactsheet',
  version: '1',
  description: 'Prompts times image models: all pictures in parallel, titled, on one contact sheet.',
  license: { name: 'MIT', identifier: 'MIT' },
}

/** Groups of calls, in the order in which they are shown. */
const TAGS = [
  { name: 'Batches', description: 'Prompts times models become images, in parallel.' },
  { name: 'Images', description: 'What came out.' },
  { name: 'Catalog', description: 'What a batch can be made of.' },
  { name: 'Presets', description: 'What forms of a new batch are filled by.' },
  { name: 'References', description: 'Pictures for models to go by.' },
  { name: 'Brand', description: "Templates, fonts and logos of a deployment's own." },
  { name: 'Usage', description: 'What things cost, and what budgets have left.' },
  { name: 'Session', description: 'A browser hands its token over once, and holds a cookie from then on.' },
  { name: 'Operations', description: 'For whatever runs the service.' },
]

const SECURITY = {
  token: { type: 'http', scheme: 'bearer', description: 'One of API_TOKENS, where that is set.' },
  session: { type: 'apiKey', in: 'cookie', name: 'contactsheet', description: 'See POST /session.' },
} as const

const SETTINGS = { schemaRegistry: registry, zodToJsonConfig: { override: withoutNoise } }
const schemaToJson = createJsonSchemaTransform(SETTINGS)
const addComponents = createJsonSchemaTransformObject(SETTINGS)

/**
 * Describes every route in OpenAPI 3.1, out of the schema it checks by and what that says. Goes before any route: one
 * that is not described stops the start, see {@link requireDescriptions}.
 */
export function describeRoutes(app: FastifyInstance, basePath: string): void {
  requireDescriptions(app)
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: INFO,
      servers: [{ url: `${basePath}/` }],
      tags: TAGS,
      security: [{ token: [] }, { session: [] }, {}],
      components: { securitySchemes: SECURITY },
      webhooks: WEBHOOKS,
    },
    transform,
    transformObject,
  })
}

declare module 'fastify' {
  interface FastifySchema {
    /** Bodies of other types than JSON that a route takes for the same: as OpenAPI describes each, by its type. */
    otherBodies?: Readonly<Record<string, { schema: object }>>
  }
}

/** By status. */
type Answers = Record<string, { headers?: object }>

const transform: SwaggerTransform = input => {
  const { schema = {}, route } = input
  if (schema.hide === true) return { schema, url: input.url }
  const response: Answers = { ...commonAnswers(route, schema), ...(schema.response as Answers) }
  const made = schemaToJson({ ...input, schema: { ...schema, response } })
  const described = made.schema.response as Answers
  const { otherBodies = {} } = schema
  const body =
    Object.keys(otherBodies).length === 0
      ? {}
      : { body: { content: { 'application/json': { schema: made.schema.body }, ...otherBodies } } }
  const security = route.config?.open === true ? { security: [] } : {}
  return {
    url: made.url,
    schema: { ...made.schema, ...body, ...security, response: withHeaders(described, response) },
  }
}

/** The headers of the answers, which the plugin does not take over. */
function withHeaders(described: Answers, answers: Answers): Answers {
  return Object.fromEntries(
    Object.entries(described).map(([status, answer]) => {
      const { headers } = answers[status] ?? {}
      return [status, headers === undefined ? answer : { ...answer, headers }]
    }),
  )
}

const transformObject: SwaggerTransformObject = input => {
  const document = addComponents(input) as Partial<OpenAPIV3_1.Document>
  // Components of what comes in are of no use: no request has one of these in it.
  const schemas = document.components?.schemas ?? {}
  for (const name of Object.keys(schemas)) if (name.endsWith('Input')) delete schemas[name]
  for (const item of Object.values(document.paths ?? {})) {
    // Every GET can be a HEAD.
    delete item?.head
    const body = item?.post?.requestBody
    if (body !== undefined && 'content' in body) withoutNull(body)
  }
  return document
}

/** A body that may be null may be left out; the plugin says that each must come. */
function withoutNull(body: OpenAPIV3_1.RequestBodyObject): void {
  for (const media of Object.values(body.content)) {
    const { anyOf = [] } = media.schema !== undefined && 'anyOf' in media.schema ? media.schema : {}
    const given = anyOf.filter(schema => !('type' in schema && schema.type === 'null'))
    const [only] = given
    if (only === undefined || given.length === anyOf.length) continue
    body.required = false
    media.schema = given.length === 1 ? only : { anyOf: given }
  }
}

/** Leaves out what Zod checks and nobody needs to read. */
function withoutNoise({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
}
