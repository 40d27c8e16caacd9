import type { Catalog, Provider } from '@contactsheet/contract'

/** Whether a provider answers for a model id today. */
export type ModelLife = (provider: Provider, id: string) => 'alive' | 'dead' | 'unknown'

export function modelLife(catalog: Catalog): ModelLife {
  return (provider, id) => {
    if (catalog.get(id)?.provider !== provider) return 'unknown'
    return catalog.living(new Date()).some(model => model.id === id) ? 'alive' : 'dead'
  }
}

/** Whether an id is of none of OpenAI's families: it is of a deployment's own, whose row says what may be asked of it. */
export function isOwn(id: string): boolean {
  return !/^(gpt-image-[12]|chatgpt-image|dall-e)\b/.test(id)
}
