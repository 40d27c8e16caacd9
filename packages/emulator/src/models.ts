import type { Catalog, Provider } from '@contactsheet/contract'

/** Whether a provider answers for a model id today. */
export type ModelLife = (provider: Provider, id: string) => 'alive' | 'dead' | 'unknown'

export function modelLife(catalog: Catalog): ModelLife {
  return (provider, id) => {
    if (catalog.get(id)?.provider !== provider) return 'unknown'
    return catalog.living(new Date()).some(model => model.id === id) ? 'alive' : 'dead'
  }
}
