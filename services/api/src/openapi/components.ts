import {
  acceptedSchema,
  batchPageSchema,
  batchViewSchema,
  countsSchema,
  estimateSchema,
  imagePageSchema,
  leafFailureSchema,
  leafPageSchema,
  leafViewSchema,
  modelSchema,
  problemSchema,
  timingsSchema,
} from '@contactsheet/contract'
import { z } from 'zod'

/** The schemas that have a name of their own in the description. */
export const components = z.registry<{ id: string }>()
components
  .add(acceptedSchema, { id: 'Accepted' })
  .add(batchPageSchema, { id: 'BatchPage' })
  .add(batchViewSchema, { id: 'Batch' })
  .add(countsSchema, { id: 'Counts' })
  .add(estimateSchema, { id: 'Estimate' })
  .add(imagePageSchema, { id: 'ImagePage' })
  .add(leafFailureSchema, { id: 'LeafFailure' })
  .add(leafPageSchema, { id: 'LeafPage' })
  .add(leafViewSchema, { id: 'Leaf' })
  .add(modelSchema, { id: 'Model' })
  .add(problemSchema, { id: 'Problem' })
  .add(timingsSchema, { id: 'Timings' })
