import { type Batch, leafOf } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function accept(count: number): Promise<Batch[]> {
  const batches = Array.from({ length: count }, () => makeBatch(1))
  for (const batch of batches) {
    await api.store.accept(batch)
    await api.store.writeRecord(makeRecord(batch, leafOf(batch, 0, 0)))
  }
  return batches
}

const list = async () => (await api.app.inject({ url: '/batches' })).json().batches

describe('a list of batches that many ask for', () => {
  it('reads once in a while which are open, and how each stands, and no record', async () => {
    await accept(5)
    const marks = vi.spyOn(api.store, 'openBatches')
    const leaves = vi.spyOn(api.store, 'settledLeaves')
    const records = vi.spyOn(api.store, 'record')
    const pages = await Promise.all(Array.from({ length: 10 }, list))
    for (const page of pages) expect(page).toHaveLength(5)
    expect([marks, leaves, records].map(spy => spy.mock.calls.length)).toEqual([1, 5, 0])
  })

  it('shows a batch that was accepted, or has settled, since it was read which are open', async () => {
    const [first] = await accept(1)
    await list()
    await accept(1)
    if (first !== undefined) await settle(api.store, first)
    await vi.waitFor(async () => {
      const states = (await list()).map(({ state }: { state: string }) => state)
      expect(states.toSorted()).toEqual(['running', 'succeeded'])
    }, 5_000)
  })

  it('looks again after a failure', async () => {
    await accept(1)
    vi.spyOn(api.store, 'openBatches').mockImplementationOnce(() => {
      throw new Error('the store is away')
    })
    expect((await api.app.inject({ url: '/batches' })).statusCode).toBe(500)
    expect(await list()).toHaveLength(1)
  })
})

it('a page of images looks at no more batches than it shows', async () => {
  const image = {
    key: 'batches/zybqyrez2z-kx13qn/images/0000-00-a-fox--m.jpg',
    bytes: 1,
    width: 1,
    height: 1,
  }
  for (const batch of await accept(30)) await settle(api.store, batch, () => ({ image }))
  const looks = vi.spyOn(api.store, 'resultVersion')
  const { images } = (await api.app.inject({ url: '/images?limit=10' })).json()
  expect(images).toHaveLength(10)
  // One more image than it shows tells it that there are others.
  expect(looks).toHaveBeenCalledTimes(6)
})
