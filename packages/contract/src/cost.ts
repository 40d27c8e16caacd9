import type { Batch } from './batch.ts'
import { nameOfColumn } from './columns.ts'
import { mostUsd } from './estimate.ts'
import { modelsOf } from './leaf.ts'
import type { FieldError } from './problem.ts'

/** What whoever asks for a batch may spend, in USD; undefined: as much as any. */
export interface CallerLimits {
  /** On one batch. */
  maxCostUsd?: number | undefined
  /** On all of a day, and of a month: how much of it is left is not looked at here. */
  dayUsd?: number | undefined
  monthUsd?: number | undefined
}

/**
 * Why a batch costs more than it may; undefined if it does not. The estimate is what counts. Where a limit is set, a
 * model without a known price is refused: nobody could say what the batch costs.
 *
 * @param limitUsd of the deployment, beside the batch's own
 */
export function costProblem(
  batch: Batch,
  limitUsd: number | undefined,
  caller: CallerLimits = {},
): FieldError | undefined {
  const [limit] = [
    { field: 'maxCostUsd', name: 'maxCostUsd', usd: batch.maxCostUsd ?? Number.POSITIVE_INFINITY },
    { field: 'models', name: 'MAX_COST_USD', usd: limitUsd ?? Number.POSITIVE_INFINITY },
    { field: 'models', name: 'TOKEN_RIGHTS', usd: caller.maxCostUsd ?? Number.POSITIVE_INFINITY },
  ].sort((a, b) => a.usd - b.usd)
  if (limit === undefined) return undefined
  const budget = caller.dayUsd ?? caller.monthUsd
  const hasLimit = limit.usd !== Number.POSITIVE_INFINITY
  if (!hasLimit && budget === undefined) return undefined
  const allowed = hasLimit
    ? `at most $${limit.usd} is allowed (${limit.name})`
    : `the token has a budget of $${budget} (TOKEN_RIGHTS)`
  const unpriced = modelsOf(batch)
    .filter(model => model.price === undefined)
    .map(nameOfColumn)
  if (unpriced.length > 0)
    return {
      field: 'models',
      message: `No price is known for ${unpriced.join(', ')}, and ${allowed}. Choose models that GET /models shows a price of, or have one added (EXTRA_MODELS)`,
    }
  const usd = mostUsd(batch)
  if (usd <= limit.usd) return undefined
  const told =
    usd > batch.estimateUsd
      ? `up to $${usd}${batch.deadline === undefined ? ' with its fallback' : ', with what its deadline has made at once'}`
      : `$${usd}`
  return { field: limit.field, message: `The batch is estimated at ${told}; ${allowed}` }
}
