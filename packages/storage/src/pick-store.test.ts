import { leafById } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'
import { BatchStore } from './batch-store.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

describe.each(STORE_KINDS)('what somebody said of leaves, in a store on $kind', ({ open }) => {
  let test: TestStore
  let store: BatchStore
  beforeEach(async () => {
    test = await open()
    store = new BatchStore(test.objects)
  })
  afterEach(() => test.remove())

  const { id } = makeBatch(3)
  const picks = async () => Object.fromEntries(await store.picks.of(id))

  it('is nothing at first', async () => {
    expect(await picks()).toEqual({})
  })

  it('is the last thing that was said of each', async () => {
    await store.picks.set(id, '0000-00', 'picked')
    await store.picks.set(id, '0001-00', 'rejected')
    await store.picks.set(id, '0002-01a', 'picked')
    expect(await picks()).toEqual({ '0000-00': 'picked', '0001-00': 'rejected', '0002-01a': 'picked' })
    await store.picks.set(id, '0000-00', 'rejected')
    await store.picks.set(id, '0001-00', 'picked')
    await store.picks.set(id, '0002-01a', undefined)
    expect(await picks()).toEqual({ '0000-00': 'rejected', '0001-00': 'picked' })
  })

  it.each([
    ['picked', 'rejected'],
    ['rejected', 'picked'],
  ] as const)(
    'is as it was, or as it was to be, where %s was to become %s and was cut off',
    async (before, after) => {
      await store.picks.set(id, '0000-00', before)
      const cut = vi.spyOn(test.objects, 'delete').mockRejectedValueOnce(new Error('the process is gone'))
      await expect(store.picks.set(id, '0000-00', after)).rejects.toThrow('gone')
      cut.mockRestore()
      expect(await picks()).toEqual({ '0000-00': 'picked' })
      await store.picks.set(id, '0000-00', after)
      expect(await picks()).toEqual({ '0000-00': after })
    },
  )

  it('goes with the batch', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    for (const leafId of ['0000-00', '0000-01'])
      await store.writeRecord(makeRecord(batch, leafById(batch, leafId)))
    await store.picks.set(batch.id, '0000-00', 'picked')
    await store.open.delete(batch.id)
    await test.objects.put(`batches/${batch.id}/result.json`, Buffer.from('{}'), {
      contentType: 'application/json',
    })
    expect(await store.remove(batch.id)).toBe(true)
    expect(await Array.fromAsync(test.objects.list(`batches/${batch.id}/`))).toEqual([])
  })
})
