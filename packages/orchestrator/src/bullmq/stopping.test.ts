import { buildRecord, chargeOf, KindError, leafById } from '@contactsheet/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { cancelBatch } from '../cancel.ts'
import { CANCELED_BEFORE } from '../endings.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { reconcile } from '../reconciler.ts'
import { leafQueue } from './jobs.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

describeOn(QUEUES, 'canceling batches and stopping workers with BullMQ on $name', url => {
  let queue: TestQueue

  beforeEach(async () => {
    queue = await openQueue(url)
  })

  afterEach(() => queue.close())

  it('does not let a canceled leaf wait out its delay', async () => {
    const batch = makeBatch(1, { models: [OPENAI_MODEL] })
    const { runLeaf } = queue.leafCounter(batch, async (_leafId, tries) => {
      if (tries === 1) throw new KindError('unavailable', 'Much later.', { retryAfterMs: 600_000 })
    })
    const leaves = queue.look(leafQueue('openai'))
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    await vi.waitUntil(async () => (await leaves.getDelayedCount()) === 1)
    await queue.orchestrator.cancel(makeBatch(1).id)
    expect(await leaves.getDelayedCount()).toBe(1)
    await queue.orchestrator.cancel(batch.id)
    await queue.settled(batch)
  })

  it('cancels what waits and what runs, and keeps what has succeeded', async () => {
    const batch = makeBatch(4, { models: [OPENAI_MODEL] })
    const { tries, runLeaf } = queue.leafCounter(batch, async leafId => {
      if (leafId === '0000-00') return
      await vi.waitUntil(() => queue.store.isCanceled(batch.id), { timeout: 20_000 })
      throw new KindError('canceled', 'The batch was canceled.')
    })
    const settling: LeafRunner = async (batchId, leafId, ...rest) => {
      // The mark comes before the records of what waits: from then on no leaf starts.
      if (await queue.store.isCanceled(batchId)) {
        const record = buildRecord(batch, leafById(batch, leafId), CANCELED_BEFORE)
        await queue.store.writeRecord(record)
        return record
      }
      try {
        return await runLeaf(batchId, leafId, ...rest)
      } catch (error) {
        const record = buildRecord(batch, leafById(batch, leafId), {
          error: KindError.from(error).toFailure(),
        })
        await queue.store.writeRecord(record)
        return record
      }
    }
    await queue.startWorker(settling, 1)
    await queue.start(batch)
    await vi.waitUntil(() => tries.has('0001-00'))
    await cancelBatch(queue.store, queue.orchestrator, batch)
    const result = await queue.settled(batch)
    expect(result.state).toBe('canceled')
    expect(result.counts).toMatchObject({ total: 4, succeeded: 1, canceled: 3, failed: 0 })
    expect([...tries.keys()]).toEqual(['0000-00', '0001-00'])
  })

  it('settles a canceled batch though a provider has had its queue paused', async () => {
    const batch = makeBatch(4, { models: [OPENAI_MODEL] })
    const { tries, runLeaf } = queue.leafCounter(batch)
    await queue.startWorker(runLeaf)
    await queue.look(leafQueue('openai')).rateLimit(600_000)
    await queue.start(batch)
    await cancelBatch(queue.store, queue.orchestrator, batch)
    const leases = { heldElsewhere: async () => false }
    await reconcile(queue.store, queue.orchestrator, leases, { warn: () => {} }, new Map())
    expect(await queue.store.result(batch.id)).toMatchObject({ state: 'canceled', counts: { canceled: 4 } })
    expect(await queue.store.isOpen(batch.id)).toBe(false)
    expect(tries.size).toBe(0)
  })

  it('gives back what still runs when a worker stops, with no attempt used', async () => {
    const batch = makeBatch(1)
    const stuck: LeafRunner = (_batchId, _leafId, _attempt, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const stopping = await queue.startWorker(stuck)
    await queue.start(batch)
    await vi.waitUntil(async () => (await queue.orchestrator.running(batch)).size === 2)
    await stopping.close(0)
    const { runLeaf } = queue.leafCounter(batch)
    await queue.startWorker(runLeaf)
    const result = await queue.settled(batch)
    expect(result.records.map(record => record.attempts)).toEqual([1, 1])
  })

  it('counts a call that was broken off because its worker stopped: it may be charged', async () => {
    const batch = makeBatch(1, { models: [OPENAI_MODEL] })
    const charge = chargeOf(OPENAI_MODEL, false, undefined)
    const stuck: LeafRunner = (_batchId, _leafId, _attempt, signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new KindError('internal', 'Broken off.', { charge }))),
      )
    const stopping = await queue.startWorker(stuck)
    await queue.start(batch)
    await vi.waitUntil(async () => (await queue.orchestrator.running(batch)).size === 1)
    await stopping.close(0)
    const heard = vi.fn<LeafRunner>()
    const { runLeaf } = queue.leafCounter(batch)
    await queue.startWorker((...call) => {
      heard(...call)
      return runLeaf(...call)
    })
    await queue.settled(batch)
    expect(heard.mock.calls[0]?.[2]).toMatchObject({ number: 1, charges: [charge] })
  })
})
