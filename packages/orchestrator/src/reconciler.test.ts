import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BatchStore,
  batchKey,
  createDiskStore,
  type ObjectStore,
  UnreadableObject,
} from '@contactsheet/storage'
import { currentOrigin, withOrigin } from '@contactsheet/telemetry'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { type Missed, reconcile } from './reconciler.ts'

const log = { warn: () => {} }

describe('the reconciler', () => {
  let folder: string
  let store: BatchStore
  let objects: ObjectStore
  const known = new Set<string>()
  const claimed = new Set<string>()
  const started: string[] = []
  const leases = { heldElsewhere: async ({ batchId }: { batchId: string }) => claimed.has(batchId) }
  const orchestrator = {
    knows: async (batchId: string) => known.has(batchId),
    start: async (batchId: string) => void started.push(batchId),
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contactsheet-reconciler-'))
    objects = createDiskStore({ dataDir: folder, bucket: 'test' })
    store = new BatchStore(objects)
    await store.ready()
    known.clear()
    claimed.clear()
    started.length = 0
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('starts a batch again that two passes did not find', async () => {
    const [lost, running] = [makeBatch(1), makeBatch(1)]
    await store.accept(lost)
    await store.accept(running)
    known.add(running.id)
    const missed = await reconcile(store, orchestrator, leases, log, new Map())
    expect(started).toEqual([])
    expect(missed).toEqual(new Map([[lost.id, 1]]))
    expect(await reconcile(store, orchestrator, leases, log, missed)).toEqual(new Map())
    expect(started).toEqual([lost.id])
  })

  it('starts it in the name of the request that opened it', async () => {
    const batch = makeBatch(1)
    await withOrigin({ requestId: 'order-4711' }, () => store.accept(batch))
    const names: unknown[] = []
    const named = { ...orchestrator, start: async () => void names.push(currentOrigin()) }
    await reconcile(store, named, leases, log, new Map([[batch.id, 1]]))
    expect(names).toEqual([{ requestId: 'order-4711' }])
  })

  it('tells which batches are open, and what it did about them', async () => {
    const observer = { passed: vi.fn(), reconciled: vi.fn() }
    const [lost, running] = [makeBatch(1), makeBatch(1)]
    await store.accept(lost)
    await store.accept(running)
    known.add(running.id)
    await reconcile(store, orchestrator, leases, log, new Map([[lost.id, 1]]), observer)
    expect(observer.reconciled.mock.calls).toEqual([['started']])
    const [open] = observer.passed.mock.lastCall ?? []
    expect(new Set(open)).toEqual(new Set([lost.id, running.id]))
  })

  it('leaves alone what was on its way to the queue at the first pass', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    const missed = await reconcile(store, orchestrator, leases, log, new Map())
    known.add(batch.id)
    await reconcile(store, orchestrator, leases, log, missed)
    expect(started).toEqual([])
  })

  it('leaves alone what a task that was started by hand hands out, until that is gone', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    claimed.add(batch.id)
    const missed = await reconcile(store, orchestrator, leases, log, new Map([[batch.id, 1]]))
    expect(started).toEqual([])
    claimed.clear()
    await reconcile(
      store,
      orchestrator,
      leases,
      log,
      await reconcile(store, orchestrator, leases, log, missed),
    )
    expect(started).toEqual([batch.id])
  })

  it('starts a paused batch of which a provider has some, for that to be kept', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    await store.pause(batch.id)
    await store.economy.writeJob({
      version: 1,
      batchId: batch.id,
      number: 1,
      provider: 'openai',
      model: 'gpt-image-2',
      leaves: ['0000-01'],
      intendedAt: new Date().toISOString(),
    })
    await reconcile(store, orchestrator, leases, log, new Map([[batch.id, 1]]))
    expect(started).toEqual([batch.id])
  })

  it('leaves a paused batch alone that nobody has, and starts it once it is resumed or canceled', async () => {
    const [resumed, canceled] = [makeBatch(1), makeBatch(1)]
    for (const batch of [resumed, canceled]) {
      await store.accept(batch)
      await store.pause(batch.id)
    }
    expect(await passes()).toBe(1)
    expect(started).toEqual([])
    await store.resume(resumed.id)
    await store.cancel(canceled.id)
    expect(await passes()).toBe(2)
    expect(new Set(started)).toEqual(new Set([resumed.id, canceled.id]))
  })

  it('leaves alone what is not open', async () => {
    const batch = makeBatch(1)
    await reconcile(store, orchestrator, leases, log, new Map([[batch.id, 1]]))
    expect(started).toEqual([])
  })

  /** Passes until nothing is missed any more, and how many there were. */
  async function passes(): Promise<number> {
    let missed: Missed = new Map()
    let count = 0
    do {
      missed = await reconcile(store, orchestrator, leases, log, missed)
      count++
    } while (missed.size > 0 && count < 20)
    return count
  }

  it.each(['gone', 'damaged'])(
    'closes a batch whose batch.json is %s, with a note, and runs the others',
    async how => {
      const [broken, fine] = [makeBatch(1), makeBatch(1)]
      for (const batch of [broken, fine]) await store.accept(batch)
      if (how === 'gone') await objects.delete(batchKey(broken.id))
      else await objects.put(batchKey(broken.id), Buffer.from('garbage'), { contentType: 'application/json' })
      expect(await passes()).toBe(6)
      expect(new Set(started)).toEqual(new Set([fine.id]))
      expect(await store.isOpen(broken.id)).toBe(false)
      expect(await store.closedReason(broken.id)).toContain(how)
      expect(await store.closedReason(broken.id)).toContain('Restore it from a copy of the store.')
    },
  )

  it('leaves a batch of a newer release open for a newer worker', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    await objects.put(batchKey(batch.id), Buffer.from('{"version":2}'), { contentType: 'application/json' })
    for (let count = 0; count < 3; count++) await passes()
    expect(started).toEqual([batch.id, batch.id, batch.id])
    expect(await store.isOpen(batch.id)).toBe(true)
  })

  it('looks after the others if what is noted of one batch cannot be read', async () => {
    const [odd, lost] = [makeBatch(1), makeBatch(1)]
    for (const batch of [odd, lost]) await store.accept(batch)
    const knows = async (batchId: string) => {
      if (batchId === odd.id) throw new UnreadableObject('newer', 'run.json is of a newer release.')
      return false
    }
    const missed = await reconcile(store, { ...orchestrator, knows }, leases, log, new Map())
    await reconcile(store, { ...orchestrator, knows }, leases, log, missed)
    expect(started).toEqual([lost.id])
  })
})
