import {
  type Batch,
  type CallerLimits,
  type Catalog,
  costProblem,
  type Leaf,
  leafReferenceFault,
} from '@contactsheet/contract'
import { flaggedFields, type Moderate } from '@contactsheet/providers'
import type { Availability } from '../catalog/availability.ts'
import { HttpProblem, unavailable } from '../http/problem.ts'

/**
 * Whether a leaf may be made again. Throws HttpProblem if not.
 *
 * @param next its batch, with the version in which it is
 * @param prompt if another one is given
 * @param caller whoever asks for it, where tokens tell
 */
export type AdmitRerun = (
  next: Batch,
  leaf: Leaf,
  prompt: string | undefined,
  caller: CallerLimits | undefined,
) => Promise<void>

/** The same as for a new batch, see `admission`, of one leaf. */
export function rerunAdmission(
  catalog: Catalog,
  availability: Pick<Availability, 'reasons'>,
  maxCostUsd: number | undefined,
  moderate: Moderate | undefined,
): AdmitRerun {
  return async (next, leaf, prompt, caller) => {
    const reason = (await availability.reasons())(leaf.model)
    if (reason !== undefined) throw refused(422, 'model', `${leaf.model.id}: ${reason}`)
    const unfit = leafReferenceFault(next, leaf, catalog, new Date())
    if (unfit !== undefined) throw refused(400, 'model', unfit)
    const cost = costProblem(next, maxCostUsd, caller)
    if (cost !== undefined) throw refused(422, 'model', cost.message)
    if (moderate === undefined || prompt === undefined) return
    const texts = { prompts: [prompt], context: '', extraPrompt: '' }
    const [flagged] = await flaggedFields(texts, moderate).catch((error: unknown) => {
      throw unavailable(
        'The prompt could not be checked by moderation (MODERATION), and is not accepted unchecked.',
        error,
      )
    })
    if (flagged !== undefined) throw refused(400, 'prompt', flagged.message)
  }
}

function refused(status: number, field: string, message: string): HttpProblem {
  const errors = [{ field, message }]
  return new HttpProblem(status, `The leaf is not made again, for its ${field}: ${message}.`, { errors })
}
