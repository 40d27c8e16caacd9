import {
  type Batch,
  type Leaf,
  type LeafRecord,
  leafOf,
  leavesOf,
  newBatchId,
  type Output,
  resultOf,
} from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftOf } from '../../../tests/support/draft.ts'
import { firstLeaf, recordOf, someBatch } from './batches.testing.ts'
import {
  BatchStore,
  batchKey,
  Claims,
  claimKey,
  imageKey,
  openKey,
  originalKey,
  recordKey,
  resultKey,
  runKey,
  sheetKey,
  WorkflowNotes,
} from './index.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const TYPE = { contentType: 'application/json' }
const PICTURE = { bytes: Buffer.from('original'), contentType: 'image/png', simulated: false } as const
const JPEG = Buffer.from('jpeg')
const ORIGINAL: Output = { name: 'original', format: 'jpeg', crop: 'center' }
const SQUARE: Output = { name: 'square', width: 1080, height: 1080, format: 'webp', crop: 'center' }

describe.each(STORE_KINDS)('damage in the $kind store', ({ open }) => {
  let opened: TestStore
  let store: BatchStore
  let batch: Batch
  let leaf: Leaf

  beforeEach(async () => {
    opened = await open()
    store = new BatchStore(opened.objects)
    batch = someBatch({ id: newBatchId() })
    leaf = firstLeaf(batch)
    await store.accept(batch)
  })
  afterEach(() => opened.remove())

  const damage = (key: string, content = '{"half') => opened.objects.put(key, Buffer.from(content), TYPE)
  const exists = async (key: string) => (await opened.objects.stat(key)) !== undefined

  /** A leaf that succeeded, with everything it leaves behind. */
  async function succeed(of: Leaf): Promise<void> {
    const original = await store.keepOriginal(batch, of, PICTURE)
    const image = {
      ...(await store.putPicture(batch, of, 'image', JPEG, { simulated: false })),
      width: 1200,
      height: 630,
    }
    await store.writeRecord({ ...recordOf(batch, of, 'succeeded'), original, image })
  }

  async function soundRecords(): Promise<LeafRecord[]> {
    const pages = await Array.fromAsync(store.soundRecords(batch))
    return pages.flatMap(page => page.records.filter(record => record !== undefined))
  }

  async function settle(): Promise<void> {
    for (const each of leavesOf(batch)) await succeed(each)
    await store.settle(draftOf(resultOf(batch, await store.records(batch))))
  }

  describe('of a record', () => {
    const damagedRecord = (state: 'succeeded' | 'failed' | 'canceled') =>
      damage(recordKey(batch.id, leaf.id, state))

    it('is mended from the image and the original', async () => {
      await succeed(leaf)
      await damagedRecord('succeeded')
      const mended = await store.settledRecord(batch, leaf)
      expect(mended).toMatchObject({
        state: 'succeeded',
        title: leaf.title,
        image: { key: imageKey(batch, leaf), bytes: JPEG.length },
        original: { key: originalKey(batch.id, leaf.id, 'image/png'), contentType: 'image/png' },
      })
      expect(await store.record(batch, leaf.id, 'succeeded')).toEqual(mended)
    })

    it('is mended with every output, of their own sizes too, and with the small picture', async () => {
      batch = { ...someBatch({ id: newBatchId() }), outputs: [ORIGINAL, SQUARE] }
      await store.accept(batch)
      const upload = { width: 1024, height: 768 }
      const image = await store.putPicture(batch, leaf, 'image', JPEG, { simulated: false }, upload)
      const small = await store.putPicture(
        batch,
        leaf,
        'small',
        JPEG,
        { simulated: false },
        { width: 640, height: 480 },
      )
      const square = await store.putPicture(
        batch,
        leaf,
        SQUARE,
        JPEG,
        { simulated: false },
        { width: 1080, height: 1080 },
      )
      await damagedRecord('succeeded')
      expect(await store.settledRecord(batch, leaf)).toMatchObject({
        state: 'succeeded',
        image: { ...image, ...upload },
        small: { ...small, width: 640, height: 480 },
        outputs: [{ ...square, name: 'square', format: 'webp', width: 1080, height: 1080 }],
      })
    })

    it('has the leaf run again where one of its outputs is missing and the original is left', async () => {
      batch = { ...someBatch({ id: newBatchId() }), outputs: [ORIGINAL, SQUARE] }
      await store.accept(batch)
      await store.keepOriginal(batch, leaf, PICTURE)
      await store.putPicture(batch, leaf, 'image', JPEG, { simulated: false }, { width: 1024, height: 768 })
      await damagedRecord('succeeded')
      expect(await store.settledRecord(batch, leaf)).toBeUndefined()
      expect(await store.settledStates(batch.id)).toEqual(new Map())
    })

    it('is told of without being mended', async () => {
      await succeed(leaf)
      await damagedRecord('succeeded')
      expect(await store.rebuiltRecord(batch, leaf.id, 'succeeded')).toMatchObject({ state: 'succeeded' })
      await expect(store.record(batch, leaf.id, 'succeeded')).rejects.toThrow('is damaged')
    })

    it('has the leaf run again where only the original is left, which costs nothing', async () => {
      await succeed(leaf)
      await opened.objects.delete(imageKey(batch, leaf))
      await damagedRecord('succeeded')
      expect(await store.settledRecord(batch, leaf)).toBeUndefined()
      expect(await store.settledStates(batch.id)).toEqual(new Map())
      expect(await store.original(batch, leaf)).toMatchObject({ contentType: 'image/png' })
    })

    it('is told as a failure where nothing is left, and nobody pays again unasked', async () => {
      await damagedRecord('succeeded')
      expect(await store.settledRecord(batch, leaf)).toMatchObject({
        state: 'failed',
        error: { kind: 'storage', message: expect.stringContaining('again') },
      })
      expect(await store.settledStates(batch.id)).toEqual(new Map([[leaf.id, 'failed']]))
    })

    it('keeps a failed leaf failed and a canceled one canceled', async () => {
      await damagedRecord('failed')
      expect(await store.settledRecord(batch, leaf)).toMatchObject({
        state: 'failed',
        error: { message: expect.stringContaining('damaged') },
      })
      const other = leafOf(batch, 1, 1)
      await damage(recordKey(batch.id, other.id, 'canceled'), '')
      expect(await store.settledRecord(batch, other)).toMatchObject({ state: 'canceled' })
    })

    it('leaves a record of a newer release to that release', async () => {
      const key = recordKey(batch.id, leaf.id, 'succeeded')
      await damage(key, '{"version":2}')
      await expect(store.settledRecord(batch, leaf)).rejects.toMatchObject({ why: 'newer' })
      await expect(soundRecords()).rejects.toMatchObject({ why: 'newer' })
      expect(String(await opened.objects.get(key))).toBe('{"version":2}')
    })

    it('does not keep the other records of the batch from being read', async () => {
      const leaves = [...leavesOf(batch)]
      for (const each of leaves) await succeed(each)
      await damagedRecord('succeeded')
      expect((await soundRecords()).map(({ leafId }) => leafId)).toEqual(leaves.map(({ id }) => id))
    })
  })

  describe('by an image that a record names and nobody copied', () => {
    it('has the leaf run again where the original is', async () => {
      await succeed(leaf)
      await opened.objects.delete(imageKey(batch, leaf))
      expect(await soundRecords()).toEqual([])
      expect(await exists(recordKey(batch.id, leaf.id, 'succeeded'))).toBe(false)
    })

    it('is told as a failure at the cost it had where there is no original either', async () => {
      await succeed(leaf)
      await opened.objects.delete(imageKey(batch, leaf))
      await opened.objects.delete(originalKey(batch.id, leaf.id, 'image/png'))
      const [record] = await soundRecords()
      expect(record).toMatchObject({ state: 'failed', costUsd: 0.04, error: { kind: 'storage' } })
      expect(record?.image).toBeUndefined()
    })

    it('is none in a record whose image was deleted on purpose', async () => {
      const record = recordOf(batch, leaf, 'succeeded')
      await store.writeRecord(record)
      expect(await soundRecords()).toEqual([record])
    })
  })

  describe('of what was asked', () => {
    it('is made good by the result, also when the batch is opened again', async () => {
      await settle()
      await damage(batchKey(batch.id))
      expect(await store.batch(batch.id)).toEqual(batch)
      await store.reopen(batch.id, 'failed')
      expect(await store.result(batch.id)).toBeUndefined()
      expect(await store.batch(batch.id)).toEqual({ ...batch, version: 2, reopened: expect.anything() })
    })

    it('is told where there is no result', async () => {
      await damage(batchKey(batch.id))
      await expect(store.batch(batch.id)).rejects.toMatchObject({ why: 'damaged', kind: 'storage' })
    })

    it('closes the batch with a note, and a restored batch is found again', async () => {
      await opened.objects.delete(batchKey(batch.id))
      await store.close(batch.id, 'It is gone.')
      expect(await store.isOpen(batch.id)).toBe(false)
      expect(await store.closedReason(batch.id)).toBe('It is gone.')
      expect(await store.leftover(batch.id)).toBeUndefined()

      await damage(batchKey(batch.id), JSON.stringify(batch))
      expect(await store.leftover(batch.id)).toBe('begun')
      await store.reinstate(batch.id)
      expect(await store.isOpen(batch.id)).toBe(true)
      expect(await store.closedReason(batch.id)).toBeUndefined()
    })
  })

  describe('of notes', () => {
    it('counts as none in a claim, a task run and an attempt', async () => {
      const notes = new WorkflowNotes(opened.objects)
      await damage(claimKey(batch.id, leaf.id))
      await damage(runKey(batch.id), '[]')
      await damage(`batches/${batch.id}/attempts/${leaf.id}.json`)
      expect(await new Claims(opened.objects).read({ batchId: batch.id, leafId: leaf.id })).toBeUndefined()
      expect(await notes.run(batch.id)).toBeUndefined()
      expect(await notes.attempt(batch.id, leaf.id)).toBeUndefined()
    })

    it('leaves a sheet that is not whole to be drawn again', async () => {
      await settle()
      const version = (await store.resultVersion(batch.id)) ?? ''
      await store.keepSheet(batch.id, version, JPEG)
      const metadata = { result: version, bytes: String(JPEG.length) }
      await opened.objects.put(sheetKey(batch.id), JPEG.subarray(1), { contentType: 'image/jpeg', metadata })
      expect(await store.sheet(batch.id, version)).toBeUndefined()
    })
  })

  describe('by a missing mark', () => {
    it('leaves a batch over that has neither result nor mark, begun or not', async () => {
      expect(await store.leftover(batch.id)).toBeUndefined()
      await opened.objects.delete(openKey(batch.id))
      expect(await store.leftover(batch.id)).toBe('untouched')
      await store.picks.set(batch.id, '0000-00', 'picked')
      expect(await store.leftover(batch.id)).toBe('untouched')
      await store.keepOriginal(batch, leaf, PICTURE)
      expect(await store.leftover(batch.id)).toBe('begun')
      await settle()
      expect(await store.leftover(batch.id)).toBeUndefined()
    })

    it('is no leftover of a removal that was cut off', async () => {
      await settle()
      await opened.objects.delete(resultKey(batch.id))
      await opened.objects.delete(batchKey(batch.id))
      expect(await store.leftover(batch.id)).toBeUndefined()
    })
  })
})
