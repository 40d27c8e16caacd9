import { type ColumnRequest, POSITIONAL_FIELDS, partsOf } from '@contactsheet/contract'
import { UsageError } from '@contactsheet/stack/shell'

/** Tells of a model, by its id, why it cannot be made; undefined if it can, as far as is known. */
export type Unavailable = (id: string) => string | undefined

/** A request without the models that cannot be made, and what to say of each. */
export interface Remaining {
  request: unknown
  leftOut: string[]
}

/**
 * Leaves out of a request what cannot be made, so that the rest can be. A request that is not in order is left as it is: the
 * API says what is wrong with it.
 *
 * @throws UsageError if nothing would be left
 */
export function leaveOut(request: unknown, unavailable: Unavailable): Remaining {
  const models = modelsOf(request)
  const reasons = new Map(models.map(item => [partsOf(item).id, unavailable(partsOf(item).id)]))
  const leftOut = [...reasons].flatMap(([id, reason]) => (reason === undefined ? [] : [`${id}: ${reason}`]))
  if (leftOut.length === 0) return { request, leftOut }
  const rest = models.filter(item => reasons.get(partsOf(item).id) === undefined)
  if (rest.length === 0)
    throw new UsageError(`None of the models of the batch can be made. ${leftOut.join('; ')}.`)
  return { request: withModels(request, rest), leftOut }
}

const MODELS = POSITIONAL_FIELDS.indexOf('models')

function modelsOf(request: unknown): ColumnRequest[] {
  const models: unknown = Array.isArray(request)
    ? request[MODELS]
    : typeof request === 'object' && request !== null && 'models' in request
      ? request.models
      : undefined
  return Array.isArray(models) && models.every(isColumnRequest) ? models : []
}

function isColumnRequest(item: unknown): item is ColumnRequest {
  if (typeof item !== 'object') return typeof item === 'string'
  return item !== null && 'id' in item && typeof item.id === 'string'
}

function withModels(request: unknown, models: ColumnRequest[]): unknown {
  return Array.isArray(request) ? request.with(MODELS, models) : { ...Object(request), models }
}
