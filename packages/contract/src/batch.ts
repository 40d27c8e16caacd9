import { z } from 'zod'
import { FONT_NAMES, STYLE_NAMES, TEMPLATE_NAMES } from './catalog/looks.ts'
import { type Model, modelSchema } from './catalog/model.ts'
import { BATCH_ID_PATTERN, leafId } from './ids.ts'

/** Version of the JSON documents in the store. A reader refuses a higher one instead of guessing. */
export const DOCUMENT_VERSION = 1

/** `batch.json` in the store: what was asked, as it was accepted. Immutable. */
export const batchSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  id: z.string().regex(BATCH_ID_PATTERN),
  createdAt: z.iso.datetime(),
  prompts: z.array(z.string()).min(1),
  /** Resolved when the batch was accepted, so that a later catalog cannot change a batch under way. */
  models: z.array(modelSchema).min(1),
  style: z.enum(STYLE_NAMES),
  template: z.enum(TEMPLATE_NAMES),
  font: z.enum(FONT_NAMES),
  context: z.string(),
  extraPrompt: z.string(),
  /** Sum of the known prices, in USD. */
  estimateUsd: z.number().nonnegative(),
  warnings: z.array(z.string()),
  /** Most it may be estimated at, in USD, as the request said. */
  maxCostUsd: z.number().positive().optional(),
  /** Where to tell that it has settled. May hold a secret: nothing public shows more than its origin. */
  webhook: z.string().optional(),
})
export type Batch = z.infer<typeof batchSchema>

/** One (prompt, model) pair of a batch. Derived from the batch, never stored. */
export interface Leaf {
  id: string
  promptIndex: number
  modelIndex: number
  /** The prompt as the user wrote it: also the title on the picture. */
  title: string
  model: Model
}

/** The leaf of a batch at a prompt and a model. Throws RangeError if the batch has no such leaf. */
export function leafOf(batch: Batch, promptIndex: number, modelIndex: number): Leaf {
  const title = batch.prompts[promptIndex]
  const model = batch.models[modelIndex]
  if (title === undefined || model === undefined)
    throw new RangeError(`Batch ${batch.id} has no leaf at prompt ${promptIndex}, model ${modelIndex}.`)
  return { id: leafId(promptIndex, modelIndex), promptIndex, modelIndex, title, model }
}

/** The leaf of a batch by its id. Throws RangeError if the batch has no such leaf. */
export function leafById(batch: Batch, id: string): Leaf {
  return leafOf(batch, Number(id.slice(0, 4)), Number(id.slice(5)))
}

/** The place of a leaf in the order of its batch, from 0; it may be beyond the last. */
export function leafPosition(batch: Batch, id: string): number {
  return Number(id.slice(0, 4)) * batch.models.length + Number(id.slice(5))
}

/**
 * The leaves of a batch, in order: all models of the first prompt, then of the second.
 *
 * @param from position of the first of them
 * @param to position of the first that is left out; by default there is none
 */
export function* leavesOf(batch: Batch, from = 0, to = leafCount(batch)): Generator<Leaf> {
  const models = batch.models.length
  for (let position = from; position < Math.min(to, leafCount(batch)); position++)
    yield leafOf(batch, Math.floor(position / models), position % models)
}

export function leafCount(batch: Batch): number {
  return batch.prompts.length * batch.models.length
}
