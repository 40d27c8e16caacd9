import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, leavesOf, newBatchId, resultOf } from '@contactsheet/contract'
import { BatchStore, batchKey, createDiskStore, type ObjectStore, openKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { Leftovers } from './leftovers.ts'

const HOUR_MS = 3_600_000
const log = { warn: vi.fn() }

let folder: string
let objects: ObjectStore
let store: BatchStore
let leftovers: Leftovers
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-leftovers-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  store = new BatchStore(objects)
  await store.ready()
  leftovers = new Leftovers(store, log)
  log.warn.mockReset()
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

/** A batch that was made some time ago and has lost its open mark. */
async function leaveOver({ begun, hours = 2 }: { begun: boolean; hours?: number }): Promise<Batch> {
  const batch = makeBatch(1, { id: newBatchId(Date.now() - hours * HOUR_MS) })
  await store.accept(batch)
  const [leaf] = leavesOf(batch)
  if (begun && leaf !== undefined) await store.writeRecord(makeRecord(batch, leaf))
  await objects.delete(openKey(batch.id))
  return batch
}

describe('a batch with neither result nor open mark', () => {
  it('is opened again if it has begun, however young, once it was found twice', async () => {
    const batch = await leaveOver({ begun: true, hours: 0 })
    await leftovers.pass()
    expect(await store.isOpen(batch.id)).toBe(false)
    await leftovers.pass()
    expect(await store.isOpen(batch.id)).toBe(true)
    expect(log.warn).toHaveBeenCalledOnce()
  })

  it('is opened again, and still paused, if somebody had paused it', async () => {
    const batch = await leaveOver({ begun: false })
    await store.pause(batch.id)
    await leftovers.pass()
    await leftovers.pass()
    expect([await store.isOpen(batch.id), await store.isPaused(batch.id)]).toEqual([true, true])
  })

  it('is settled as failed if nothing of it has begun: nobody pays for what may not have been accepted', async () => {
    const batch = await leaveOver({ begun: false })
    await leftovers.pass()
    await leftovers.pass()
    expect(await store.isOpen(batch.id)).toBe(false)
    const result = await store.result(batch.id)
    expect(result?.counts).toMatchObject({ total: 2, failed: 2 })
    expect(result?.records[0]?.error?.message).toContain("Run the batch's failed leaves again")
  })

  it('is left to whoever may still send it again while nothing of it has begun', async () => {
    const batch = await leaveOver({ begun: false, hours: 0 })
    await leftovers.pass()
    await leftovers.pass()
    expect(await store.result(batch.id)).toBeUndefined()
    vi.useFakeTimers({ now: Date.now() + 2 * HOUR_MS, toFake: ['Date'] })
    await leftovers.pass()
    await leftovers.pass()
    expect((await store.result(batch.id))?.state).toBe('failed')
  })

  it('is left alone if it is on its way in or out', async () => {
    const [into, out] = [await leaveOver({ begun: true }), await leaveOver({ begun: true })]
    await leftovers.pass()
    await store.accept(into)
    await objects.delete(batchKey(out.id))
    await leftovers.pass()
    expect(log.warn).not.toHaveBeenCalled()
    expect(await store.isOpen(out.id)).toBe(false)
  })

  it('is found behind one that cannot be read', async () => {
    const [damaged, batch] = [await leaveOver({ begun: true }), await leaveOver({ begun: true })]
    await objects.put(batchKey(damaged.id), Buffer.from('{"version":2}'), {
      contentType: 'application/json',
    })
    await leftovers.pass()
    await leftovers.pass()
    expect(await store.isOpen(batch.id)).toBe(true)
    expect(await store.isOpen(damaged.id)).toBe(false)
  })

  it('costs one look at all batches at the start, and then one at the youngest in an hour', async () => {
    const old = makeBatch(1, { id: newBatchId(Date.now() - 48 * HOUR_MS) })
    const young = makeBatch(1, { id: newBatchId(Date.now() - HOUR_MS) })
    for (const batch of [old, young]) {
      await store.accept(batch)
      const records = [...leavesOf(batch)].map(leaf => makeRecord(batch, leaf))
      await store.settle(draftOf(resultOf(batch, records)))
    }
    const looks = vi.spyOn(store, 'leftover')
    for (let count = 0; count < 10; count++) await leftovers.pass()
    expect(looks.mock.calls).toEqual([[young.id], [old.id]])
    vi.useFakeTimers({ now: Date.now() + HOUR_MS, toFake: ['Date'] })
    await leftovers.pass()
    expect(looks.mock.calls.slice(2)).toEqual([[young.id]])
  })
})

describe('references of a batch that was never written', () => {
  const PICTURE = Buffer.from('picture')

  /** What is left of a request that was cut off between references and `batch.json`. */
  async function cutOff(hours: number): Promise<Batch> {
    const kept = await store.references.put(PICTURE, { contentType: 'image/png', width: 3, height: 2 })
    const batch = makeBatch(1, { id: newBatchId(Date.now() - hours * HOUR_MS), references: [kept] })
    await store.references.copyInto(batch)
    return batch
  }

  const left = ({ id }: Batch) => Array.fromAsync(objects.list(`batches/${id}/`))

  it('go once nobody can write it any more', async () => {
    const batch = await cutOff(3)
    await leftovers.pass()
    expect(await left(batch)).toHaveLength(1)
    await leftovers.pass()
    expect(await left(batch)).toEqual([])
    expect(await store.references.find(batch.references?.[0]?.sha256 ?? '')).toBeDefined()
  })

  it('stay while it may still come with its idempotency key', async () => {
    const batch = await cutOff(1.5)
    await leftovers.pass()
    await leftovers.pass()
    expect(await left(batch)).toHaveLength(1)
  })
})
