import { leafById } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'
import { firstLeaf } from './batches.testing.ts'
import { BatchStore, Claims, Traces } from './index.ts'
import { openDiskStore, type TestStore } from './stores.testing.ts'

const MAX_AGE_MS = 1_000
const PICTURE = { bytes: Buffer.from('a picture'), contentType: 'image/png', simulated: false } as const

describe('the traces that leaves leave', () => {
  const batch = makeBatch(501)
  const leaf = firstLeaf(batch)
  let opened: TestStore
  let store: BatchStore
  let traces: Traces

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    opened = await openDiskStore()
    store = new BatchStore(opened.objects)
    traces = new Traces(opened.objects, MAX_AGE_MS)
  })
  afterEach(async () => {
    vi.useRealTimers()
    vi.restoreAllMocks()
    await opened.remove()
  })

  const listed = () => vi.spyOn(opened.objects, 'list')

  it('are looked for once for all leaves of a hundred prompts that start within the time', async () => {
    const list = listed()
    expect(await Promise.all(['0000-00', '0099-01'].map(id => traces.hasNone(batch.id, id)))).toEqual([
      true,
      true,
    ])
    vi.advanceTimersByTime(MAX_AGE_MS - 1)
    expect(await traces.hasNone(batch.id, '0050-00')).toBe(true)
    expect(list).toHaveBeenCalledTimes(3)
    await traces.hasNone(batch.id, '0100-00')
    await traces.hasNone(makeBatch(1).id, '0000-00')
    expect(list).toHaveBeenCalledTimes(9)
  })

  it('are looked for anew when the time is over, counted from when the look began', async () => {
    let answer = () => {}
    const held = new Promise<void>(resolve => {
      answer = resolve
    })
    const list = listed().mockImplementationOnce(async function* () {
      await held
      yield* []
    })
    const first = traces.hasNone(batch.id, leaf.id)
    vi.advanceTimersByTime(MAX_AGE_MS)
    await store.keepOriginal(batch, leaf, PICTURE)
    expect(await traces.hasNone(batch.id, leaf.id)).toBe(false)
    expect(list).toHaveBeenCalledTimes(1 + 3)
    answer()
    await first
  })

  it.each([
    [
      'a claim',
      () =>
        new Claims(opened.objects).write(
          { batchId: batch.id, leafId: leaf.id },
          { owner: crypto.randomUUID(), until: 0 },
        ),
    ],
    ['an original', () => store.keepOriginal(batch, leaf, PICTURE)],
    ['a record', () => store.writeRecord(makeRecord(batch, leaf, { state: 'failed' }))],
  ])('are of the leaf that left %s, and of no other', async (_, leave) => {
    await leave()
    expect(await traces.hasNone(batch.id, leaf.id)).toBe(false)
    expect(await traces.hasNone(batch.id, '0000-01')).toBe(true)
  })

  it('are of one variation alone', async () => {
    const several = makeBatch(1, { version: 2, variations: 2 })
    await store.keepOriginal(several, leafById(several, '0000-01b'), PICTURE)
    const ids = ['0000-01a', '0000-01b']
    expect(await Promise.all(ids.map(id => traces.hasNone(several.id, id)))).toEqual([true, false])
  })

  it('are not missed of a leaf that ends while they are looked for', async () => {
    const claims = new Claims(opened.objects)
    const of = { batchId: batch.id, leafId: leaf.id }
    await claims.write(of, { owner: crypto.randomUUID(), until: 0 })
    const list = opened.objects.list.bind(opened.objects)
    // Whatever is listed first, the leaf ends just before it is.
    vi.spyOn(opened.objects, 'list').mockImplementationOnce(async function* (...args) {
      await store.keepOriginal(batch, leaf, PICTURE)
      await claims.delete(of)
      yield* list(...args)
    })
    expect(await traces.hasNone(batch.id, leaf.id)).toBe(false)
  })

  it('are not looked for on a disk when a batch may have filled its folders', async () => {
    const list = listed()
    const last = await Promise.all(['0499-00', '0500-00'].map(id => traces.hasNone(batch.id, id)))
    expect([last, list.mock.calls.length]).toEqual([[true, false], 3])
  })

  it('may be there if the store cannot tell', async () => {
    listed().mockImplementationOnce(async function* () {
      yield* []
      throw new Error('down')
    })
    expect(await traces.hasNone(batch.id, leaf.id)).toBe(false)
  })
})
