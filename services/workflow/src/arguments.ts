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
} from '@contactsheet/contract'

/** What a call of `generateBatch` asks for: a new batch, or one that the store has already. */
export type Asked = { batch: Batch } | { batchId: string }

/**
 * Reads the arguments of `generateBatch`: `[prompts, models, style, template, font, context, extraPrompt]`, or
 * `[batchId]` alone.
 *
 * @throws Error naming every argument at fault
 */
export function askedOf(args: unknown[], catalog: Catalog, limits: RequestLimits): Asked {
  const [batchId] = args
  if (args.length === 1 && typeof batchId === 'string') {
    if (!BATCH_ID_PATTERN.test(batchId))
      throw new Error(`generateBatch: ${JSON.stringify(batchId.slice(0, 100))} is no batch id.`)
    return { batchId }
  }
  return { batch: newBatchOf('generateBatch', args, catalog, limits, line => line) }
}

/**
 * Reads the arguments of `generateThumbnails`, those of `generateBatch` with one title in place of the prompts:
 * `[title, models, style, template, font, context, extraPrompt]`.
 *
 * @throws Error naming every argument at fault
 */
export function askedOfTitle(args: unknown[], catalog: Catalog, limits: RequestLimits): Asked {
  const [title, ...rest] = args
  const prompts = args.length === 0 ? [] : [[title], ...rest]
  // The schema speaks of prompts, of which this task has one under another name.
  const named = (line: string) => line.replace(/\bprompts\b(\[0\])?/g, 'title')
  return { batch: newBatchOf('generateThumbnails', prompts, catalog, limits, named) }
}

function newBatchOf(
  task: string,
  args: unknown[],
  catalog: Catalog,
  limits: RequestLimits,
  named: (line: string) => string,
): Batch {
  const refusal = (problems: FieldError[]) => {
    const lines = problems.map(({ field, message }) =>
      named(`${field === '(body)' ? 'arguments' : field}: ${message}`),
    )
    return new Error(`${task} was called with what it cannot run:\n${lines.join('\n')}`)
  }
  const request = batchRequestSchema(catalog, limits).safeParse(args)
  if (!request.success) throw refusal(fieldErrors(request.error))
  const batch = newBatch(request.data, catalog, new Date())
  const problem = costProblem(batch, limits.maxCostUsd)
  if (problem !== undefined) throw refusal([problem])
  return batch
}
