import { Catalog, POSITIONAL_FIELDS } from '@contactsheet/contract'
import { accessOf, keyVariable } from '@contactsheet/providers'
import { UsageError } from '../command.ts'
import { isSimulated, type Settings } from '../settings.ts'

/** Tells of a model, by its id, why it cannot be made; undefined if it can, as far as is known. */
export type Unavailable = (id: string) => string | undefined

/** What the keys of this machine cannot make. With none at all the emulator makes everything. */
export function withoutKey(settings: Settings): Unavailable {
  const catalog = new Catalog(settings.EXTRA_MODELS)
  return id => {
    const provider = catalog.resolve(id, new Date())?.model.provider
    if (provider === undefined || isSimulated(settings) || accessOf(provider, settings) !== undefined)
      return undefined
    return `${keyVariable(provider)} is not set`
  }
}

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
  const leftOut = models.flatMap(id => {
    const reason = unavailable(id)
    return reason === undefined ? [] : [`${id}: ${reason}`]
  })
  if (leftOut.length === 0) return { request, leftOut }
  const rest = models.filter(id => unavailable(id) === undefined)
  if (rest.length === 0)
    throw new UsageError(`None of the models of the batch can be made. ${leftOut.join('; ')}.`)
  return { request: withModels(request, rest), leftOut }
}

const MODELS = POSITIONAL_FIELDS.indexOf('models')

function modelsOf(request: unknown): string[] {
  const models: unknown = Array.isArray(request)
    ? request[MODELS]
    : typeof request === 'object' && request !== null && 'models' in request
      ? request.models
      : undefined
  return Array.isArray(models) && models.every(id => typeof id === 'string') ? models : []
}

function withModels(request: unknown, models: string[]): unknown {
  return Array.isArray(request) ? request.with(MODELS, models) : { ...Object(request), models }
}
