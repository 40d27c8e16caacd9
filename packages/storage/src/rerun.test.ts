import {
  type Batch,
  buildRecord,
  type Ending,
  type Leaf,
  type LeafRecord,
  leafById,
  leavesOf,
  recomposedBatch,
  rerunBatch,
  resultOf,
  type SettledState,
} from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftOf } from '../../../tests/support/draft.ts'
import { someBatch } from './batches.testing.ts'
import { BatchStore, batchFolder, imageKey, originalKey, recordKey } from './index.ts'
import type { ObjectStore } from './object-store.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const TYPE = { contentType: 'application/json' }
const ID = '0000-01'
const FAILURE = { error: { kind: 'rejected', message: 'The provider refused it.' } } as const

describe.each(STORE_KINDS)('a batch of which a leaf is made again, in a store on $kind', ({ open }) => {
  let opened: TestStore
  let objects: ObjectStore
  let store: BatchStore
  let batch: Batch
  let leaf: Leaf

  beforeEach(async () => {
    opened = await open()
    objects = opened.objects
    store = new BatchStore(objects)
    batch = someBatch()
    await store.accept(batch)
    for (const each of leavesOf(batch)) await make(each)
    await settle()
    await ask(rerunBatch(batch, ID, { keep: false }, new Date()))
  })
  afterEach(() => opened.remove())

  async function ask(next: Batch): Promise<void> {
    batch = next
    leaf = leafById(batch, ID)
    await store.recompose(batch)
  }

  /** Makes a leaf, of a picture that its provider made, unless it is to end otherwise. */
  async function make(of: Leaf, otherwise?: Ending): Promise<LeafRecord> {
    const previous = await store.previousRecord(batch, of)
    const ending = otherwise ?? (await made(of))
    const record = buildRecord(batch, of, {
      attempt: { number: 1, startedAt: Date.now() },
      ...ending,
      previous,
    })
    await store.writeRecord(record)
    return record
  }

  async function made(of: Leaf): Promise<Ending> {
    const bytes = Buffer.from(`of ${of.making}`)
    const original = await store.keepOriginal(batch, of, {
      bytes,
      contentType: 'image/png',
      simulated: false,
    })
    const picture = await store.putPicture(batch, of, 'image', bytes, { simulated: false })
    return { original, picture: { simulated: false }, image: { ...picture, width: 1200, height: 630 } }
  }

  async function settle(): Promise<void> {
    await store.settle(draftOf(resultOf(batch, await store.records(batch))))
  }

  /** Keys of everything of the leaf, without its batch. */
  async function leftOfLeaf(): Promise<string[]> {
    const folder = batchFolder(batch.id)
    const keys = await Array.fromAsync(objects.list(folder))
    return keys.map(key => key.slice(folder.length)).filter(key => key.includes(`/${ID}`))
  }

  const textOf = async () => String((await store.original(batch, leaf))?.bytes)
  const damage = (state: SettledState, tag?: string) =>
    objects.put(recordKey(batch.id, ID, state, tag), Buffer.from('{"half'), TYPE)

  it('keeps the originals of its makings apart, and loses the former one once it has settled', async () => {
    expect(await store.original(batch, leaf)).toBeUndefined()
    const before = await store.previousRecord(batch, leaf)
    const record = await make(leaf)
    expect(record.original?.key).toBe(originalKey(batch.id, ID, 'image/png', leaf.version))
    expect(await textOf()).toBe(`of ${leaf.version}`)
    expect(String(await objects.get(before?.original?.key ?? ''))).toBe('of undefined')
    await settle()
    expect(await leftOfLeaf()).toEqual(
      [record.image?.key, recordKey(batch.id, ID, 'succeeded', leaf.version), record.original?.key].map(key =>
        key?.slice(batchFolder(batch.id).length),
      ),
    )
  })

  it('leaves originals of all other leaves alone, of those too that have no picture', async () => {
    const other = leafById(batch, '0001-00')
    await store.writeRecord(buildRecord(batch, other, FAILURE))
    await objects.delete(recordKey(batch.id, other.id, 'succeeded'))
    await make(leaf)
    await settle()
    const originals = await Array.fromAsync(objects.list(`${batchFolder(batch.id)}originals/`))
    expect(originals).toHaveLength(4)
  })

  it('goes back to the original from before, in a later version, where the leaf failed', async () => {
    await make(leaf, FAILURE)
    await settle()
    expect(await textOf()).toBe('undefined')
    await ask(recomposedBatch(batch, { look: { font: 'lora' }, titles: {}, keep: false }, new Date()))
    expect(await textOf()).toBe('of undefined')
    const previous = await store.previousRecord(batch, leaf)
    expect(previous).toMatchObject({ state: 'succeeded' })
    expect(await store.original(batch, leaf, previous)).toMatchObject({ key: previous?.original?.key })
  })

  it('goes on with what it cost, whatever the version that its pictures are made anew of', async () => {
    const costUsd = (await store.previousRecord(batch, leaf))?.costUsd ?? 0
    await make(leaf, { ...FAILURE, picture: { simulated: false } })
    await settle()
    await ask(rerunBatch(batch, ID, { keep: false }, new Date()))
    expect((await store.previousRecord(batch, leaf))?.costUsd).toBeCloseTo(2 * costUsd)
    expect((await make(leaf)).costUsd).toBeCloseTo(3 * costUsd)
  })

  it('loses all originals of a leaf whose images are deleted', async () => {
    const { original, image } = await made(leaf)
    await make(leaf, { original, error: { kind: 'canceled', message: 'The batch was canceled.' } })
    await objects.delete(image?.key ?? '')
    await settle()
    expect(await leftOfLeaf()).toHaveLength(5)
    expect(await store.deleteImages(batch.id, new Set([ID]))).toEqual([ID])
    expect(await leftOfLeaf()).toEqual([`leaves/${ID}.canceled.${leaf.version}.json`])
  })

  describe('and then damaged', () => {
    it('has a record mended by the image and the original of its own making', async () => {
      const { image, original } = await make(leaf)
      await damage('succeeded', leaf.version)
      expect(await store.settledRecord(batch, leaf)).toMatchObject({
        state: 'succeeded',
        tag: leaf.version,
        image: { key: image?.key },
        original,
      })
    })

    it('has the leaf run again, of its own original, where its image is gone', async () => {
      const { image } = await make(leaf)
      await objects.delete(image?.key ?? '')
      await damage('succeeded', leaf.version)
      expect(await store.settledRecord(batch, leaf)).toBeUndefined()
      expect(await textOf()).toBe(`of ${leaf.version}`)
    })

    it('has the record from before mended by what was made then', async () => {
      await make(leaf)
      await damage('succeeded')
      expect(await store.previousRecord(batch, leaf)).toMatchObject({
        image: { key: imageKey(batch, { ...leaf, version: undefined }) },
        original: { key: originalKey(batch.id, ID, 'image/png') },
      })
    })

    it('keeps the image of a leaf that was canceled before it was reached', async () => {
      await make(leaf, { error: { kind: 'canceled', message: 'The batch was canceled.' } })
      await damage('succeeded', leaf.version)
      expect(await store.settledRecord(batch, leaf)).toMatchObject({
        state: 'succeeded',
        image: { key: imageKey(batch, { ...leaf, version: undefined }) },
      })
      await settle()
      await ask(recomposedBatch(batch, { look: { font: 'lora' }, titles: {}, keep: false }, new Date()))
      expect(
        String((await store.original(batch, leaf, await store.previousRecord(batch, leaf)))?.bytes),
      ).toBe('of undefined')
    })
  })
})

