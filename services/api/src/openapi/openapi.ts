import type { Catalog, RequestLimits } from '@contactsheet/contract'
import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { OpenAPIV3_1 } from 'openapi-types'
import type { z } from 'zod'
import { annotate } from './annotate.ts'
import { components } from './components.ts'
import { OPERATIONS, TAGS } from './operations.ts'
import { batchRequestBody } from './request-body.ts'

const INFO = {
  title: 'Contactsheet',
  version: '1',
  description: 'Prompts times image models: all pictures in parallel, titled, on one contact sheet.',
  license: { name: 'MIT', identifier: 'MIT' },
}

const SECURITY = {
  token: { type: 'http', scheme: 'bearer', description: 'One of API_TOKENS, where that is set.' },
  session: { type: 'apiKey', in: 'cookie', name: 'contactsheet', description: 'See POST /session.' },
} as const

const SETTINGS = { schemaRegistry: components, zodToJsonConfig: { override: withoutNoise } }
const schemaToJson = createJsonSchemaTransform(SETTINGS)
const addComponents = createJsonSchemaTransformObject(SETTINGS)

/**
 * Describes every route in OpenAPI 3.1, from the schemas it checks by. Goes before any route.
 *
 * A route with a schema that {@link OPERATIONS} does not know stops the start, unless its schema says `hide`.
 */
export function describeRoutes(app: FastifyInstance, catalog: Catalog, limits: RequestLimits): void {
  const transform: SwaggerTransform = input => {
    const { schema, url, route } = input
    const call = `${[route.method].flat().find(method => method !== 'HEAD')} ${url}`
    if (OPERATIONS[call] === undefined) {
      if (schema !== undefined && !('hide' in schema))
        throw new Error(`${call} is served, but not described.`)
      return { schema: { hide: true }, url }
    }
    const made = schemaToJson({ ...input, schema: schema ?? {} })
    const body = call === 'POST /batches' ? { body: batchRequestBody(catalog, limits) } : {}
    const security = route.config?.open === true ? { security: [] } : {}
    return { url, schema: { ...made.schema, ...body, ...security } }
  }
  const transformObject: SwaggerTransformObject = input => {
    const document = addComponents(input) as Partial<OpenAPIV3_1.Document>
    // Components of what comes in are of no use: no request has one of these in it.
    const schemas = document.components?.schemas ?? {}
    for (const name of Object.keys(schemas)) if (name.endsWith('Input')) delete schemas[name]
    annotate(document.paths ?? {})
    return document
  }
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: INFO,
      servers: [{ url: '/' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      security: [{ token: [] }, { session: [] }, {}],
      components: { securitySchemes: SECURITY },
    },
    transform,
    transformObject,
  })
}

/** Leaves out what Zod checks and nobody needs to read. */
function withoutNoise({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
}
