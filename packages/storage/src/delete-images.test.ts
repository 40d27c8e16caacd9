import { leafById, leavesOf, resultOf } from '@contactsheet/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { draftOf } from '../../../tests/support/draft.ts'
import { recordOf, someBatch } from './batches.testing.ts'
import { BatchStore, resultKey, sheetKey } from './index.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

describe.each(STORE_KINDS)('deleting images in a store on $kind', ({ open }) => {
  let opened: TestStore
  let store: BatchStore
  beforeAll(async () => {
    opened = await open()
    store = new BatchStore(opened.objects)
  })
  afterAll(() => opened.remove())

  /** A batch whose leaves have records, originals and images. */
  async function made() {
    const batch = someBatch()
    await store.accept(batch)
    const records = []
    for (const leaf of leavesOf(batch)) {
      const original = await store.keepOriginal(batch, leaf, {
        bytes: Buffer.from('png'),
        contentType: 'image/png',
        simulated: true,
      })
      const image = {
        ...(await store.putPicture(batch, leaf, 'image', Buffer.from('jpg'), { simulated: true })),
        width: 1,
        height: 1,
      }
      const record = { ...recordOf(batch, leaf, 'succeeded'), original, image }
      await store.writeRecord(record)
      records.push(record)
    }
    await opened.objects.put(sheetKey(batch.id), Buffer.from('sheet'), { contentType: 'image/jpeg' })
    return { batch, records, result: resultOf(batch, records) }
  }

  it('takes image, original and sheet away, and leaves the leaf settled at its cost', async () => {
    const { batch, records, result } = await made()
    await store.settle(draftOf(result))
    const [first, second] = records
    expect(await store.deleteImages(batch.id, new Set(['0000-00', '9999-00']))).toEqual(['0000-00'])

    for (const key of [first?.image.key ?? '', first?.original.key ?? '', sheetKey(batch.id)])
      expect(await opened.objects.stat(key)).toBeUndefined()
    expect(await opened.objects.get(second?.image.key ?? '')).toEqual(Buffer.from('jpg'))
    const { image: _image, original: _original, ...bare } = first ?? {}
    expect(await store.settledRecord(batch, leafById(batch, '0000-00'))).toEqual(bare)
    expect(await store.result(batch.id)).toEqual({ ...result, records: [bare, ...records.slice(1)] })
  })

  it('leaves no sheet that was kept while the result still named the image', async () => {
    const { batch, result } = await made()
    await store.settle(draftOf(result))
    const version = (await store.resultVersion(batch.id)) ?? ''
    const put = opened.objects.putPieces.bind(opened.objects)
    const spy = vi.spyOn(opened.objects, 'putPieces').mockImplementation(async (key, ...rest) => {
      if (key === resultKey(batch.id)) await store.keepSheet(batch.id, version, Buffer.from('stale'))
      return put(key, ...rest)
    })
    await store.deleteImages(batch.id, new Set(['0000-00']))
    spy.mockRestore()
    expect(await opened.objects.stat(sheetKey(batch.id))).toBeUndefined()
  })

  it('has nothing left to do the second time', async () => {
    const { batch, result } = await made()
    await store.settle(draftOf(result))
    await store.deleteImages(batch.id, new Set(['0000-00']))
    expect(await store.deleteImages(batch.id, new Set(['0000-00']))).toEqual([])
  })

  it('finishes what a crash left undone', async () => {
    const { batch, records, result } = await made()
    await store.settle(draftOf(result))
    await opened.objects.delete(records[0]?.image.key ?? '')
    expect(await store.deleteImages(batch.id, new Set(['0000-00']))).toEqual(['0000-00'])
    expect((await store.result(batch.id))?.records[0]?.image).toBeUndefined()
    expect(await opened.objects.stat(records[0]?.original.key ?? '')).toBeUndefined()
  })

  it('touches nothing of a batch that is open, or opened again', async () => {
    const { batch, records, result } = await made()
    expect(await store.deleteImages(batch.id, new Set(['0000-00']))).toBeUndefined()
    await store.settle(draftOf(result))
    await store.reopen(batch.id, 'failed')
    expect(await store.deleteImages(batch.id, new Set(['0000-00']))).toBeUndefined()
    expect(await opened.objects.stat(records[0]?.image.key ?? '')).toBeDefined()
  })
})
