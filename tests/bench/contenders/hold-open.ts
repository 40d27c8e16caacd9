import { setTimeout as sleep } from 'node:timers/promises'
import { visit } from '../measure/visitor.ts'
import { type Order, orderOf } from '../order.ts'
import type { Sample } from '../sample.ts'
import type { SystemUnderTest } from './under-test.ts'

/** How long calls are timed, in milliseconds. */
const OPEN_MS = 20_000

/** Opens many batches, and times calls while they stay open. No leaf settles: the provider takes longer than this. */
export async function holdOpen({ api, look }: SystemUnderTest, order: Order, open: number): Promise<Sample> {
  const used = await look()
  const posts: number[] = []
  let last = ''
  for (let number = 1; number <= open; number++) {
    const leaves = order.titles.length * order.models.length
    const start = performance.now()
    last = (await api.post(orderOf(`open batch ${number}`, leaves, order.models))).id
    posts.push(performance.now() - start)
  }
  const visitors = [visit(20, () => api.look(last)), visit(2, () => api.list())] as const
  await sleep(OPEN_MS)
  await Promise.all(visitors.map(visitor => visitor.leave()))
  const refused = visitors[0].refused + visitors[1].refused
  return { leaves: 0, posts, gets: visitors[0].times, lists: visitors[1].times, refused, ...(await used()) }
}
