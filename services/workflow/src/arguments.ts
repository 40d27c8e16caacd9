import { findReferences, KnownNames, resolveBrand } from '@contactsheet/brand'
import {
  BATCH_ID_PATTERN,
  type Batch,
  batchRequestSchema,
  type Catalog,
  costProblem,
  type FieldError,
  fieldErrors,
  newBatch,
  type RequestLimits,
  referenceFaults,
  withReferences,
} from '@contactsheet/contract'
import { flaggedFields, type Moderate } from '@contactsheet/providers'
import type { BrandStore, ReferenceStore } from '@contactsheet/storage'

/** What a call of `generateBatch` asks for: a new batch, or one that the store has already. */
export type Asked = { batch: Batch } | { batchId: string }

/** What a new batch has to pass. */
export interface Admission {
  catalog: Catalog
  limits: RequestLimits
  brand: BrandStore
  references: Pick<ReferenceStore, 'find'>
  /** Judges what goes to the models; undefined: nothing does. */
  moderate: Moderate | undefined
}

/** Pictures of strangers are read where there is a process to read them in, which a task does not have. */
const NOT_FETCHED =
  'is an address, which tasks do not fetch: upload the picture with POST /references, and name its id'

/**
 * Reads the arguments of `generateBatch`: `[prompts, models, style, template, font, context, extraPrompt]`, or
 * `[batchId]` alone.
 *
 * @throws Error naming every argument at fault
 */
export async function askedOf(args: unknown[], admission: Admission): Promise<Asked> {
  const [batchId] = args
  if (args.length === 1 && typeof batchId === 'string') {
    if (!BATCH_ID_PATTERN.test(batchId))
      throw new Error(`generateBatch: ${JSON.stringify(batchId.slice(0, 100))} is no batch id.`)
    return { batchId }
  }
  return { batch: await newBatchOf('generateBatch', args, admission, line => line) }
}

/**
 * Reads the arguments of `generateThumbnails`, those of `generateBatch` with one title in place of the prompts:
 * `[title, models, style, template, font, context, extraPrompt]`.
 *
 * @throws Error naming every argument at fault
 */
export async function askedOfTitle(args: unknown[], admission: Admission): Promise<Asked> {
  const [title, ...rest] = args
  const prompts = args.length === 0 ? [] : [[title], ...rest]
  // The schema speaks of prompts, of which this task has one under another name.
  const named = (line: string) => line.replace(/\bprompts\b(\[0\])?/g, 'title')
  return { batch: await newBatchOf('generateThumbnails', prompts, admission, named) }
}

async function newBatchOf(
  task: string,
  args: unknown[],
  { catalog, limits, brand, references, moderate }: Admission,
  named: (line: string) => string,
): Promise<Batch> {
  const refusal = (problems: FieldError[]) => {
    const lines = problems.map(({ field, message }) =>
      named(`${field === '(body)' ? 'arguments' : field}: ${message}`),
    )
    return new Error(`${task} was called with what it cannot run:\n${lines.join('\n')}`)
  }
  const looks = new KnownNames(brand)
  await looks.lookUpFor(args)
  const request = batchRequestSchema(catalog, { ...limits, looks }).safeParse(args)
  if (!request.success) throw refusal(fieldErrors(request.error))
  const { errors, ...resolved } = await resolveBrand(brand, request.data)
  const { found, errors: unfound } = await findReferences(references, request.data, async () => NOT_FETCHED)
  if (errors.length + unfound.length > 0) throw refusal([...errors, ...unfound])
  const bare = newBatch(request.data, catalog, new Date(), { ...resolved, reuse: limits.reuse })
  const batch = withReferences(bare, request.data, found)
  const faults = referenceFaults(batch, request.data, catalog)
  if (faults.length > 0) throw refusal(faults)
  const problem = costProblem(batch, limits.maxCostUsd)
  if (problem !== undefined) throw refusal([problem])
  const flagged = moderate === undefined ? [] : await judged(task, batch, moderate)
  if (flagged.length > 0) throw refusal(flagged)
  return batch
}

async function judged(task: string, batch: Batch, moderate: Moderate): Promise<FieldError[]> {
  try {
    return await flaggedFields(batch, moderate)
  } catch (error) {
    throw new Error(
      `${task}: the prompts could not be checked by moderation (MODERATION), and are not made unchecked. Start it again later.`,
      { cause: error },
    )
  }
}
