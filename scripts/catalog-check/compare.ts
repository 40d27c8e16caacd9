import type { Model } from '@contactsheet/contract'

/** Days of shutdown, where one is announced, by the ids of the models that a provider lists. */
export type Listed = ReadonlyMap<string, string | undefined>

/** What of the catalog does not agree with a provider's list, and what the list has beyond it, as sentences. */
export interface Differences {
  faults: string[]
  news: string[]
}

/** Ids of models that make pictures. */
const OF_PICTURES = /image|banana|dall-e/

/**
 * Compares a provider's models.
 *
 * @param models of the catalog, of this provider
 * @param title of the provider
 */
export function differences(
  models: readonly Model[],
  listed: Listed,
  title: string,
  today: Date,
): Differences {
  const day = today.toISOString().slice(0, 10)
  const faults = models.flatMap(({ id, shutdown }) => {
    const isDead = shutdown !== undefined && shutdown <= day
    if (!listed.has(id))
      return isDead ? [] : [`${id}: ${title} does not list it. Correct its id, or give it its shutdown.`]
    const announced = listed.get(id)
    if (announced !== undefined && announced !== shutdown)
      return [`${id}: ${title} shuts it down on ${announced}; the catalog says ${shutdown ?? 'nothing'}.`]
    return isDead ? [`${id}: ${title} lists it; the catalog had it shut down on ${shutdown}.`] : []
  })
  const known = new Set(models.map(({ id }) => id))
  const news = [...listed.keys()]
    .filter(id => OF_PICTURES.test(id) && !known.has(id))
    .map(id => `${id}: ${title} lists it; the catalog does not know it.`)
  return { faults, news }
}
