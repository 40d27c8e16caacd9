import type { Batch } from './batch.ts'
import { nameOfColumn } from './columns.ts'
import type { FieldError } from './problem.ts'

/**
 * Why a batch costs more than it may; undefined if it does not. The estimate is what counts. Where a limit is set, a
 * model without a known price is refused: nobody could say what the batch costs.
 *
 * @param limitUsd of the deployment, beside the batch's own
 * @param callerUsd of whoever asks for it
 */
export function costProblem(
  batch: Batch,
  limitUsd: number | undefined,
  callerUsd?: number | undefined,
): FieldError | undefined {
  const [limit] = [
    { field: 'maxCostUsd', name: 'maxCostUsd', usd: batch.maxCostUsd ?? Number.POSITIVE_INFINITY },
    { field: 'models', name: 'MAX_COST_USD', usd: limitUsd ?? Number.POSITIVE_INFINITY },
    { field: 'models', name: 'TOKEN_RIGHTS', usd: callerUsd ?? Number.POSITIVE_INFINITY },
  ].sort((a, b) => a.usd - b.usd)
  if (limit === undefined || limit.usd === Number.POSITIVE_INFINITY) return undefined
  const allowed = `at most $${limit.usd} is allowed (${limit.name})`
  const unpriced = batch.models.filter(model => model.price === undefined).map(nameOfColumn)
  if (unpriced.length > 0)
    return {
      field: 'models',
      message: `No price is known for ${unpriced.join(', ')}, and ${allowed}. Choose models that GET /models shows a price of, or have one added (EXTRA_MODELS)`,
    }
  if (batch.estimateUsd <= limit.usd) return undefined
  return { field: limit.field, message: `The batch is estimated at $${batch.estimateUsd}; ${allowed}` }
}
