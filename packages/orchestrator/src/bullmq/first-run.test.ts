import { setTimeout as sleep } from 'node:timers/promises'
import { KindError, leafOf, newBatchId } from '@contactsheet/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { TIMING } from '../lease/timing.ts'
import { BATCH_QUEUE, type BatchJob, JOB_VERSION, LEAF_JOBS, leafJobId, leafQueue } from './jobs.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

describeOn(QUEUES, 'a leaf that nobody has run before, by what BullMQ on $name knows', url => {
  let queue: TestQueue
  beforeEach(async () => {
    queue = await openQueue(url)
  })
  afterEach(() => queue.close())

  /** A runner that notes for each run of a leaf whether it was told to be the first. */
  function noting(batch: ReturnType<typeof makeBatch>, before?: Parameters<TestQueue['leafCounter']>[1]) {
    const told: [leafId: string, first: boolean][] = []
    const { runLeaf } = queue.leafCounter(batch, before)
    const noted: LeafRunner = (batchId, leafId, attempt, signal, options) => {
      told.push([leafId, options?.first ?? false])
      return runLeaf(batchId, leafId, attempt, signal, options)
    }
    return { told, noted }
  }

  it('is told so at its first start, in every chunk of a new batch', async () => {
    const batch = makeBatch(40)
    const { told, noted } = noting(batch)
    await queue.startWorker(noted)
    await queue.start(batch)
    await queue.settled(batch)
    expect(told).toHaveLength(80)
    expect(told.filter(([, first]) => !first)).toEqual([])
  })

  it('is none when it is tried again', async () => {
    const batch = makeBatch(1, { models: [OPENAI_MODEL] })
    const { told, noted } = noting(batch, (_leafId, tries) => {
      if (tries === 1) throw new KindError('unavailable', 'Not now.', { retryAfterMs: 1 })
    })
    await queue.startWorker(noted)
    await queue.start(batch)
    await queue.settled(batch)
    expect(told).toEqual([
      ['0000-00', true],
      ['0000-00', false],
    ])
  })

  it('is none when a worker that stops has given it back', async () => {
    const batch = makeBatch(1, { models: [OPENAI_MODEL] })
    const stuck = vi.fn<LeafRunner>(
      (_batchId, _leafId, _attempt, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    const stopping = await queue.startWorker(stuck)
    await queue.start(batch)
    await vi.waitUntil(() => stuck.mock.calls.length === 1, 10_000)
    await stopping.close(0)
    const { told, noted } = noting(batch)
    await queue.startWorker(noted)
    await queue.settled(batch)
    expect(stuck.mock.calls[0]?.[4]).toMatchObject({ first: true })
    expect(told).toEqual([['0000-00', false]])
  })

  it('is none in a batch so old that it may have been started again', async () => {
    const batch = makeBatch(1, { id: newBatchId(Date.now() - TIMING.secondJobMs) })
    const { told, noted } = noting(batch)
    await queue.startWorker(noted)
    await queue.start(batch)
    await queue.settled(batch)
    expect(told.map(([, first]) => first)).toEqual([false, false])
  })

  it('is none in a batch that is run again', async () => {
    const batch = makeBatch(2)
    const { told, noted } = noting(batch)
    await queue.store.accept(batch)
    await queue.store.writeRecord(makeRecord(batch, leafOf(batch, 0, 0)))
    await queue.startWorker(noted)
    await queue.orchestrator.start(batch.id)
    await queue.settled(batch)
    expect(told.map(([, first]) => first)).toEqual([false, false, false])
  })

  it('is none when the job that hands out its batch was started before', async () => {
    const batch = makeBatch(1)
    const { told, noted } = noting(batch)
    const states = queue.store.settledStates.bind(queue.store)
    // As when the worker dies or loses its queue in the middle.
    vi.spyOn(queue.store, 'settledStates')
      .mockRejectedValueOnce(new Error('broken off'))
      .mockImplementation(states)
    await queue.startWorker(noted)
    await queue.start(batch)
    await queue.settled(batch)
    expect(told.map(([, first]) => first)).toEqual([false, false])
  })

  it('is none when its job is older than the connection, as in a queue that comes back as it was', async () => {
    const batch = makeBatch(1, { models: [OPENAI_MODEL] })
    await queue.store.accept(batch)
    const data = { version: JOB_VERSION, batchId: batch.id } as const
    const opts = { removeOnComplete: true, removeOnFail: true }
    const leafData = { ...data, leafId: '0000-00', number: 1, waits: 0, waitedMs: 0 }
    await queue
      .look(leafQueue('openai'))
      .add(LEAF_JOBS.first, leafData, { ...opts, jobId: leafJobId(batch.id, '0000-00') })
    const other = makeBatch(1)
    await queue.store.accept(other)
    const fanOut: BatchJob = { ...data, batchId: other.id, phase: 'fan-out' }
    await queue.look<BatchJob>(BATCH_QUEUE).add('batch', fanOut, { ...opts, jobId: other.id })
    await sleep(10)
    const kept = noting(batch)
    const added = noting(other)
    await queue.startWorker((batchId, ...rest) =>
      (batchId === batch.id ? kept : added).noted(batchId, ...rest),
    )
    await queue.settled(other)
    await vi.waitUntil(() => kept.told.length > 0)
    expect(kept.told).toEqual([['0000-00', false]])
    expect(added.told.map(([, first]) => first)).toEqual([false, false])
  })
})
