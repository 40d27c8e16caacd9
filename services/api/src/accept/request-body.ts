import {
  batchRequestSchema,
  type Catalog,
  POSITIONAL_FIELDS,
  type RequestLimits,
} from '@contactsheet/contract'
import { z } from 'zod'

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
