import {
  acceptedSchema,
  batchEventSchema,
  batchPageSchema,
  batchViewSchema,
  countsSchema,
  estimateSchema,
  imagePageSchema,
  leafEventSchema,
  leafFailureSchema,
  leafPageSchema,
  leafViewSchema,
  listedModelSchema,
  problemSchema,
  progressEventSchema,
  progressSchema,
  recomposedViewSchema,
  settledEventSchema,
  timingsSchema,
  webhookEventSchema,
} from '@contactsheet/contract'
import { z } from 'zod'

/** The schemas that have a name of their own in the description. */
const COMPONENTS = {
  Accepted: acceptedSchema,
  BatchPage: batchPageSchema,
  Batch: batchViewSchema,
  BatchEvent: batchEventSchema,
  BatchSettled: webhookEventSchema,
  Counts: countsSchema,
  Estimate: estimateSchema,
  ImagePage: imagePageSchema,
  LeafEvent: leafEventSchema,
  LeafFailure: leafFailureSchema,
  LeafPage: leafPageSchema,
  Leaf: leafViewSchema,
  Model: listedModelSchema,
  Problem: problemSchema,
  Progress: progressSchema,
  ProgressEvent: progressEventSchema,
  RecomposedBatch: recomposedViewSchema,
  SettledEvent: settledEventSchema,
  Timings: timingsSchema,
}

/** Where Zod keeps what `describe` and `meta` say. The names of components have to be in the same registry. */
export const registry = z.globalRegistry

for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { ...registry.get(schema), id })

/** How a schema that is not made by Zod refers to one of these. */
export function reference(name: keyof typeof COMPONENTS) {
  return { $ref: `#/components/schemas/${name}` }
}
