import type { Model } from '@contactsheet/contract'

/** The pictures of one round. Every contender gets the same ones, so that the emulator draws the same latencies. */
export interface Order {
  /** Part of every title in it, and of no other. */
  mark: string
  titles: string[]
  models: readonly Model[]
}

/** How they look: said, so that programs without our API ask for the same. */
export const LOOK = { style: 'photorealistic', template: 'bottom-bar', font: 'inter' } as const

export function orderOf(name: string, leaves: number, models: readonly Model[]): Order {
  const mark = `of ${name}:`
  if (leaves % models.length !== 0)
    throw new RangeError(`${leaves} leaves are no whole rows of ${models.length} columns.`)
  const titles = Array.from(
    { length: leaves / models.length },
    (_, index) => `Lesson ${index + 1} ${mark} wait for nobody`,
  )
  return { mark, titles, models }
}
