import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, leavesOf, newBatchId, resultOf } from '@contactsheet/contract'
import {
  BatchStore,
  batchKey,
  createDiskStore,
  IdempotencyKeys,
  type ObjectStore,
  openKey,
  resultKey,
} from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { startChores } from './chores.ts'
import { applyRetention } from './retention.ts'

const DAY_MS = 24 * 3_600_000
const log = { info: vi.fn(), warn: vi.fn() }

let folder: string
let objects: ObjectStore
let store: BatchStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-retention-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  store = new BatchStore(objects)
  await store.ready()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A batch that was accepted so many days ago. */
async function accept(daysAgo: number): Promise<Batch> {
  const at = Date.now() - daysAgo * DAY_MS
  const batch = makeBatch(1, { id: newBatchId(at), createdAt: new Date(at).toISOString() })
  await store.accept(batch)
  return batch
}

/** One that settled so many days ago, too. */
async function settle(daysAgo: number, batch?: Batch): Promise<Batch> {
  const settled = batch ?? (await accept(daysAgo))
  const records = [...leavesOf(settled)].map(leaf => makeRecord(settled, leaf))
  for (const record of records) await store.writeRecord(record)
  await store.settle(draftOf(resultOf(settled, records)))
  const at = new Date(Date.now() - daysAgo * DAY_MS)
  await utimes(join(folder, 'thumbnails', resultKey(settled.id)), at, at)
  return settled
}

const left = () => Array.fromAsync(store.batchIds())

describe('retention', () => {
  it('is off unless asked for', async () => {
    await settle(5_000)
    expect(await applyRetention(store, {}, log)).toBe(0)
    expect(await left()).toHaveLength(1)
  })

  it('deletes what settled too long ago, with everything in it', async () => {
    const [young, old] = [await settle(9), await settle(11)]
    expect(await applyRetention(store, { days: 10 }, log)).toBe(1)
    expect(await left()).toEqual([young.id])
    expect(await Array.fromAsync(objects.list(`batches/${old.id}/`))).toEqual([])
  })

  it('counts the days from settling, not from acceptance', async () => {
    const batch = await settle(1, await accept(30))
    expect(await applyRetention(store, { days: 10 }, log)).toBe(0)
    expect(await left()).toEqual([batch.id])
  })

  it('leaves a batch alone that has been paused for longer', async () => {
    const batch = await accept(30)
    await store.pause(batch.id)
    expect(await applyRetention(store, { days: 10, batches: 0 }, log)).toBe(0)
    expect([await store.isOpen(batch.id), await store.isPaused(batch.id)]).toEqual([true, true])
  })

  it('lists only batches that are old enough to go, unless it has to count the others', async () => {
    const [, , old] = [await settle(1), await settle(2), await settle(11)]
    const names = vi.spyOn(objects, 'folders')
    const looks = vi.spyOn(store, 'settledTime')
    expect(await applyRetention(store, { days: 10 }, log)).toBe(1)
    const [[, options] = []] = names.mock.calls
    const later = await settle(9)
    expect(options?.after !== undefined && later.id < options.after && options.after < old.id).toBe(true)
    expect(looks.mock.calls).toEqual([[old.id]])
    looks.mockClear()
    expect(await applyRetention(store, { batches: 4 }, log)).toBe(0)
    expect(looks).not.toHaveBeenCalled()
  })

  it('deletes the oldest of too many', async () => {
    const batches = [await settle(1), await settle(2), await settle(3), await settle(4)]
    expect(await applyRetention(store, { batches: 2 }, log)).toBe(2)
    expect(await left()).toEqual(batches.slice(0, 2).map(({ id }) => id))
  })

  it('neither deletes nor counts open batches, however old', async () => {
    const [open, settled, surplus] = [await accept(100), await settle(1), await settle(2)]
    expect(await applyRetention(store, { days: 10, batches: 1 }, log)).toBe(1)
    expect(new Set(await left())).toEqual(new Set([open.id, settled.id]))
    expect(await left()).not.toContain(surplus.id)
  })

  it('leaves a batch alone that somebody opens again meanwhile', async () => {
    const batch = await settle(20)
    const remove = objects.delete.bind(objects)
    vi.spyOn(objects, 'delete').mockImplementationOnce(async key => {
      await store.reopen(batch.id, 'failed')
      await remove(key)
    })
    expect(await applyRetention(store, { days: 10 }, log)).toBe(0)
    expect(await store.batch(batch.id)).toMatchObject({ id: batch.id, prompts: batch.prompts })
    expect(await store.isOpen(batch.id)).toBe(true)
  })

  it('finishes a deletion that was cut off, and leaves alone what is being accepted', async () => {
    const [accepting, cutOff] = [await accept(0), await settle(20)]
    await objects.delete(openKey(accepting.id))
    await objects.delete(resultKey(cutOff.id))
    expect(await applyRetention(store, { days: 10, batches: 1 }, log)).toBe(1)
    expect(await left()).toEqual([accepting.id])
    expect(await objects.stat(batchKey(cutOff.id))).toBeUndefined()
  })

  it('runs by itself, and forgets idempotency keys whose batch was made more than a week ago', async () => {
    await settle(20)
    const keys = new IdempotencyKeys(objects)
    for (const [key, days] of [['young', 6] as const, ['old', 8] as const])
      await keys.claim(key, { batchId: newBatchId(Date.now() - days * DAY_MS), digest: 'abc123' })
    const stop = startChores(objects, { retention: { days: 10 } }, log)
    await vi.waitFor(async () => expect(await keys.known('old')).toBeUndefined(), 5_000)
    await stop()
    expect(await left()).toEqual([])
    expect(await keys.known('young')).toBeDefined()
  })

  it('go from the store with the uploads that nobody has uploaded since, which batches have copies of', async () => {
    const facts = { contentType: 'image/png', width: 3, height: 2 } as const
    const put = (content: string) => store.references.put(Buffer.from(content), facts)
    const [old, young] = [await put('old'), await put('young')]
    const batch = makeBatch(1, { references: [old] })
    await store.accept(batch)
    const at = new Date(Date.now() - 11 * DAY_MS)
    await utimes(join(folder, 'thumbnails', 'references', `${old.sha256}.png`), at, at)
    const stop = startChores(objects, { retention: { days: 10 } }, log)
    await vi.waitFor(async () => expect(await store.references.find(old.sha256)).toBeUndefined(), 5_000)
    await stop()
    expect(await store.references.find(young.sha256)).toEqual(young)
    expect(await store.references.copy(batch.id, old)).toEqual(Buffer.from('old'))
  })
})
