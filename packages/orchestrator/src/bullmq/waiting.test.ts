import { byProvider, KindError, leafById, MAX_WAIT_MS } from '@contactsheet/contract'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { GOOGLE_MODEL, makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { leafQueue } from './jobs.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

describeOn(QUEUES, 'retries, waits and limits with BullMQ on $name', url => {
  let queue: TestQueue

  beforeEach(async () => {
    queue = await openQueue(url)
  })

  afterEach(() => queue.close())

  it('tries a leaf again after a failure that may pass, and counts the attempts', async () => {
    const batch = makeBatch(1)
    const { runLeaf } = queue.leafCounter(batch, (leafId, tries) => {
      if (leafId === '0000-00' && tries === 1) throw new KindError('unavailable', 'Down.')
    })
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    const result = await queue.settled(batch)
    expect(result.records.map(record => [record.leafId, record.attempts])).toEqual([
      ['0000-00', 2],
      ['0000-01', 1],
    ])
  })

  it.for(['rate_limited', 'storage'] as const)('waits without using up an attempt for: %s', async kind => {
    const batch = makeBatch(1)
    const { tries, runLeaf } = queue.leafCounter(batch, (leafId, count) => {
      if (leafId === '0000-01' && count <= 2) throw new KindError(kind, 'Not now.', { retryAfterMs: 50 })
    })
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    const result = await queue.settled(batch)
    expect(tries.get('0000-01')).toBe(3)
    expect(result.records[1]).toMatchObject({ state: 'succeeded', attempts: 1 })
  })

  it('settles a batch partially when a leaf cannot even write its record', async () => {
    const batch = makeBatch(2)
    const { tries, runLeaf } = queue.leafCounter(batch, leafId => {
      if (leafId === '0001-01') throw new KindError('internal', 'The disk is full.')
    })
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    const result = await queue.settled(batch)
    expect(tries.get('0001-01')).toBe(4)
    expect(result.counts).toMatchObject({ total: 4, succeeded: 3, failed: 1 })
    expect(result.records[3]?.error?.message).toContain('The disk is full.')
    expect(await queue.store.settledStates(batch.id)).toEqual(
      new Map(result.records.map(r => [r.leafId, r.state])),
    )
  })

  it('keeps all workers from asking a provider that said to wait, and no other provider', async () => {
    const batch = makeBatch(4)
    const started: { provider: string; at: number }[] = []
    let refusedAt = 0
    const runLeaf: LeafRunner = async (_batchId, leafId) => {
      const leaf = leafById(batch, leafId)
      started.push({ provider: leaf.model.provider, at: Date.now() })
      if (leaf.model.provider === 'openai' && refusedAt === 0) {
        refusedAt = Date.now()
        throw new KindError('rate_limited', 'Slow down.', { retryAfterMs: 1_500 })
      }
      const record = makeRecord(batch, leaf)
      await queue.store.writeRecord(record)
      return record
    }
    await queue.startWorker(runLeaf, 1)
    await queue.startWorker(runLeaf, 1)
    await queue.start(batch)
    await queue.settled(batch)
    // One more call can be on its way in each worker when the pause begins.
    const early = started.filter(({ at }) => at > refusedAt + 300 && at < refusedAt + 1_400)
    expect(early.filter(({ provider }) => provider === 'openai')).toEqual([])
    expect(started.filter(({ provider }) => provider === 'google')).toHaveLength(4)
  })

  it('keeps other leaves from a provider for a minute at most, whatever that asks for', async () => {
    const batch = makeBatch(1, { models: [OPENAI_MODEL] })
    const { runLeaf } = queue.leafCounter(batch, () => {
      throw new KindError('rate_limited', 'Come back in thirty years.', { retryAfterMs: 999_999_999_000 })
    })
    const leaves = queue.look(leafQueue('openai'))
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    await vi.waitUntil(async () => (await leaves.getDelayedCount()) === 1)
    expect(await leaves.getRateLimitTtl()).toBeGreaterThan(0)
    expect(await leaves.getRateLimitTtl()).toBeLessThanOrEqual(60_000)
    const [job] = await leaves.getDelayed()
    expect(job?.delay).toBeLessThan(MAX_WAIT_MS + 60_000)
  })

  it('runs no more leaves of a model at once than its limit, over all workers', async () => {
    const limited = await openQueue(url, { [OPENAI_MODEL.id]: { concurrency: 2 } })
    onTestFinished(() => limited.close())
    const batch = makeBatch(6)
    const atOnce = byProvider(() => 0)
    const most = byProvider(() => 0)
    const runLeaf: LeafRunner = async (_batchId, leafId) => {
      const leaf = leafById(batch, leafId)
      const { provider } = leaf.model
      most[provider] = Math.max(most[provider], ++atOnce[provider])
      await new Promise(resolve => setTimeout(resolve, 150))
      atOnce[provider]--
      return makeRecord(batch, leaf)
    }
    await limited.startWorker(runLeaf)
    await limited.startWorker(runLeaf)
    await limited.start(batch)
    await vi.waitUntil(async () => (await limited.orchestrator.running(batch)).size > 0)
    await limited.settled(batch)
    expect(most.openai).toBe(2)
    expect(most.google).toBeGreaterThan(2)
  })

  it('starts no more leaves in a while than the rate of their provider allows', async () => {
    const limited = await openQueue(url, { google: { rpm: 60 } })
    onTestFinished(() => limited.close())
    const batch = makeBatch(8, { models: [GOOGLE_MODEL] })
    const startedAt: number[] = []
    const { runLeaf } = limited.leafCounter(batch, () => void startedAt.push(Date.now()))
    await limited.startWorker(runLeaf)
    await limited.startWorker(runLeaf)
    await limited.start(batch)
    expect((await limited.settled(batch)).counts.succeeded).toBe(8)
    // 60 a minute are 6 in a window of 6 s: the other two have to wait for the next.
    const [first = 0] = startedAt
    expect(startedAt.filter(at => at < first + 5_000)).toHaveLength(6)
  })
})
