import {
  type Batch,
  type CallerLimits,
  costProblem,
  type FieldError,
  leafCount,
  MOST_PROMPTS,
  modelsOf,
} from '@contactsheet/contract'
import { flaggedFields, type Moderate } from '@contactsheet/providers'
import type { Availability } from '../catalog/availability.ts'
import { FieldsProblem, unavailable } from '../http/problem.ts'

/**
 * Whether prompts may be added to a batch. Throws HttpProblem if not.
 *
 * @param next the batch with them
 * @param addition they alone
 * @param caller whoever asks for it, where tokens tell
 */
export type AdmitAddition = (next: Batch, addition: Batch, caller: CallerLimits | undefined) => Promise<void>

interface Allowed {
  /** Images that one batch can have. */
  maxImages: number
  /** Most any batch may be estimated at, in USD. */
  maxCostUsd?: number | undefined
}

/** The same as for a new batch, see `admission`: of the whole where it is about size and cost, else of what is new. */
export function additionAdmission(
  availability: Pick<Availability, 'reasons'>,
  { maxImages, maxCostUsd }: Allowed,
  moderate: Moderate | undefined,
): AdmitAddition {
  return async (next, addition, caller) => {
    const images = leafCount(next)
    const large =
      next.prompts.length > MOST_PROMPTS
        ? `The batch would have ${next.prompts.length} prompts; at most ${MOST_PROMPTS} are allowed in one`
        : images > maxImages
          ? `The batch would have ${images} images; at most ${maxImages} are allowed in one (MAX_IMAGES)`
          : undefined
    if (large !== undefined) throw notAdded(400, [{ field: 'prompts', message: large }])
    const reasonOf = await availability.reasons()
    for (const model of modelsOf(addition)) {
      const reason = reasonOf(model)
      if (reason !== undefined) throw notAdded(422, [{ field: 'prompts', message: `${model.id}: ${reason}` }])
    }
    const cost = costProblem(next, maxCostUsd, caller)
    if (cost !== undefined) throw notAdded(422, [{ field: 'prompts', message: cost.message }])
    if (moderate === undefined) return
    const flagged = await flaggedFields(addition, moderate).catch((error: unknown) => {
      throw unavailable(
        'The prompts could not be checked by moderation (MODERATION), and are not accepted unchecked.',
        error,
      )
    })
    if (flagged.length > 0) throw notAdded(400, flagged)
  }
}

/** Prompts that are well-formed and may not be added. */
export function notAdded(status: number, errors: readonly FieldError[]): FieldsProblem {
  return new FieldsProblem(status, 'The prompts are not added', errors)
}
