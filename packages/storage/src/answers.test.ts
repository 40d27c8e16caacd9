import { type Batch, type Leaf, leafOf, newBatchId } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeRecord } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { answerFolder, answerKey } from './answer-keys.ts'
import { BatchStore } from './batch-store.ts'
import { firstLeaf, someBatch } from './batches.testing.ts'
import type { Original } from './originals.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const HASH = 'a'.repeat(64)
const OTHER_HASH = 'b'.repeat(64)
const picture = (bytes = 'a picture'): Original => ({
  bytes: Buffer.from(bytes),
  contentType: 'image/png',
  simulated: false,
  answer: HASH,
})

describe.each(STORE_KINDS)('originals that answer requests in a store on $kind', ({ open }) => {
  let opened: TestStore
  let store: BatchStore
  beforeEach(async () => {
    opened = await open()
    store = new BatchStore(opened.objects)
  })
  afterEach(() => opened.remove())

  /** A batch that reuses; the later it is made, the newer. */
  let made = 0
  const newBatch = (rest: Partial<Batch> = {}) =>
    someBatch({ id: newBatchId(Date.now() + 1_000 * made++), version: 2, reuse: 'always', ...rest })

  /** Has a leaf keep an original, and answer with it. */
  async function keep(batch: Batch, leaf: Leaf = firstLeaf(batch), original: Original = picture()) {
    const kept = await store.keepOriginal(batch, leaf, original)
    await store.answers.add(kept, original)
    return kept
  }

  const isSimulated = vi.fn(async () => false)
  const makeRoom = vi.fn(async (_bytes: number) => {})
  afterEach(() => vi.clearAllMocks())
  const take = (batch: Batch = newBatch(), leaf: Leaf = firstLeaf(batch), hash = HASH) =>
    store.answers.take(hash, batch, leaf, { isSimulated, makeRoom })
  const entries = () => Array.fromAsync(opened.objects.list('answers/'))

  it('are given to leaves of other batches, once there is room for them', async () => {
    const batch = newBatch()
    const leaf = firstLeaf(batch)
    await keep(batch)
    expect(await take()).toEqual({ ...picture(), reused: { batchId: batch.id, leafId: leaf.id } })
    expect(makeRoom).toHaveBeenCalledWith(picture().bytes.length)
    expect(isSimulated).not.toHaveBeenCalled()
  })

  it('are not given for another request, nor back to their own batch', async () => {
    const batch = newBatch()
    await keep(batch)
    expect(await take(newBatch(), firstLeaf(batch), OTHER_HASH)).toBeUndefined()
    expect(await take(batch, leafOf(batch, 0, 1))).toBeUndefined()
  })

  it('of the leaf with the same id go first, then the newest', async () => {
    const [old, recent] = [newBatch(), newBatch()]
    await keep(old, leafOf(old, 0, 1), picture('the old one'))
    await keep(recent, leafOf(recent, 1, 0), picture('the recent one'))
    const next = newBatch()
    const takenBy = async (leaf: Leaf) => String((await take(next, leaf))?.bytes)
    expect(await takenBy(leafOf(next, 0, 1))).toBe('the old one')
    expect(await takenBy(leafOf(next, 0, 0))).toBe('the recent one')
  })

  it('of a batch that does not reuse answer nobody', async () => {
    const batch = someBatch()
    const { answer: _, ...plain } = picture()
    await keep(batch, firstLeaf(batch), plain)
    expect(await entries()).toEqual([])
  })

  it('of the emulator are for those alone who would ask it', async () => {
    await keep(newBatch(), undefined, { ...picture(), simulated: true })
    expect(await take()).toBeUndefined()
    isSimulated.mockResolvedValueOnce(true)
    expect(await take()).toMatchObject({ simulated: true })
    expect(await store.answers.has(HASH)).toBe('emulator')
    await keep(newBatch())
    expect(await take()).toMatchObject({ simulated: false })
    expect(await store.answers.has(HASH)).toBe('model')
    expect(await store.answers.has(OTHER_HASH)).toBeUndefined()
  })

  it('are passed over and forgotten once they are gone, or something else is in their place', async () => {
    const batches = [newBatch(), newBatch(), newBatch()]
    const [gone, foreign, replaced] = await Promise.all(batches.map(batch => keep(batch)))
    await opened.objects.delete(gone?.key ?? '')
    await opened.objects.put(foreign?.key ?? '', Buffer.alloc(1), { contentType: 'image/png' })
    await opened.objects.put(replaced?.key ?? '', Buffer.from('another'), {
      contentType: 'image/png',
      metadata: { answer: OTHER_HASH },
    })
    expect(await take()).toBeUndefined()
    expect(await entries()).toEqual([])
  })

  it('go with their batch, and leave nothing; copies stay', async () => {
    const [owner, user] = [newBatch(), newBatch()]
    for (const batch of [owner, user]) await store.accept(batch)
    await keep(owner)
    const taken = await take(user)
    const copy = await keep(user, firstLeaf(user), { ...picture(), ...taken })
    const settle = async (batch: Batch) => {
      const leaves = [leafOf(batch, 0, 0), leafOf(batch, 0, 1), leafOf(batch, 1, 0), leafOf(batch, 1, 1)]
      await store.settle(draftOf({ batch, records: leaves.map(leaf => makeRecord(batch, leaf)) }))
    }
    await Promise.all([owner, user].map(settle))
    await store.remove(owner.id)
    expect(await entries()).toEqual([answerKey(HASH, copy.key, false)])
    expect(await take()).toMatchObject({ reused: { batchId: user.id } })
    await store.remove(user.id)
    expect(await entries()).toEqual([])
    expect(await Array.fromAsync(opened.objects.list('batches/'))).toEqual([])
  })

  it('go when images are deleted', async () => {
    const batch = newBatch()
    const leaf = firstLeaf(batch)
    await store.accept(batch)
    const original = await keep(batch)
    const image = {
      ...(await store.putPicture(batch, leaf, 'image', Buffer.from('jpg'), { simulated: false })),
      width: 1,
      height: 1,
    }
    const leaves = [leafOf(batch, 0, 1), leafOf(batch, 1, 0), leafOf(batch, 1, 1)]
    const records = [makeRecord(batch, leaf, { original, image }), ...leaves.map(of => makeRecord(batch, of))]
    await store.settle(draftOf({ batch, records }))
    await store.deleteImages(batch.id, new Set([leaf.id]))
    expect(await entries()).toEqual([])
    expect(await opened.objects.stat(original.key)).toBeUndefined()
  })

  it('that turn out to be no pictures are disowned, those of other leaves not', async () => {
    const batch = newBatch()
    await keep(batch)
    const other = await keep(batch, leafOf(batch, 0, 1))
    await store.answers.disown({ answer: HASH, reused: { batchId: batch.id, leafId: firstLeaf(batch).id } })
    expect(await entries()).toEqual([answerKey(HASH, other.key, false)])
  })

  it('are swept out where nothing is left of their batch, unless that is just being made', async () => {
    const hourAgo = Date.now() - 2 * 3_600_000
    const [gone, there] = [1, 2].map(part => newBatch({ id: newBatchId(hourAgo - part) }))
    const young = newBatch()
    for (const batch of [gone, there, young]) if (batch !== undefined) await keep(batch)
    for (const batch of [gone, young])
      if (batch !== undefined) await opened.objects.delete(`batches/${batch.id}/originals/0000-00.png`)
    expect(await store.answers.sweep()).toBe(1)
    expect((await entries()).map(key => key.slice(answerFolder(HASH).length).split('.')[0])).toEqual(
      [young?.id, there?.id].toSorted(),
    )
  })
})
