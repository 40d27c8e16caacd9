import { type Batch, leafOf } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { openApi, type TestApi } from '../api.testing.ts'
import { BatchReader } from '../batches/batch-reader.ts'
import { CODES } from '../batches/leaf-states.ts'
import { Feed } from './feed.ts'
import { idOf, toldBy } from './told.ts'
import { Watcher } from './watcher.ts'

let api: TestApi
let reader: BatchReader
let feed: Feed
let batch: Batch
beforeEach(async () => {
  api = await openApi()
  reader = new BatchReader(api.store, api.orchestrator, api.deps.log)
  batch = makeBatch(3)
  await api.store.accept(batch)
  feed = new Feed(reader, key => key, await reader.get(batch.id))
})
afterEach(async () => {
  feed.end()
  reader.close()
  await api.close()
})

async function settled(prompt: number) {
  await api.store.writeRecord(makeRecord(batch, leafOf(batch, prompt, 0)))
  await vi.waitFor(() => expect(feed.now[2 * prompt]).toBe(CODES.succeeded), 5_000)
}

describe('a watcher that is slow', () => {
  it('hears of each leaf once, and of how things stand only as they stand when it listens', async () => {
    const pieces = new Watcher(feed, toldBy(undefined, 6)).pieces()
    await pieces.next()
    for (const prompt of [0, 1, 2]) await settled(prompt)
    const leaves = (await pieces.next()).value?.toString() ?? ''
    expect(leaves.match(/event: leaf/g)).toHaveLength(3)
    const progress = (await pieces.next()).value?.toString() ?? ''
    expect(progress).toMatch(/"succeeded":3/)
    expect(progress).toContain(`id: ${feed.id}\n`)
    await pieces.return(undefined)
  })

  it('has an id of what it has heard, not of what there is', async () => {
    const names = Array.from({ length: 3 }, () => 'x'.repeat(70_000))
    const long = makeBatch(3, { prompts: names })
    await api.store.accept(long)
    for (const prompt of [0, 1]) await api.store.writeRecord(makeRecord(long, leafOf(long, prompt, 0)))
    const longFeed = new Feed(reader, key => key, await reader.get(long.id))
    await vi.waitFor(() => expect(longFeed.now[2]).toBe(1))
    const pieces = new Watcher(longFeed, toldBy(undefined, 6)).pieces()
    for (const _ of ['progress', 'the first leaf', 'the third leaf']) await pieces.next()
    // Settles while the connection still has to take the last piece, at a place that has been passed.
    await api.store.writeRecord(makeRecord(long, leafOf(long, 0, 1)))
    await vi.waitFor(() => expect(longFeed.now[1]).toBe(1), 5_000)
    const progress = (await pieces.next()).value?.toString() ?? ''
    const id = /^id: (.*)$/m.exec(progress)?.[1]
    expect([...toldBy(id, 6)]).toEqual([1, 0, 1, 0, 0, 0])
    await pieces.return(undefined)
    longFeed.end()
  })
})

describe('the id of an event', () => {
  it('says what was told', () => {
    const told = Uint8Array.from([0, CODES.succeeded, CODES.failed, CODES.canceled, 0])
    expect(toldBy(idOf(told), 5)).toEqual(told)
  })

  it('says nothing of a batch of another size', () => {
    expect(toldBy(idOf(new Uint8Array(6).fill(1)), 5)).toEqual(new Uint8Array(5))
    expect(toldBy(idOf(new Uint8Array(4).fill(1)), 5)).toEqual(new Uint8Array(5))
  })

  it('fits a header however 10,000 leaves have settled, and is short when they did in their order', () => {
    let seed = 1
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    const any = Uint8Array.from({ length: 10_000 }, () => Math.floor(random() * 4))
    expect(toldBy(idOf(any), 10_000)).toEqual(any)
    const usual = Uint8Array.from({ length: 10_000 }, (_, position) =>
      position < 5_000 || (position < 5_150 && random() < 0.5) ? 1 : 0,
    )
    expect(idOf(usual)?.length).toBeLessThan(200)
  })

  it('is left out where it would be too long', () => {
    const any = Uint8Array.from({ length: 1_000_000 }, (_, position) => (position * position) % 3)
    let seed = 1
    const noise = any.map(() => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % 4
    })
    expect(idOf(noise)).toBeUndefined()
  })
})
