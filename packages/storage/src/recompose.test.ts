import {
  type Batch,
  buildRecord,
  type Ending,
  type Leaf,
  type LeafRecord,
  leafById,
  leavesOf,
  type Recomposition,
  recomposedBatch,
  resultOf,
} from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftOf } from '../../../tests/support/draft.ts'
import { someBatch } from './batches.testing.ts'
import { BatchStore, batchFolder, batchKey, canceledKey, imageKey, originalKey, recordKey } from './index.ts'
import type { ObjectStore } from './object-store.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const TYPE = { contentType: 'application/json' }
const PNG = { bytes: Buffer.from('png'), contentType: 'image/png', simulated: false } as const
const FAILURE = { error: { kind: 'bad_image', message: 'It cannot be read.' } } as const
const LOOK: Recomposition = { look: { template: 'center-box' }, titles: {}, keep: false }

describe.each(STORE_KINDS)('a batch that is recomposed, in a store on $kind', ({ open }) => {
  let opened: TestStore
  let objects: ObjectStore
  let store: BatchStore
  let batch: Batch

  beforeEach(async () => {
    opened = await open()
    objects = opened.objects
    store = new BatchStore(objects)
    batch = someBatch()
    await store.accept(batch)
    for (const leaf of leavesOf(batch)) await make(batch, leaf)
    await settle(batch)
  })
  afterEach(() => opened.remove())

  /** Runs a leaf as the leaf package would: makes its pictures, unless it is to end otherwise, and writes its record. */
  async function make(of: Batch, leaf: Leaf, otherwise?: Ending): Promise<LeafRecord> {
    const previous = await store.previousRecord(of, leaf)
    const original = previous?.original ?? (await store.keepOriginal(of, leaf, PNG))
    const put = async (which: 'image' | 'small') => ({
      ...(await store.putPicture(of, leaf, which, Buffer.from(`${which} of ${leaf.version}`), {
        simulated: false,
      })),
      width: 1200,
      height: 630,
    })
    const pictures = otherwise ?? { image: await put('image'), small: await put('small') }
    const record = buildRecord(of, leaf, { original, picture: PNG, previous, ...pictures })
    await store.writeRecord(record)
    return record
  }

  async function settle(of: Batch): Promise<void> {
    await store.settle(draftOf(resultOf(of, await store.records(of))))
  }

  async function recompose(change: Partial<Recomposition> = {}): Promise<Batch> {
    const before = (await store.batch(batch.id)) ?? batch
    const next = recomposedBatch(before, { ...LOOK, ...change }, new Date())
    await store.recompose(next)
    return next
  }

  /** Everything that leaves have in the store but originals, by its place in the batch. */
  async function leftOfLeaves(): Promise<string[]> {
    const folder = batchFolder(batch.id)
    const keys = await Array.fromAsync(objects.list(folder))
    return keys
      .map(key => key.slice(folder.length))
      .filter(key => /^(leaves|images|small|outputs)\//.test(key))
  }

  /** The same as the records name it. */
  function named(records: readonly LeafRecord[]): string[] {
    const folder = batchFolder(batch.id)
    return records
      .flatMap(({ leafId, state, tag, image, small, earlier = [] }) => [
        recordKey(batch.id, leafId, state, tag),
        ...[image, small, ...earlier].flatMap(picture => (picture === undefined ? [] : [picture.key])),
      ])
      .map(key => key.slice(folder.length))
      .toSorted()
  }

  it('has no leaf that has settled, and each has its record from before', async () => {
    const before = await store.records(batch)
    const next = await recompose()
    expect(await store.batch(batch.id)).toEqual(next)
    expect([await store.isOpen(batch.id), await store.result(batch.id)]).toEqual([true, undefined])
    expect((await store.settledStates(next)).size).toBe(0)
    const leaves = [...leavesOf(next)]
    expect(await Promise.all(leaves.map(leaf => store.settledRecord(next, leaf)))).toEqual(
      Array(4).fill(undefined),
    )
    expect(await Promise.all(leaves.map(leaf => store.previousRecord(next, leaf)))).toEqual(before)
  })

  it('counts each leaf at its own version, and by its id at the newest there is', async () => {
    const next = await recompose({ look: {}, titles: { '0001-00': 'Another' } })
    expect([...(await store.settledStates(next)).keys()]).toEqual(['0000-00', '0000-01', '0001-01'])
    await make(next, leafById(next, '0001-00'), FAILURE)
    const states = [...(await store.settledStates(next))]
    expect(states).toContainEqual(['0001-00', 'failed'])
    expect([...(await store.settledStates(batch.id))]).toEqual(states)
    expect([...(await store.settledStates(batch)).values()]).toEqual(Array(4).fill('succeeded'))
  })

  it('loses what was replaced once it has settled, and nothing before', async () => {
    const next = await recompose()
    const old = await leftOfLeaves()
    for (const leaf of leavesOf(next)) await make(next, leaf)
    expect(await leftOfLeaves()).toEqual(expect.arrayContaining(old))
    await settle(next)
    const records = await store.records(next)
    expect(await leftOfLeaves()).toEqual(named(records))
    expect(records.map(({ tag }) => tag)).toEqual(Array(4).fill(next.versions?.[0]?.tag))
    expect(await store.original(next, leafById(next, '0000-00'))).toBeDefined()
  })

  it('of variations and a sample has each leaf made anew by itself, and loses what of that was replaced', async () => {
    // Both variations of the first prompt in the first column, and one more leaf of each prompt.
    batch = someBatch({ version: 2, variations: 2, sample: [0, 1, 3, 6] })
    await store.accept(batch)
    for (const leaf of leavesOf(batch)) await make(batch, leaf)
    await settle(batch)
    const before = await store.records(batch)
    expect(before.map(({ leafId }) => leafId)).toEqual(['0000-00a', '0000-00b', '0000-01b', '0001-01a'])
    expect(await leftOfLeaves()).toEqual(named(before))

    const next = await recompose({ look: {}, titles: { '0000-00b': 'Another' } })
    expect([...(await store.settledStates(next)).keys()]).toEqual(['0000-00a', '0000-01b', '0001-01a'])
    await make(next, leafById(next, '0000-00b'))
    await settle(next)
    const records = await store.records(next)
    expect(records.map(({ title, tag }) => [title, tag === undefined])).toEqual([
      [batch.prompts[0], true],
      ['Another', false],
      [batch.prompts[0], true],
      [batch.prompts[1], true],
    ])
    expect(await leftOfLeaves()).toEqual(named(records))
    expect(await store.reopen(batch.id, 'failed')).toEqual([])
  })

  it('keeps images that were to be kept, through later versions too', async () => {
    const first = await store.records(batch)
    for (const keep of [true, false]) {
      const next = await recompose({ keep })
      for (const leaf of leavesOf(next)) await make(next, leaf)
      await settle(next)
      const records = await store.records(next)
      expect(records.map(({ earlier }) => earlier)).toEqual(first.map(({ image }) => [image]))
      expect(await leftOfLeaves()).toEqual(named(records))
    }
  })

  it('has a leaf that failed go back to its record from before, in a retry and in the next version', async () => {
    const [first] = await store.records(batch)
    const next = await recompose()
    for (const leaf of leavesOf(next)) await make(next, leaf, leaf.id === '0000-00' ? FAILURE : undefined)
    await settle(next)
    const leaf = leafById(next, '0000-00')
    expect(await store.settledRecord(next, leaf)).toMatchObject({ state: 'failed', earlier: [first?.image] })
    expect(await objects.get(first?.image?.key ?? '')).toBeDefined()

    expect(await store.reopen(batch.id, 'failed')).toEqual(['0000-00'])
    expect(await store.settledRecord(next, leaf)).toBeUndefined()
    expect(await store.previousRecord(next, leaf)).toEqual(first)
    await make(next, leaf, FAILURE)
    await settle(next)

    const last = await recompose({ look: { font: 'lora' } })
    expect(await store.previousRecord(last, leafById(last, '0000-00'))).toEqual(first)
    for (const leaf of leavesOf(last)) await make(last, leaf)
    await settle(last)
    expect(await leftOfLeaves()).toEqual(named(await store.records(last)))
  })

  it('is pruned to its end by whoever settles it again after a crash', async () => {
    const next = await recompose()
    for (const leaf of leavesOf(next)) await make(next, leaf)
    const old = await leftOfLeaves()
    const failing = stoppingAt(3, ['delete'])
    await expect(
      new BatchStore(failing).settle(draftOf(resultOf(next, await store.records(next)))),
    ).rejects.toThrow('stopped')
    expect(await store.isOpen(batch.id)).toBe(true)
    expect((await leftOfLeaves()).length).toBeGreaterThan(old.length / 2)
    await settle(next)
    expect(await leftOfLeaves()).toEqual(named(await store.records(next)))
  })

  it('is as it was, or open for the new version, wherever whoever asked for it is stopped', async () => {
    await store.cancel(batch.id)
    const before = await store.records(batch)
    let writes = 0
    for (let isDone = false; !isDone; writes++) {
      const asked = (await store.batch(batch.id)) ?? batch
      const next = recomposedBatch(asked, LOOK, new Date())
      await new BatchStore(stoppingAt(writes, ['put', 'delete'])).recompose(next).then(
        () => {
          isDone = true
        },
        (error: Error) => expect(error.message).toBe('stopped'),
      )
      const found = (await store.batch(batch.id)) ?? batch
      const settled = await store.settledStates(found)
      if (settled.size === 4) expect(found).toEqual(asked)
      else {
        expect([found, settled.size]).toEqual([next, 0])
        expect(await objects.stat(canceledKey(batch.id))).toBeUndefined()
        for (const leaf of leavesOf(found)) await make(found, leaf)
      }
      // Before the second write nobody need go on with it.
      expect(await store.isOpen(batch.id)).toBe(writes > 1)
      await settle(found)
      const result = await store.result(batch.id)
      expect(result?.batch).toEqual(found)
      expect(result?.records.map(({ original, costUsd }) => [original, costUsd])).toEqual(
        before.map(({ original, costUsd }) => [original, costUsd]),
      )
    }
    expect(writes).toBe(7)
  })

  it('loses all pictures of a leaf whose images are deleted', async () => {
    const kept = await recompose({ keep: true })
    for (const leaf of leavesOf(kept)) await make(kept, leaf)
    await settle(kept)
    const next = await recompose()
    for (const leaf of leavesOf(next)) await make(next, leaf, leaf.id === '0000-00' ? FAILURE : undefined)
    await settle(next)
    const leafIds = new Set(['0000-00', '0000-01'])
    expect(await store.deleteImages(batch.id, leafIds)).toEqual([...leafIds])
    const keys = await Array.fromAsync(objects.list(batchFolder(batch.id)))
    const ofThem = keys.filter(key => [...leafIds].some(id => key.includes(`/${id}`)))
    expect(ofThem).toEqual(
      ['0000-00.failed', '0000-01.succeeded'].map(
        name => `${batchFolder(batch.id)}leaves/${name}.${next.versions?.at(-1)?.tag}.json`,
      ),
    )
    expect(await store.previousRecord(next, leafById(next, '0000-00'))).toBeUndefined()
  })

  describe('and then damaged', () => {
    let next: Batch
    let leaf: Leaf
    beforeEach(async () => {
      next = await recompose()
      leaf = leafById(next, '0000-00')
    })
    const damage = (tag?: string) =>
      objects.put(recordKey(batch.id, leaf.id, 'succeeded', tag), Buffer.from('{"half'), TYPE)

    it('has a record mended by the image of its own version', async () => {
      await make(next, leaf)
      await damage(leaf.version)
      expect(await store.settledRecord(next, leaf)).toMatchObject({
        state: 'succeeded',
        tag: leaf.version,
        image: { key: imageKey(next, leaf) },
      })
    })

    it('has the leaf run again where that is not there, though the one before is', async () => {
      await damage(leaf.version)
      expect(await store.settledRecord(next, leaf)).toBeUndefined()
      expect(await store.previousRecord(next, leaf)).toMatchObject({ state: 'succeeded' })
    })

    it('keeps the image of a leaf that was carried over for want of its original', async () => {
      const [first] = await store.records(batch)
      await objects.delete(originalKey(batch.id, leaf.id, 'image/png'))
      await damage(leaf.version)
      expect((await store.settledRecord(next, leaf))?.image?.key).toBe(first?.image?.key)
    })

    it('has the record from before mended, so that no provider is asked again', async () => {
      await damage()
      expect(await store.previousRecord(next, leaf)).toMatchObject({
        state: 'succeeded',
        image: { key: imageKey(batch, leafById(batch, leaf.id)) },
      })
    })

    it('says what was asked out of its result, once it has settled', async () => {
      for (const each of leavesOf(next)) await make(next, each)
      await settle(next)
      await objects.put(batchKey(batch.id), Buffer.from('{"half'), TYPE)
      expect(await store.batch(batch.id)).toEqual(next)
    })
  })

  /** The same store, of a process that dies before it writes, or deletes, once more than so often. */
  function stoppingAt(writes: number, methods: ('put' | 'delete')[]): ObjectStore {
    let done = 0
    return new Proxy(objects, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (methods.some(method => method === name) && done++ >= writes) throw new Error('stopped')
          return Reflect.apply(value, target, args)
        }
      },
    })
  }
})
