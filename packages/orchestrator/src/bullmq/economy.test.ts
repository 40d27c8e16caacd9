import { firstAttempt } from '@contactsheet/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { cancelBatch } from '../cancel.ts'
import type { LaneStand } from '../lane-runner.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { BATCH_QUEUE } from './jobs.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

/** What the lane says of a batch, one after the other. The last one holds. */
type Stands = Partial<LaneStand>[]

describeOn(QUEUES, 'a batch with an economy lane, with BullMQ on $name', url => {
  let queue: TestQueue
  /** Which stand comes next, and how often the lane was gone on with. */
  let stands: Stands
  let looks: number
  let most: number
  let atOnce: number

  beforeEach(async () => {
    stands = []
    looks = most = atOnce = 0
    queue = await openQueue(url, {}, async () => {
      most = Math.max(most, ++atOnce)
      await new Promise(resolve => setTimeout(resolve, 50))
      atOnce--
      const stand = stands[Math.min(looks++, stands.length - 1)]
      return { leaves: new Set(), lookAt: undefined, isAtProviders: false, attempts: new Map(), ...stand }
    })
  })
  afterEach(() => queue.close())

  const economyBatch = () =>
    makeBatch(3, {
      models: [
        { ...OPENAI_MODEL, speed: 'economy' },
        { ...OPENAI_MODEL, id: 'gpt-image-1.5' },
      ],
    })
  const soon = () => Date.now() + 300
  const held = (...ids: string[]): Partial<LaneStand> => ({
    leaves: new Set(ids),
    lookAt: soon(),
    isAtProviders: true,
  })

  it('runs what the lane does not have, and the rest as that gives it on', async () => {
    const batch = economyBatch()
    const { tries, runLeaf } = queue.leafCounter(batch)
    stands = [held('0000-00', '0001-00', '0002-00'), held('0002-00'), {}]
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    await vi.waitUntil(() => tries.size === 3)
    expect([...tries.keys()].every(id => id.endsWith('-01'))).toBe(true)
    expect((await queue.settled(batch)).state).toBe('succeeded')
    expect([...tries.values()]).toEqual([1, 1, 1, 1, 1, 1])
    expect(looks).toBe(3)
  })

  it('waits with a job that is delayed, and holds no worker', async () => {
    const batch = economyBatch()
    const { runLeaf } = queue.leafCounter(batch)
    stands = [{ ...held('0000-00', '0001-00', '0002-00'), lookAt: Date.now() + 3_600_000 }]
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    const counts = () => queue.look(BATCH_QUEUE).getJobCounts('delayed', 'active')
    await vi.waitUntil(async () => (await counts()).delayed === 1, { timeout: 10_000 })
    expect(await counts()).toEqual({ delayed: 1, active: 0 })
    expect((await queue.store.settledStates(batch)).size).toBe(3)
    expect(await queue.store.isOpen(batch.id)).toBe(true)
  })

  it('begins leaves at the attempts that the lane has come to', async () => {
    const batch = economyBatch()
    const seen: number[] = []
    const { runLeaf } = queue.leafCounter(batch)
    const watched: LeafRunner = (batchId, leafId, attempt, ...rest) => {
      seen.push(attempt.number)
      return runLeaf(batchId, leafId, attempt, ...rest)
    }
    stands = [{ attempts: new Map([['0001-00', { ...firstAttempt(), number: 3 }]]) }]
    await queue.startWorker(watched)
    await queue.start(batch)
    await queue.settled(batch)
    expect(seen.toSorted()).toEqual([1, 1, 1, 1, 1, 3])
  })

  it('is gone on with by one at a time, whatever number of workers there are', async () => {
    const batch = economyBatch()
    const { runLeaf } = queue.leafCounter(batch)
    const ids = ['0000-00', '0001-00', '0002-00']
    stands = [...Array.from({ length: 5 }, () => held(...ids)), {}]
    await Promise.all([1, 2, 3].map(() => queue.startWorker(runLeaf)))
    await queue.start(batch)
    expect((await queue.settled(batch)).state).toBe('succeeded')
    expect(most).toBe(1)
  })

  it('goes on at once where it is canceled', async () => {
    const batch = economyBatch()
    const { runLeaf } = queue.leafCounter(batch)
    stands = [{ ...held('0000-00', '0001-00', '0002-00'), lookAt: Date.now() + 3_600_000 }, {}]
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    await vi.waitUntil(async () => (await queue.look(BATCH_QUEUE).getDelayedCount()) === 1, {
      timeout: 10_000,
    })
    await cancelBatch(queue.store, queue.orchestrator, batch)
    await vi.waitUntil(() => looks === 2, { timeout: 10_000 })
  })

  it('goes on at once where it is nudged, and not where it waits for anything else', async () => {
    const batch = economyBatch()
    const { runLeaf } = queue.leafCounter(batch)
    stands = [{ ...held('0000-00', '0001-00', '0002-00'), lookAt: Date.now() + 3_600_000 }, {}]
    await queue.store.accept(batch)
    await queue.orchestrator.start(batch.id, { again: true })
    const delayed = () => queue.look(BATCH_QUEUE).getDelayedCount()
    await queue.orchestrator.nudge(batch.id)
    expect(await delayed()).toBe(1)
    await queue.startWorker(runLeaf)
    await vi.waitUntil(async () => looks === 1 && (await delayed()) === 1, { timeout: 20_000 })
    await queue.orchestrator.nudge(batch.id)
    expect((await queue.settled(batch)).state).toBe('succeeded')
    await queue.orchestrator.nudge(batch.id)
  })

  it('is looked after while it is paused for as long as providers have some of it', async () => {
    const batch = economyBatch()
    const { tries, runLeaf } = queue.leafCounter(batch)
    stands = [held('0000-00'), { leaves: new Set(['0001-00']), lookAt: soon(), isAtProviders: false }]
    await queue.startWorker(runLeaf)
    await queue.store.accept(batch)
    await queue.store.pause(batch.id)
    await queue.orchestrator.start(batch.id)
    await vi.waitUntil(async () => !(await queue.orchestrator.knows(batch.id)), { timeout: 20_000 })
    expect(looks).toBe(2)
    expect(tries.size).toBe(0)
    expect(await queue.store.isOpen(batch.id)).toBe(true)
  })
})
