import { Catalog } from '@contactsheet/contract'
import { accessOf, keyVariable } from '@contactsheet/providers'
import { isSimulated, type Settings } from '@contactsheet/stack'
import type { Unavailable } from '../request/left-out.ts'

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
