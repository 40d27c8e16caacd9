import {
  batchRequestSchema,
  type Catalog,
  POSITIONAL_FIELDS,
  type RequestLimits,
} from '@contactsheet/contract'
import { z } from 'zod'
import { FORM_TYPE, TABLE_TYPES } from './table/table-body.ts'

const PROMPTS = ['Why fan-out beats sequential generation', 'Three retries with exponential backoff']

/** Requests to try it with. */
const EXAMPLES = {
  object: {
    value: {
      prompts: PROMPTS,
      models: ['gemini-3-pro-image', 'gpt-image-2'],
      style: 'photorealistic',
      template: 'bottom-bar',
      font: 'inter',
    },
  },
  positional: { value: [PROMPTS, ['gpt-image-2'], 'watercolor', 'center-box', 'lora', '', ''] },
}

const BYTES = { type: 'string', format: 'binary' } as const

/** The fields of a request, in JSON Schema. */
export function requestProperties(catalog: Catalog, limits: RequestLimits) {
  return z.toJSONSchema(batchRequestSchema(catalog, limits).out, { io: 'input' }).properties ?? {}
}

/** Bodies that come to the same as one in JSON, by their types, as the description of the API shows them. */
export function tableBodies(catalog: Catalog, limits: RequestLimits) {
  const { $schema: _, ...request } = z.toJSONSchema(batchRequestSchema(catalog, limits).out, { io: 'input' })
  const { prompts: __, ...properties } = request.properties ?? {}
  const required = request.required?.filter(name => name !== 'prompts')
  const table = {
    ...BYTES,
    description: 'A row for each prompt; the rest of the request is in the query. See docs/tables.md.',
  }
  const form = {
    type: 'object',
    properties: {
      request: { ...request, properties, required, description: 'The rest of the request, in JSON.' },
      table: { ...BYTES, description: 'A file as one of these types, by its name or its own type.' },
    },
    required: ['table'],
  }
  return {
    ...Object.fromEntries(Object.keys(TABLE_TYPES).map(type => [type, { schema: table }])),
    [FORM_TYPE]: { schema: form },
  }
}

/**
 * The schema of `POST /batches`, which says of itself that it takes both forms of a batch: a schema that makes the
 * positional one into the other cannot tell by itself.
 */
export function batchRequestBody(catalog: Catalog, limits: RequestLimits) {
  const schema = batchRequestSchema(catalog, limits)
  const { $schema: _, ...object } = z.toJSONSchema(schema.out, { io: 'input' })
  const positional = {
    type: 'array',
    description: `All ${POSITIONAL_FIELDS.length} parts, in this order: ${POSITIONAL_FIELDS.join(', ')}.`,
    prefixItems: POSITIONAL_FIELDS.map(field => ({
      title: field,
      ...withoutDefault(object.properties?.[field]),
    })),
    minItems: POSITIONAL_FIELDS.length,
    maxItems: POSITIONAL_FIELDS.length,
    items: false,
  }
  return z
    .unknown()
    .meta({ oneOf: [object, positional], 'x-examples': EXAMPLES })
    .pipe(schema)
}

/** In the positional form nothing can be left out, so that nothing has a default. */
function withoutDefault(schema: z.core.JSONSchema._JSONSchema | undefined) {
  if (typeof schema !== 'object') return {}
  const { default: _, ...rest } = schema
  return rest
}
