import { setTimeout as sleep } from 'node:timers/promises'
import { visit } from '../measure/visitor.ts'
import { type Order, orderOf } from '../order.ts'
import type { Sample } from '../sample.ts'
import { isSettled } from './api.ts'
import { callsOf } from './provider-calls.ts'
import type { SystemUnderTest } from './under-test.ts'

/** How often somebody looks at the batch that is made, a second. */
const LOOKS = 20
/** How long the batch in front runs by itself before the one that is measured comes, in milliseconds. */
const HEAD_START_MS = 2_000

/** One round: a batch, from its POST until it has settled. */
export async function makeBatch(under: SystemUnderTest, order: Order): Promise<Sample> {
  const { api, stage, shelf } = under
  const leaves = order.titles.length * order.models.length
  await stage.emulator.forgetCalls()
  const front = await putInFront(under, order)
  const used = await under.look()

  const startedAt = Date.now()
  const start = performance.now()
  const { id } = await api.post(order)
  const posted = performance.now() - start
  const { shownAt, gets, guests, refused } = await visited(under, order, id)
  const usage = await used()
  const calls = await callsOf(under, order, startedAt)
  const view = await api.get(id)
  const steps = await api.steps(id)
  for (const id of front) if (!isSettled(await api.look(id))) await api.cancel(id)
  for (const id of front) await api.untilSettled(id)
  await shelf.clear()
  return {
    leaves,
    wallMs: Date.parse(view.settledAt ?? '') - startedAt,
    shownMs: shownAt - start,
    ...calls,
    lost: leaves - view.counts.succeeded,
    posts: [posted, ...guests],
    gets,
    refused,
    steps,
    // What all processes did meanwhile was mostly for the batch in front, if there is one.
    ...(front.length === 0 ? usage : { cpuMs: {}, memory: usage.memory }),
  }
}

/** Waits for a batch as its users do: looks at it all the time, while others post batches of one leaf if the workload has it. */
async function visited({ api, workload, failed }: SystemUnderTest, { models }: Order, id: string) {
  const shown = { at: Number.NaN }
  const onlooker = visit(
    workload.looks ?? LOOKS,
    () => api.look(id),
    look => {
      if (isSettled(look) && Number.isNaN(shown.at)) shown.at = performance.now()
    },
  )
  const posted: string[] = []
  const guests = workload.guests
    ? visit(
        1,
        () => api.post(orderOf('a guest', 1, models.slice(0, 1))),
        batch => posted.push(batch.id),
      )
    : undefined
  try {
    while (Number.isNaN(shown.at)) await Promise.race([sleep(20), failed])
  } finally {
    await Promise.all([onlooker.leave(), guests?.leave()])
  }
  for (const guest of posted) await api.untilSettled(guest)
  const refused = onlooker.refused + (guests?.refused ?? 0)
  return { shownAt: shown.at, gets: onlooker.times, guests: guests?.times ?? [], refused }
}

/** Starts the batches that the one to be measured comes behind, if the workload has any. Returns their ids. */
async function putInFront({ api, other, workload }: SystemUnderTest, { models }: Order): Promise<string[]> {
  const { behind } = workload
  if (behind === undefined) return []
  const ids: string[] = []
  for (let number = 1; number <= (behind.batches ?? 1); number++) {
    const order = orderOf(`batch ${number} in front`, behind.leaves, models)
    ids.push((await (behind.ofOther ? other : api).post(order)).id)
  }
  await sleep(HEAD_START_MS)
  return ids
}
