import { buffer } from 'node:stream/consumers'
import {
  type Batch,
  leafById,
  leafOf,
  leavesOf,
  newBatchId,
  type Result,
  resultOf,
} from '@contactsheet/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { draftOf } from '../../../tests/support/draft.ts'
import { firstLeaf, recordOf, someBatch } from './batches.testing.ts'
import { BatchStore, batchKey, imageName, openKey, recordKey, resultKey } from './index.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const JSON_TYPE = { contentType: 'application/json' }
const PNG = { bytes: Buffer.from('png bytes'), contentType: 'image/png', simulated: true } as const

describe.each(STORE_KINDS)('batches in a store on $kind', ({ open }) => {
  let opened: TestStore
  let store: BatchStore

  beforeAll(async () => {
    opened = await open()
    store = new BatchStore(opened.objects)
  })
  afterAll(() => opened.remove())

  /** A batch that has been accepted. */
  const accepted = async (changes?: Partial<Batch>) => {
    const batch = someBatch(changes)
    await store.accept(batch)
    return batch
  }

  /** A batch with a record for each of its leaves, the first one failed. */
  const settled = async (): Promise<{ batch: Batch; result: Result }> => {
    const batch = await accepted()
    const records = [...leavesOf(batch)].map((leaf, index) =>
      recordOf(batch, leaf, index === 0 ? 'failed' : 'succeeded'),
    )
    for (const record of records) await store.writeRecord(record)
    const result = resultOf(batch, records)
    await store.settle(draftOf(result))
    return { batch, result }
  }

  it('knows an accepted batch and that it is open', async () => {
    const batch = await accepted()
    expect(await store.batch(batch.id)).toEqual(batch)
    expect(await store.isOpen(batch.id)).toBe(true)
    expect(await Array.fromAsync(store.openBatches())).toContain(batch.id)
    expect(await store.result(batch.id)).toBeUndefined()
  })

  it('knows nothing of a batch that was never accepted', async () => {
    const batch = someBatch({ id: newBatchId() })
    const { id } = batch
    expect(await store.batch(id)).toBeUndefined()
    expect(await store.result(id)).toBeUndefined()
    expect(await store.isOpen(id)).toBe(false)
    expect(await store.records(batch)).toEqual([])
    expect((await store.settledStates(batch)).size).toBe(0)
  })

  it('lists batches newest first, a page at a time, and leaves out what is no batch', async () => {
    const [oldest, middle, newest] = [1_000, 2_000, 3_000].map(time => newBatchId(time))
    for (const id of [middle, oldest, newest]) await accepted({ id: id ?? '' })
    await opened.objects.put('batches/stranger/file', Buffer.from('x'), JSON_TYPE)
    const all = await Array.fromAsync(store.batchIds())
    expect(all.slice(-3)).toEqual([newest, middle, oldest])
    expect(all).not.toContain('stranger')
    expect(await Array.fromAsync(store.batchIds({ after: newest ?? '' }))).toEqual([middle, oldest])
  })

  it('counts settled leaves by one listing, the strongest state of each', async () => {
    const batch = await accepted()
    const [a, b, c] = [...leavesOf(batch)]
    if (!a || !b || !c) throw new Error('the batch is too small')
    for (const [leaf, states] of [
      [a, ['succeeded', 'failed']],
      [b, ['failed', 'canceled']],
      [c, ['canceled']],
    ] as const)
      for (const state of states) await store.writeRecord(recordOf(batch, leaf, state))
    const expected = [
      [a.id, 'succeeded'],
      [b.id, 'failed'],
      [c.id, 'canceled'],
    ]
    expect([...(await store.settledStates(batch.id))]).toEqual(expected)
    expect((await store.records(batch)).map(record => [record.leafId, record.state])).toEqual(expected)
    expect(await store.settledRecord(batch, a)).toEqual(recordOf(batch, a, 'succeeded'))
    expect(await store.record(batch, a.id, 'failed')).toEqual(recordOf(batch, a, 'failed'))
    expect(await store.record(batch, a.id, 'canceled')).toBeUndefined()
    expect(await store.settledRecord(batch, leafById(batch, '0001-01'))).toBeUndefined()
  })

  it('reads the records of many leaves in their order', async () => {
    const batch = await accepted({ prompts: Array.from({ length: 60 }, (_, index) => `Prompt ${index}`) })
    const records = [...leavesOf(batch)].map(leaf => recordOf(batch, leaf, 'succeeded'))
    await Promise.all(records.toReversed().map(record => store.writeRecord(record)))
    expect(await store.records(batch)).toEqual(records)
  })

  it('keeps an original with where it came from, and finds it again', async () => {
    const batch = await accepted()
    const leaf = leafOf(batch, 1, 1)
    expect(await store.original(batch, leaf)).toBeUndefined()
    const kept = await store.keepOriginal(batch, leaf, PNG)
    expect(kept).toEqual({
      key: `batches/${batch.id}/originals/0001-01.png`,
      contentType: 'image/png',
      bytes: PNG.bytes.length,
    })
    expect(await store.original(batch, leaf)).toEqual({ key: kept.key, ...PNG })
    expect(await store.original(batch, leafOf(batch, 1, 0))).toBeUndefined()
    expect((await opened.objects.stat(kept.key))?.metadata).toEqual({
      batch: batch.id,
      leaf: '0001-01',
      title: 'Ünïcode — 世界',
      model: 'nano-2.1',
      provider: 'google',
      simulated: 'true',
    })
  })

  it('keeps an original whose title is longer than metadata may be', async () => {
    const batch = await accepted({ prompts: ['世界 \ud800'.repeat(2000)] })
    const kept = await store.keepOriginal(batch, firstLeaf(batch), { ...PNG, simulated: false })
    expect((await opened.objects.stat(kept.key))?.metadata.title).toMatch(/^(世界 �){7}/)
    expect((await store.original(batch, firstLeaf(batch)))?.simulated).toBe(false)
  })

  it('stores an image and opens it by its name', async () => {
    const batch = await accepted()
    const leaf = firstLeaf(batch)
    const image = await store.putPicture(batch, leaf, 'image', Buffer.from('jpeg bytes'), { simulated: true })
    expect(image).toEqual({ key: `batches/${batch.id}/images/${imageName(batch, leaf)}`, bytes: 10 })
    const found = await store.openPicture(batch.id, 'images', imageName(batch, leaf))
    if (found === undefined) throw new Error('no image')
    expect(String(await buffer(found.body))).toBe('jpeg bytes')
    expect(found.stat).toMatchObject({ contentType: 'image/jpeg', size: 10 })
    expect(found.stat.metadata).toMatchObject({ title: leaf.title, simulated: 'true' })
    expect(await store.openPicture(batch.id, 'images', imageName(batch, leafOf(batch, 1, 0)))).toBeUndefined()
    expect(await store.openPicture(batch.id, 'images', '../batch.json')).toBeUndefined()
  })

  it('settles a batch, also twice', async () => {
    const { batch, result } = await settled()
    await store.settle(draftOf(result))
    expect(await store.result(batch.id)).toEqual(result)
    expect(await store.isOpen(batch.id)).toBe(false)
    expect(await Array.fromAsync(store.openBatches())).not.toContain(batch.id)
  })

  it('opens a settled batch again for the leaves that failed', async () => {
    const { batch } = await settled()
    expect(await store.reopen(batch.id, 'failed')).toEqual(['0000-00'])
    expect(await store.isOpen(batch.id)).toBe(true)
    expect(await store.result(batch.id)).toBeUndefined()
    expect([...(await store.settledStates(batch.id)).keys()]).toEqual(['0000-01', '0001-00', '0001-01'])
    expect(await store.settledRecord(batch, leafById(batch, '0000-00'))).toBeUndefined()
  })

  it('remembers how long a batch took before it was opened again, as often as it is', async () => {
    const { batch, result } = await settled()
    const { wallClockMs } = result.timings
    await store.reopen(batch.id, 'failed')
    const opened = await store.batch(batch.id)
    expect(opened).toEqual({ ...batch, version: 2, reopened: { at: expect.any(String), wallClockMs } })
    const settledAt = new Date(Date.parse(opened?.reopened?.at ?? '') + 70).toISOString()
    const records = result.records.map(record =>
      record.state === 'failed' ? { ...record, settledAt } : record,
    )
    for (const record of records) await store.writeRecord(record)
    await store.settle(draftOf(resultOf(opened ?? batch, records)))
    await store.reopen(batch.id, 'failed')
    expect((await store.batch(batch.id))?.reopened).toMatchObject({ wallClockMs: wallClockMs + 70 })
  })

  it('has a batch paused until it is resumed, and open all the while', async () => {
    const { id } = await accepted()
    expect(await store.isPaused(id)).toBe(false)
    await store.pause(id)
    await store.pause(id)
    expect([await store.isPaused(id), await store.isOpen(id)]).toEqual([true, true])
    await store.resume(id)
    expect([await store.isPaused(id), await store.isOpen(id)]).toEqual([false, true])
  })

  it('takes no canceled batch for paused, whichever came first', async () => {
    const [one, other] = [await accepted({ id: newBatchId() }), await accepted({ id: newBatchId() })]
    await store.pause(one.id)
    await store.cancel(one.id)
    await store.cancel(other.id)
    await store.pause(other.id)
    for (const { id } of [one, other])
      expect([await store.isPaused(id), await store.isCanceled(id)]).toEqual([false, true])
  })

  it('has no batch paused that was settled, or opened again', async () => {
    const batch = await accepted({ id: newBatchId() })
    const records = [...leavesOf(batch)].map(leaf => recordOf(batch, leaf, 'failed'))
    for (const record of records) await store.writeRecord(record)
    await store.pause(batch.id)
    await store.settle(draftOf(resultOf(batch, records)))
    expect(await store.isPaused(batch.id)).toBe(false)
    // Somebody paused it as it settled.
    await store.pause(batch.id)
    await store.reopen(batch.id, 'failed')
    expect([await store.isOpen(batch.id), await store.isPaused(batch.id)]).toEqual([true, false])
  })

  it('names the document that it cannot read and says why', async () => {
    const batch = someBatch()
    const { id } = batch
    const key = batchKey(id)
    for (const [content, message] of [
      ['garbage', `${key} is damaged`],
      ['{"version":1}', `${key} is damaged`],
      ['null', `${key} is damaged`],
      [
        '{"version":3,"more":true}',
        `${key} has document version 3 and cannot be read by this release of Contactsheet`,
      ],
    ] as const) {
      await opened.objects.put(key, Buffer.from(content), JSON_TYPE)
      await expect(store.batch(id)).rejects.toMatchObject({
        kind: 'storage',
        message: expect.stringContaining(message),
      })
    }
    await opened.objects.put(resultKey(id), Buffer.from('[]'), JSON_TYPE)
    await expect(store.result(id)).rejects.toThrow(resultKey(id))
    await opened.objects.put(recordKey(id, '0000-00', 'failed'), Buffer.from('{}'), JSON_TYPE)
    await expect(store.records(batch)).rejects.toThrow(recordKey(id, '0000-00', 'failed'))
  })

  it('refuses an id that is none before it becomes a key', async () => {
    await expect(store.batch('../../etc')).rejects.toThrow(RangeError)
    await expect(store.isOpen('..')).rejects.toThrow(RangeError)
    expect(() => openKey('')).toThrow(RangeError)
  })
})
