import { leafById, leavesOf, recomposedBatch } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { OrchestratorUnavailable } from '../orchestrator.ts'
import { BATCH_QUEUE } from './jobs.ts'
import { connectBullOrchestrator } from './orchestrator.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

describeOn(QUEUES, 'the life of a batch with BullMQ on $name', url => {
  let queue: TestQueue

  beforeEach(async () => {
    queue = await openQueue(url)
  })

  afterEach(() => queue.close())

  it('runs every leaf of a batch once and settles it', async () => {
    const batch = makeBatch(5)
    const { tries, runLeaf } = queue.leafCounter(batch)
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    const result = await queue.settled(batch)
    expect(result.state).toBe('succeeded')
    expect([...tries.values()]).toEqual(Array.from({ length: 10 }, () => 1))
    await vi.waitUntil(async () => !(await queue.orchestrator.knows(batch.id)), { timeout: 10_000 })
    expect(await queue.store.isOpen(batch.id)).toBe(false)
  })

  it('loses none of many leaves, over several chunks and two workers', async () => {
    const batch = makeBatch(600)
    const first = queue.leafCounter(batch)
    const second = queue.leafCounter(batch)
    await queue.startWorker(first.runLeaf)
    await queue.startWorker(second.runLeaf)
    await queue.start(batch)
    const result = await queue.settled(batch)
    expect(result.counts).toMatchObject({ total: 1_200, succeeded: 1_200 })
    expect(first.tries.size).toBeGreaterThan(0)
    expect(second.tries.size).toBeGreaterThan(0)
    expect(first.tries.size + second.tries.size).toBe(1_200)
  })

  it('takes a batch that is started twice for one', async () => {
    const batch = makeBatch(20)
    const { tries, runLeaf } = queue.leafCounter(batch)
    await queue.store.accept(batch)
    await Promise.all([queue.orchestrator.start(batch.id), queue.orchestrator.start(batch.id)])
    await queue.startWorker(runLeaf)
    await queue.orchestrator.start(batch.id)
    await queue.settled(batch)
    expect(Math.max(...tries.values())).toBe(1)
  })

  it('runs only what has not settled when a batch is started anew', async () => {
    const batch = makeBatch(3)
    const { tries, runLeaf } = queue.leafCounter(batch)
    const [done, failed] = leavesOf(batch)
    if (done === undefined || failed === undefined) throw new Error('unreachable')
    await queue.store.accept(batch)
    await queue.store.writeRecord(makeRecord(batch, done))
    await queue.store.writeRecord(makeRecord(batch, failed, { state: 'failed' }))
    await queue.startWorker(runLeaf)
    await queue.orchestrator.start(batch.id)
    const result = await queue.settled(batch)
    expect(result.state).toBe('partial')
    expect([...tries.keys()].toSorted()).toEqual(['0001-00', '0001-01', '0002-00', '0002-01'])
  })

  it('does not let a small batch wait behind a huge one', async () => {
    const [huge, small] = [makeBatch(150), makeBatch(2)]
    const order: string[] = []
    const runLeaf: LeafRunner = async (batchId, leafId) => {
      order.push(batchId)
      const batch = batchId === huge.id ? huge : small
      return makeRecord(batch, leafById(batch, leafId))
    }
    for (const batch of [huge, small]) {
      await queue.start(batch)
    }
    await queue.startWorker(runLeaf, 1)
    await Promise.all([queue.settled(huge), queue.settled(small)])
    expect(order.lastIndexOf(small.id)).toBeLessThan(order.length / 2)
  })

  it('knows what is under way and which leaves run', async () => {
    const batch = makeBatch(2)
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    const { runLeaf } = queue.leafCounter(batch, () => gate)
    await queue.startWorker(runLeaf)
    expect(await queue.orchestrator.knows(batch.id)).toBe(false)
    await queue.start(batch)
    await vi.waitUntil(async () => (await queue.orchestrator.running(batch)).size === 4)
    expect(await queue.orchestrator.running(batch)).toEqual(
      new Set([...leavesOf(batch)].map(leaf => leaf.id)),
    )
    expect(await queue.orchestrator.running(makeBatch(1))).toEqual(new Set())
    expect(await queue.orchestrator.knows(batch.id)).toBe(true)
    release()
    await queue.settled(batch)
  })

  it('runs the leaves of a batch again that is recomposed at once, each told its version and none as new', async () => {
    const batch = makeBatch(2)
    const before = await queue.startWorker(queue.leafCounter(batch).runLeaf)
    await queue.start(batch)
    await queue.settled(batch)
    await vi.waitUntil(async () => !(await queue.orchestrator.knows(batch.id)), { timeout: 10_000 })
    // It knows the batch as it was.
    await before.close(0)
    const titles = { '0000-01': 'Another', '0001-00': 'And another' }
    const next = recomposedBatch(batch, { look: {}, titles, keep: false }, new Date())
    await queue.store.recompose(next)
    const told: LeafRunner = vi.fn(queue.leafCounter(next).runLeaf)
    await queue.startWorker(told)
    await queue.orchestrator.start(batch.id)
    const result = await vi.waitUntil(async () => await queue.store.result(batch.id), { timeout: 20_000 })
    expect(result.batch).toEqual(next)
    expect(result.records.map(({ tag }) => tag !== undefined)).toEqual([false, true, true, false])
  })

  it('runs what an earlier release has put into its queues', async () => {
    const batch = makeBatch(1)
    await queue.store.accept(batch)
    const data = JSON.parse(`{"version":1,"batchId":"${batch.id}","phase":"fan-out"}`)
    await queue.look(BATCH_QUEUE).add('batch', data, { jobId: batch.id, removeOnComplete: true })
    await queue.startWorker(queue.leafCounter(batch).runLeaf)
    expect((await queue.settled(batch)).state).toBe('succeeded')
  })

  it('leaves a job of an unknown version to newer workers', async () => {
    const batches = queue.look(BATCH_QUEUE)
    const batch = makeBatch(1)
    await queue.store.accept(batch)
    await batches.add('batch', JSON.parse(`{"version":99,"batchId":"${batch.id}"}`), { jobId: batch.id })
    await queue.startWorker(queue.leafCounter(batch).runLeaf)
    await vi.waitUntil(async () => (await batches.getJobState(batch.id)) === 'delayed', { timeout: 10_000 })
    expect(await queue.store.isOpen(batch.id)).toBe(true)
  })
})

describe.for(['redis://:hunter2@127.0.0.1:1', 'postgres://user:hunter2@127.0.0.1:1/queue'])(
  'a queue that is not there, at %s',
  url => {
    it('is reported with its address and what to set, but without its password', async () => {
      const orchestrator = connectBullOrchestrator({ url, prefix: 'test', limits: {} }, () => {})
      const failure = await orchestrator.ready().catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(OrchestratorUnavailable)
      expect(String(failure)).toMatch(/127\.0\.0\.1:1.*cannot be reached.*QUEUE_URL/)
      expect(String(failure)).not.toContain('hunter2')
      await expect(orchestrator.start('x')).rejects.toThrow(OrchestratorUnavailable)
      await orchestrator.close()
    })
  },
)
