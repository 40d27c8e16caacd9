import { type Batch, type CallerLimits, costProblem, type FieldError } from '@contactsheet/contract'
import { flaggedFields, type Moderate } from '@contactsheet/providers'
import type { Availability } from '../catalog/availability.ts'
import { FieldsProblem, unavailable } from '../http/problem.ts'

/**
 * Whether a batch that is well-formed may be made. Throws HttpProblem if not.
 *
 * @param models ids as they were asked for, by the fields of the request
 * @param caller whoever asks for it, where tokens tell
 */
export type Admit = (
  batch: Batch,
  models: Record<'models' | 'fallback', readonly string[]>,
  caller: CallerLimits | undefined,
) => Promise<void>

/**
 * @param availability knows what nobody can make
 * @param maxCostUsd most any batch may be estimated at, in USD
 * @param moderate judges what goes to the models; if it does not answer, nothing is accepted
 */
export function admission(
  availability: Pick<Availability, 'problems'>,
  maxCostUsd: number | undefined,
  moderate: Moderate | undefined,
): Admit {
  return async (batch, models, caller) => {
    const [unmade, ...others] = [
      ...(await availability.problems('models', models.models)),
      ...(await availability.problems('fallback', models.fallback)),
    ]
    if (unmade !== undefined) throw refused(422, [unmade, ...others])
    const cost = costProblem(batch, maxCostUsd, caller)
    if (cost !== undefined) throw refused(422, [cost])
    if (moderate === undefined) return
    const [first, ...rest] = await flaggedFields(batch, moderate).catch((error: unknown) => {
      throw unavailable(
        'The prompts could not be checked by moderation (MODERATION), and are not accepted unchecked.',
        error,
      )
    })
    if (first !== undefined) throw refused(400, [first, ...rest])
  }
}

/** A batch that is well-formed and may not be made. */
export function refused(status: number, errors: [FieldError, ...FieldError[]]): FieldsProblem {
  return new FieldsProblem(status, 'The batch is not accepted', errors)
}
