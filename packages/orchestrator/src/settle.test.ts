import {
  type Batch,
  type Leaf,
  type LeafRecord,
  leafById,
  leavesOf,
  recomposedBatch,
} from '@contactsheet/contract'
import { BatchStore, imageKey, type ObjectStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'
import { openDiskStore, type TestStore } from '../../storage/src/stores.testing.ts'
import { lost } from './endings.ts'
import { heldRecords, LeavesToRun, NONE_HANDED_OVER, settleBatch } from './settle.ts'

/** More leaves than are asked for together. */
const PROMPTS = 300

let opened: TestStore
let objects: ObjectStore
let store: BatchStore
let batch: Batch
beforeEach(async () => {
  opened = await openDiskStore()
  objects = opened.objects
  store = new BatchStore(objects)
  batch = makeBatch(PROMPTS)
  await store.accept(batch)
})
afterEach(() => opened.remove())

const recordOf = (leaf: Leaf) => makeRecord(batch, leaf)
const allRecords = () => new Map([...leavesOf(batch)].map(leaf => [leaf.id, recordOf(leaf)]))
const nobody = (leafId: string) => {
  throw new Error(`Nobody should ask how leaf ${leafId} ended.`)
}

async function settledRecords(): Promise<LeafRecord[]> {
  return (await store.result(batch.id))?.records ?? []
}

describe('settling a batch', () => {
  it('goes by what was handed over, a page at a time, where that is all', async () => {
    const held = allRecords()
    const reads = vi.spyOn(store, 'record')
    const handed = heldRecords(batch, held)
    const asked = vi.spyOn(handed, 'records')
    const outcome = await settleBatch(store, batch, handed, nobody)
    expect(outcome.counts).toMatchObject({ total: 2 * PROMPTS, succeeded: 2 * PROMPTS })
    expect(await settledRecords()).toEqual([...held.values()])
    expect(reads).not.toHaveBeenCalled()
    expect(asked.mock.calls.map(([leaves]) => leaves.length)).toEqual([500, 100])
  })

  it('looks in the store for a record that was said to be handed over and is not', async () => {
    const held = allRecords()
    const record = recordOf(leafById(batch, '0290-01'))
    held.delete(record.leafId)
    await store.writeRecord(record)
    await settleBatch(store, batch, { ...heldRecords(batch, held), all: true }, nobody)
    expect((await settledRecords()).at(2 * 290 + 1)).toEqual(record)
  })

  it('takes from the store what it has, and gives a record to every leaf that has none', async () => {
    const [inStore, handed, nowhere] = ['0000-00', '0270-00', '0299-01'].map(id => leafById(batch, id))
    if (!inStore || !handed || !nowhere) throw new Error('the batch is too small')
    const held = new Map([inStore, handed].map(leaf => [leaf.id, makeRecord(batch, leaf, { attempts: 2 })]))
    const kept = makeRecord(batch, inStore, { attempts: 3 })
    await store.writeRecord(kept)
    const outcome = await settleBatch(store, batch, heldRecords(batch, held), () => lost('of a test'))
    const records = await settledRecords()
    expect(records[0]).toEqual(kept)
    expect(records[540]).toEqual(held.get(handed.id))
    expect(records.at(-1)).toMatchObject({
      leafId: nowhere.id,
      error: { message: expect.stringContaining('of a test') },
    })
    expect(await store.record(batch, nowhere.id, 'failed')).toEqual(records.at(-1))
    expect(outcome.counts).toMatchObject({ succeeded: 2, failed: 2 * PROMPTS - 2 })
  })

  it('settles nothing while leaves of any page must run again, and calls none of the others lost', async () => {
    const leaf = leafById(batch, '0280-00')
    await store.keepOriginal(batch, leaf, {
      bytes: Buffer.from('png'),
      contentType: 'image/png',
      simulated: true,
    })
    // Its image was never copied.
    const image = { key: imageKey(batch, leaf), bytes: 3, width: 1, height: 1 }
    await store.writeRecord(makeRecord(batch, leaf, { image }))
    const settling = settleBatch(store, batch, NONE_HANDED_OVER, () => lost('of a test'))
    await expect(settling).rejects.toThrow(LeavesToRun)
    expect((await store.settledStates(batch.id)).size).toBe(0)
    expect(await store.isOpen(batch.id)).toBe(true)
  })

  describe('that was recomposed', () => {
    const LOOK = { look: { template: 'center-box' }, titles: {}, keep: false }

    it('is not done with what it was fanned out for before', async () => {
      const handed = heldRecords(batch, allRecords())
      await store.recompose(recomposedBatch(batch, LOOK, new Date()))
      await expect(settleBatch(store, batch, handed, nobody)).rejects.toThrow('has been recomposed meanwhile')
      expect(await store.isOpen(batch.id)).toBe(true)
    })

    it('runs leaves again of which a record of another version was handed over', async () => {
      const held = allRecords()
      const next = recomposedBatch(batch, LOOK, new Date())
      await store.recompose(next)
      const settling = settleBatch(store, next, heldRecords(next, held), () => lost('of a test'))
      await expect(settling).rejects.toThrow(`${2 * PROMPTS} leaves of batch ${batch.id} must run again`)
    })

    it('keeps of a leaf that was lost the reason, and what its making cost', async () => {
      const image = { key: imageKey(batch, leafById(batch, '0000-00')), bytes: 3, width: 1, height: 1 }
      for (const leaf of leavesOf(batch))
        await store.writeRecord(makeRecord(batch, leaf, { image, costUsd: 0.04 }))
      const next = recomposedBatch(batch, LOOK, new Date())
      await store.recompose(next)
      await settleBatch(store, next, NONE_HANDED_OVER, () => lost('of a test'))
      expect((await settledRecords())[0]).toMatchObject({
        state: 'failed',
        error: { message: expect.stringContaining('of a test') },
        costUsd: 0.04,
        earlier: [image],
        tag: next.versions?.[0]?.tag,
      })
    })
  })
})
