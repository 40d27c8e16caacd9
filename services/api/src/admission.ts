import { type Batch, costProblem, type FieldError } from '@contactsheet/contract'
import { HttpProblem } from './problem.ts'

/** Whether a batch that is well-formed may be made. Throws HttpProblem if not. */
export type Admit = (batch: Batch) => Promise<void>

/** @param maxCostUsd most any batch may be estimated at, in USD */
export function admission(maxCostUsd: number | undefined): Admit {
  return async batch => {
    const cost = costProblem(batch, maxCostUsd)
    if (cost !== undefined) throw refused(422, [cost])
  }
}

function refused(status: number, errors: [FieldError]): HttpProblem {
  const [{ message }] = errors
  return new HttpProblem(status, `The batch is not accepted: ${message}.`, { errors })
}
