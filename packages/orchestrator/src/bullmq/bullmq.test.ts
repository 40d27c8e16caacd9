import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, LeafError, leafById, leavesOf, type Result } from '@contactsheet/contract'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { GOOGLE_MODEL, makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { cancelBatch } from '../cancel.ts'
import { type Orchestrator, OrchestratorUnavailable } from '../orchestrator.ts'
import { recordWithoutRun } from '../record-without-run.ts'
import type { RunLeaf } from '../run-leaf.ts'
import { connectBackend, type QueueAddress } from './backend.ts'
import { BATCH_QUEUE, leafQueue } from './jobs.ts'
import { connectBullOrchestrator } from './orchestrator.ts'
import { startBullWorkers, type Workers } from './workers.ts'

const servers = [
  ['Redis', inject('redisUrl')],
  ['PostgreSQL', inject('postgresUrl')],
] as const

// Redis is not to be had on every machine; the run says how to get it, and CI fails without it.
describe.for(servers.filter(([, url]) => url !== undefined))('BullMQ on %s', ([, url]) => {
  let folder: string
  let store: BatchStore
  let address: QueueAddress
  let orchestrator: Orchestrator
  let workers: Workers[]
  const errors: Error[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contactsheet-orchestrator-'))
    store = new BatchStore(createDiskStore({ dataDir: folder, bucket: 'test' }))
    await store.objects.ready()
    address = { url: url ?? '', prefix: `test_${randomBytes(6).toString('hex')}`, limits: {} }
    orchestrator = connectBullOrchestrator(address, error => errors.push(error))
    workers = []
    errors.length = 0
  })

  afterEach(async () => {
    await Promise.all(workers.map(worker => worker.close(0)))
    await orchestrator.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function startWorker(runLeaf: RunLeaf, concurrency = 50): Promise<Workers> {
    const started = await startBullWorkers(address, {
      store,
      runLeaf,
      concurrency,
      onError: error => errors.push(error),
    })
    workers.push(started)
    return started
  }

  /** Settles every leaf as the leaf package would, and counts how often each ran. */
  function leafCounter(
    batch: Batch,
    before: (leafId: string, tries: number) => Promise<void> | void = () => {},
  ) {
    const tries = new Map<string, number>()
    const runLeaf: RunLeaf = async (_batchId, leafId, attempt) => {
      const count = (tries.get(leafId) ?? 0) + 1
      tries.set(leafId, count)
      await before(leafId, count)
      const record = makeRecord(batch, leafById(batch, leafId), { attempts: attempt.number })
      await store.writeRecord(record)
      return record
    }
    return { tries, runLeaf }
  }

  async function settled(batch: Batch): Promise<Result> {
    return vi.waitUntil(async () => await store.result(batch.id), { timeout: 25_000, interval: 20 })
  }

  it('runs every leaf of a batch once and settles it', async () => {
    const batch = makeBatch(5)
    const { tries, runLeaf } = leafCounter(batch)
    await startWorker(runLeaf)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    const result = await settled(batch)
    expect(result.state).toBe('succeeded')
    expect([...tries.values()]).toEqual(Array.from({ length: 10 }, () => 1))
    await vi.waitUntil(async () => !(await orchestrator.knows(batch.id)))
    expect(await store.isOpen(batch.id)).toBe(false)
  })

  it('loses none of many leaves, over several chunks and two workers', async () => {
    const batch = makeBatch(600)
    const first = leafCounter(batch)
    const second = leafCounter(batch)
    await startWorker(first.runLeaf)
    await startWorker(second.runLeaf)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    const result = await settled(batch)
    expect(result.counts).toMatchObject({ total: 1_200, succeeded: 1_200 })
    expect(first.tries.size).toBeGreaterThan(0)
    expect(second.tries.size).toBeGreaterThan(0)
    expect(first.tries.size + second.tries.size).toBe(1_200)
  })

  it('tries a leaf again after a failure that may pass, and counts the attempts', async () => {
    const batch = makeBatch(1)
    const { runLeaf } = leafCounter(batch, (leafId, tries) => {
      if (leafId === '0000-00' && tries === 1) throw new LeafError('unavailable', 'Down.')
    })
    await startWorker(runLeaf)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    const result = await settled(batch)
    expect(result.records.map(record => [record.leafId, record.attempts])).toEqual([
      ['0000-00', 2],
      ['0000-01', 1],
    ])
  })

  it.for(['rate_limited', 'storage'] as const)('waits without using up an attempt for: %s', async kind => {
    const batch = makeBatch(1)
    const { tries, runLeaf } = leafCounter(batch, (leafId, count) => {
      if (leafId === '0000-01' && count <= 2) throw new LeafError(kind, 'Not now.', { retryAfterMs: 50 })
    })
    await startWorker(runLeaf)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    const result = await settled(batch)
    expect(tries.get('0000-01')).toBe(3)
    expect(result.records[1]).toMatchObject({ state: 'succeeded', attempts: 1 })
  })

  it('settles a batch partially when a leaf cannot even write its record', async () => {
    const batch = makeBatch(2)
    const { tries, runLeaf } = leafCounter(batch, leafId => {
      if (leafId === '0001-01') throw new LeafError('internal', 'The disk is full.')
    })
    await startWorker(runLeaf)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    const result = await settled(batch)
    expect(tries.get('0001-01')).toBe(4)
    expect(result.counts).toMatchObject({ total: 4, succeeded: 3, failed: 1 })
    expect(result.records[3]?.error?.message).toContain('The disk is full.')
    expect(await store.settledStates(batch.id)).toEqual(new Map(result.records.map(r => [r.leafId, r.state])))
  })

  it('takes a batch that is started twice for one', async () => {
    const batch = makeBatch(20)
    const { tries, runLeaf } = leafCounter(batch)
    await store.accept(batch)
    await Promise.all([orchestrator.start(batch.id), orchestrator.start(batch.id)])
    await startWorker(runLeaf)
    await orchestrator.start(batch.id)
    await settled(batch)
    expect(Math.max(...tries.values())).toBe(1)
  })

  it('runs only what has not settled when a batch is started anew', async () => {
    const batch = makeBatch(3)
    const { tries, runLeaf } = leafCounter(batch)
    const [done, failed] = leavesOf(batch)
    if (done === undefined || failed === undefined) throw new Error('unreachable')
    await store.accept(batch)
    await store.writeRecord(makeRecord(batch, done))
    await store.writeRecord(makeRecord(batch, failed, { state: 'failed' }))
    await startWorker(runLeaf)
    await orchestrator.start(batch.id)
    const result = await settled(batch)
    expect(result.state).toBe('partial')
    expect([...tries.keys()].toSorted()).toEqual(['0001-00', '0001-01', '0002-00', '0002-01'])
  })

  it('keeps all workers from asking a provider that said to wait, and no other provider', async () => {
    const batch = makeBatch(4)
    const started: { provider: string; at: number }[] = []
    let refusedAt = 0
    const runLeaf: RunLeaf = async (_batchId, leafId) => {
      const leaf = leafById(batch, leafId)
      started.push({ provider: leaf.model.provider, at: Date.now() })
      if (leaf.model.provider === 'openai' && refusedAt === 0) {
        refusedAt = Date.now()
        throw new LeafError('rate_limited', 'Slow down.', { retryAfterMs: 1_500 })
      }
      const record = makeRecord(batch, leaf)
      await store.writeRecord(record)
      return record
    }
    await startWorker(runLeaf, 1)
    await startWorker(runLeaf, 1)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    await settled(batch)
    // One more call can be on its way in each worker when the pause begins.
    const early = started.filter(({ at }) => at > refusedAt + 300 && at < refusedAt + 1_400)
    expect(early.filter(({ provider }) => provider === 'openai')).toEqual([])
    expect(started.filter(({ provider }) => provider === 'google')).toHaveLength(4)
  })

  it('runs no more leaves of a model at once than its limit, over all workers', async () => {
    address = { ...address, limits: { [OPENAI_MODEL.id]: { concurrency: 2 } } }
    const limited = connectBullOrchestrator(address, error => errors.push(error))
    const batch = makeBatch(6)
    const atOnce = { openai: 0, google: 0 }
    const most = { openai: 0, google: 0 }
    const runLeaf: RunLeaf = async (_batchId, leafId) => {
      const leaf = leafById(batch, leafId)
      const { provider } = leaf.model
      most[provider] = Math.max(most[provider], ++atOnce[provider])
      await new Promise(resolve => setTimeout(resolve, 150))
      atOnce[provider]--
      return makeRecord(batch, leaf)
    }
    await startWorker(runLeaf)
    await startWorker(runLeaf)
    await store.accept(batch)
    await limited.start(batch.id)
    await vi.waitUntil(async () => (await limited.running(batch.id)).size > 0)
    await settled(batch)
    expect(most.openai).toBe(2)
    expect(most.google).toBeGreaterThan(2)
    await limited.close()
  })

  it('starts no more leaves in a while than the rate of their provider allows', async () => {
    address = { ...address, limits: { google: { rpm: 60 } } }
    const batch = makeBatch(8, { models: [GOOGLE_MODEL] })
    const { tries, runLeaf } = leafCounter(batch)
    await startWorker(runLeaf)
    await startWorker(runLeaf)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    // 60 a minute are 6 in any window of 6 s: the other two leaves come after that.
    await vi.waitUntil(() => tries.size === 6)
    expect((await settled(batch)).counts.succeeded).toBe(8)
    const { timings } = (await store.result(batch.id)) ?? { timings: undefined }
    expect(timings?.wallClockMs).toBeGreaterThan(0)
  })

  it('does not let a small batch wait behind a huge one', async () => {
    const [huge, small] = [makeBatch(150), makeBatch(2)]
    const order: string[] = []
    const runLeaf: RunLeaf = async (batchId, leafId) => {
      order.push(batchId)
      const batch = batchId === huge.id ? huge : small
      return makeRecord(batch, leafById(batch, leafId))
    }
    for (const batch of [huge, small]) {
      await store.accept(batch)
      await orchestrator.start(batch.id)
    }
    await startWorker(runLeaf, 1)
    await Promise.all([settled(huge), settled(small)])
    expect(order.lastIndexOf(small.id)).toBeLessThan(order.length / 2)
  })

  it('knows what is under way and which leaves run', async () => {
    const batch = makeBatch(2)
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    const { runLeaf } = leafCounter(batch, () => gate)
    await startWorker(runLeaf)
    expect(await orchestrator.knows(batch.id)).toBe(false)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    await vi.waitUntil(async () => (await orchestrator.running(batch.id)).size === 4)
    expect(await orchestrator.running(batch.id)).toEqual(new Set([...leavesOf(batch)].map(leaf => leaf.id)))
    expect(await orchestrator.running(makeBatch(1).id)).toEqual(new Set())
    expect(await orchestrator.knows(batch.id)).toBe(true)
    release()
    await settled(batch)
  })

  it('does not let a canceled leaf wait out its delay', async () => {
    const batch = makeBatch(1, { models: [OPENAI_MODEL] })
    const { runLeaf } = leafCounter(batch, async (_leafId, tries) => {
      if (tries === 1) throw new LeafError('unavailable', 'Much later.', { retryAfterMs: 600_000 })
    })
    const queue = connectBackend(address, 'producer', error => errors.push(error))
    const leaves = queue.queue(leafQueue('openai'))
    await startWorker(runLeaf)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    await vi.waitUntil(async () => (await leaves.getDelayedCount()) === 1)
    await orchestrator.cancel(makeBatch(1).id)
    expect(await leaves.getDelayedCount()).toBe(1)
    await orchestrator.cancel(batch.id)
    await settled(batch)
    await leaves.close()
    await queue.close()
  })

  it('cancels what waits and what runs, and keeps what has succeeded', async () => {
    const batch = makeBatch(4, { models: [OPENAI_MODEL] })
    const { tries, runLeaf } = leafCounter(batch, async leafId => {
      if (leafId === '0000-00') return
      await vi.waitUntil(() => store.isCanceled(batch.id), { timeout: 20_000 })
      throw new LeafError('canceled', 'The batch was canceled.')
    })
    const settling: RunLeaf = async (batchId, leafId, ...rest) => {
      if ((await store.settledStates(batchId)).get(leafId) === 'canceled')
        return recordWithoutRun(batch, leafById(batch, leafId), { kind: 'canceled', message: 'Canceled.' })
      try {
        return await runLeaf(batchId, leafId, ...rest)
      } catch (error) {
        const record = recordWithoutRun(batch, leafById(batch, leafId), LeafError.from(error).toFailure())
        await store.writeRecord(record)
        return record
      }
    }
    await startWorker(settling, 1)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    await vi.waitUntil(() => tries.has('0001-00'))
    await cancelBatch(store, orchestrator, batch)
    const result = await settled(batch)
    expect(result.state).toBe('canceled')
    expect(result.counts).toMatchObject({ total: 4, succeeded: 1, canceled: 3, failed: 0 })
    expect([...tries.keys()]).toEqual(['0000-00', '0001-00'])
  })

  it('gives back what still runs when a worker stops, with no attempt used', async () => {
    const batch = makeBatch(1)
    const stuck: RunLeaf = (_batchId, _leafId, _attempt, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const stopping = await startWorker(stuck)
    await store.accept(batch)
    await orchestrator.start(batch.id)
    await vi.waitUntil(async () => (await orchestrator.running(batch.id)).size === 2)
    await stopping.close(0)
    const { runLeaf } = leafCounter(batch)
    await startWorker(runLeaf)
    const result = await settled(batch)
    expect(result.records.map(record => record.attempts)).toEqual([1, 1])
  })

  it('leaves a job of an unknown version to newer workers', async () => {
    const backend = connectBackend(address, 'producer', error => errors.push(error))
    const queue = backend.queue(BATCH_QUEUE)
    const batch = makeBatch(1)
    await store.accept(batch)
    await queue.add('batch', { version: 99, batchId: batch.id, news: true }, { jobId: batch.id })
    await startWorker(leafCounter(batch).runLeaf)
    await vi.waitUntil(async () => (await queue.getJobState(batch.id)) === 'delayed', { timeout: 10_000 })
    expect(await store.isOpen(batch.id)).toBe(true)
    await queue.close()
    await backend.close()
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
