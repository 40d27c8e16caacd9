import { batchKey } from '@contactsheet/storage'
import { expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { reconcile } from '../reconciler.ts'
import { BATCH_QUEUE, type BatchJob, JOB_VERSION } from './jobs.ts'
import { openQueue } from './queue.testing.ts'

const JSON_TYPE = { contentType: 'application/json' }

describeOn(QUEUES, 'a store that fails for longer than a batch is tried, on $name', url => {
  it('leaves the batch open, and it is started anew', async () => {
    const queue = await openQueue(url)
    const { store, orchestrator } = queue
    const batch = makeBatch(2)
    await store.accept(batch)
    await queue.objects.put(batchKey(batch.id), Buffer.from('{'), JSON_TYPE)
    await queue.startWorker(queue.leafCounter(batch).runLeaf)
    // As the orchestrator adds it, on its last attempt.
    const data: BatchJob = { version: JOB_VERSION, batchId: batch.id, phase: 'fan-out' }
    await queue
      .look<BatchJob>(BATCH_QUEUE)
      .add('batch', data, { jobId: batch.id, attempts: 1, removeOnFail: true })
    await vi.waitUntil(async () => !(await orchestrator.knows(batch.id)), { timeout: 10_000 })
    expect(await store.isOpen(batch.id)).toBe(true)

    await queue.objects.put(batchKey(batch.id), Buffer.from(JSON.stringify(batch)), JSON_TYPE)
    const pass = (missed: ReadonlyMap<string, number>) =>
      reconcile(store, orchestrator, { heldElsewhere: async () => false }, { warn: () => {} }, missed)
    await pass(await pass(new Map()))
    expect((await queue.settled(batch)).counts.succeeded).toBe(4)
    await queue.close()
  })
})
