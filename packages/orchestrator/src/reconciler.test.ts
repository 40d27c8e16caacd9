import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { reconcile } from './reconciler.ts'

const log = { warn: () => {} }

describe('the reconciler', () => {
  let folder: string
  let store: BatchStore
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
    store = new BatchStore(createDiskStore({ dataDir: folder, bucket: 'test' }))
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
    const missed = await reconcile(store, orchestrator, leases, log, new Set())
    expect(started).toEqual([])
    expect(missed).toEqual(new Set([lost.id]))
    expect(await reconcile(store, orchestrator, leases, log, missed)).toEqual(new Set())
    expect(started).toEqual([lost.id])
  })

  it('leaves alone what was on its way to the queue at the first pass', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    const missed = await reconcile(store, orchestrator, leases, log, new Set())
    known.add(batch.id)
    await reconcile(store, orchestrator, leases, log, missed)
    expect(started).toEqual([])
  })

  it('leaves alone what a task that was started by hand hands out, until that is gone', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    claimed.add(batch.id)
    const missed = await reconcile(store, orchestrator, leases, log, new Set([batch.id]))
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

  it('leaves alone what is not open', async () => {
    const batch = makeBatch(1)
    await reconcile(store, orchestrator, leases, log, new Set([batch.id]))
    expect(started).toEqual([])
  })
})
