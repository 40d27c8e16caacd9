import {
  batchRequestSchema,
  type Catalog,
  POSITIONAL_FIELDS,
  type RequestLimits,
} from '@contactsheet/contract'
import { z } from 'zod'

/** The two forms of a batch. The schema of a route cannot say by itself that it takes the second for the first. */
export function batchRequestBody(catalog: Catalog, limits: RequestLimits) {
  const { $schema: _, ...object } = z.toJSONSchema(batchRequestSchema(catalog, limits).out, { io: 'input' })
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
  return { oneOf: [object, positional] }
}

/** In the positional form nothing can be left out, so that nothing has a default. */
function withoutDefault(schema: z.core.JSONSchema._JSONSchema | undefined) {
  if (typeof schema !== 'object') return {}
  const { default: _, ...rest } = schema
  return rest
}
