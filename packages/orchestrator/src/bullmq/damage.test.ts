import { leafById, leavesOf } from '@contactsheet/contract'
import { batchKey, imageKey, recordKey } from '@contactsheet/storage'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { reconcile } from '../reconciler.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

const GARBAGE = Buffer.from('{"half')
const JSON_TYPE = { contentType: 'application/json' }

describeOn(QUEUES, 'a damaged store under $name', url => {
  let queue: TestQueue
  beforeEach(async () => {
    queue = await openQueue(url)
  })
  afterEach(() => queue.close())

  it('has a leaf run again whose record is damaged and whose image is missing, and settles the batch', async () => {
    const batch = makeBatch(2)
    const { store, objects } = queue
    await store.accept(batch)
    for (const leaf of leavesOf(batch)) {
      await store.keepOriginal(batch, leaf, {
        bytes: Buffer.from('png'),
        contentType: 'image/png',
        simulated: true,
      })
      const image = await store.putPicture(batch, leaf, 'image', Buffer.from('jpeg'), { simulated: true })
      await store.writeRecord(makeRecord(batch, leaf, { image: { ...image, width: 1200, height: 630 } }))
    }
    await objects.put(recordKey(batch.id, '0000-00', 'succeeded'), GARBAGE, JSON_TYPE)
    await objects.put(recordKey(batch.id, '0000-01', 'succeeded'), GARBAGE, JSON_TYPE)
    await objects.delete(imageKey(batch, leafById(batch, '0000-01')))
    const { tries, runLeaf } = queue.leafCounter(batch)
    await queue.startWorker(runLeaf)
    await queue.orchestrator.start(batch.id)

    const { counts, records } = await queue.settled(batch)
    expect(counts).toMatchObject({ total: 4, succeeded: 4 })
    expect(records[0]?.image?.key).toBe(imageKey(batch, leafById(batch, '0000-00')))
    // The first was mended where it lay; the second ran, once.
    expect(tries).toEqual(new Map([['0000-01', 1]]))
  })

  it('gives up the job of a batch that cannot be read at once, and the batch is closed', async () => {
    const batch = makeBatch(1)
    const { store, objects, orchestrator } = queue
    await queue.startWorker(queue.leafCounter(batch).runLeaf)
    await store.accept(batch)
    await objects.put(batchKey(batch.id), GARBAGE, JSON_TYPE)
    await orchestrator.start(batch.id)
    await vi.waitUntil(async () => !(await orchestrator.knows(batch.id)), { timeout: 5_000 })
    const leases = { heldElsewhere: async () => false }
    let missed: ReadonlyMap<string, number> = new Map()
    do missed = await reconcile(store, orchestrator, leases, { warn: () => {} }, missed)
    while (missed.size > 0)
    expect(await store.isOpen(batch.id)).toBe(false)
    expect(await orchestrator.knows(batch.id)).toBe(false)
  })
})