describe.each(STORE_KINDS)('a settled batch with canceled leaves, in a store on $kind', ({ open }) => {
  let opened: TestStore
  beforeEach(async () => {
    opened = await open()
  })
  afterEach(() => opened.remove())

  it('is opened for those of one state alone', async () => {
    const store = new BatchStore(opened.objects)
    const batch = someBatch()
    await store.accept(batch)
    await store.cancel(batch.id)
    const error = { kind: 'canceled', message: 'The batch was canceled.' } as const
    for (const [place, leaf] of [...leavesOf(batch)].entries()) {
      // As one that was taken for waiting when its batch was canceled, and failed after all.
      if (place < 3) await store.writeRecord(buildRecord(batch, leaf, { error }))
      if (place < 1) await store.writeRecord(buildRecord(batch, leaf, FAILURE))
      if (place === 3) await store.writeRecord(buildRecord(batch, leaf, {}))
    }
    const settle = async () => store.settle(draftOf(resultOf(batch, await store.records(batch))))
    await settle()
    expect(await store.reopen(batch.id, 'canceled')).toEqual(['0000-01', '0001-00'])
    expect([...(await store.settledStates(batch))]).toEqual([
      ['0000-00', 'failed'],
      ['0001-01', 'succeeded'],
    ])
    expect([await store.isCanceled(batch.id), await store.isOpen(batch.id)]).toEqual([false, true])
    for (const id of ['0000-01', '0001-00'])
      await store.writeRecord(buildRecord(batch, leafById(batch, id), {}))
    await settle()
    expect(await store.reopen(batch.id, 'failed')).toEqual(['0000-00'])
    expect((await store.settledStates(batch)).has('0000-00')).toBe(false)
  })
})
