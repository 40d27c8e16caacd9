import { setTimeout as sleep } from 'node:timers/promises'
import type { Picks } from '@contactsheet/contract'
import { afterEach, expect, it, vi } from 'vitest'
import { KnownPicks } from './known-picks.ts'

const before: Picks = new Map([['0000-00', 'picked']])
const after: Picks = new Map([['0000-00', 'rejected']])

afterEach(() => vi.restoreAllMocks())

/** Lets time go by on the clock of the cache, which looks at it once a millisecond. */
async function pass(ms: number) {
  const now = performance.now() + ms
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  await sleep(5)
}

/** Picks that somebody changes elsewhere once they have been read. */
async function readOnce() {
  const read = vi.fn(async () => after).mockResolvedValueOnce(before)
  const picks = new KnownPicks({ of: read })
  await picks.of('a batch')
  return { picks, read }
}

it('are read once a second, however many ask', async () => {
  const { picks, read } = await readOnce()
  await pass(900)
  await Promise.all([picks.of('a batch'), picks.of('a batch')])
  expect(read).toHaveBeenCalledOnce()
})

it('are shown as they were a moment ago while they are read anew', async () => {
  const { picks } = await readOnce()
  await pass(1_500)
  expect(await picks.of('a batch')).toBe(before)
  expect(await picks.of('a batch')).toBe(after)
})

it('are waited for where nobody has asked for a while', async () => {
  const { picks } = await readOnce()
  await pass(2_500)
  expect(await picks.of('a batch')).toBe(after)
})

it('are waited for once they were changed here', async () => {
  const { picks } = await readOnce()
  picks.forget('a batch')
  expect(await picks.of('a batch')).toBe(after)
})
