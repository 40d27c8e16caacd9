import { type Batch, chargeOf, KindError, leafById, newBatchId } from '@contactsheet/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { cancelBatch } from '../cancel.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { TIMING } from '../lease/timing.ts'
import { BATCH_QUEUE, JOB_VERSION, type LeafJob, leafJobId, leafQueue } from './jobs.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

describeOn(QUEUES, 'a batch that is paused, with BullMQ on $name', url => {
  let queue: TestQueue
  beforeEach(async () => {
    queue = await openQueue(url)
  })
  afterEach(() => queue.close())

  const forgotten = (batchId: string) =>
    vi.waitUntil(async () => !(await queue.orchestrator.knows(batchId)), { timeout: 20_000 })

  /** Pauses a batch whose leaves run, and waits until a worker has seen that. */
  async function pauseSeen({ id }: Batch) {
    await queue.store.pause(id)
    await vi.waitUntil(() => queue.marks.isPaused(id), { timeout: 10_000 })
  }

  /** A batch of three leaves of one provider that each wait for their `release`. */
  function gated() {
    const batch = makeBatch(3, { models: [OPENAI_MODEL] })
    const gates = new Map(['0000-00', '0001-00', '0002-00'].map(id => [id, Promise.withResolvers<void>()]))
    const release = (...ids: string[]) => {
      for (const id of ids) gates.get(id)?.resolve()
    }
    return { batch, release, ...queue.leafCounter(batch, leafId => gates.get(leafId)?.promise) }
  }

  it('is not begun, and runs once it is resumed, each leaf once', async () => {
    const batch = makeBatch(3)
    const { tries, runLeaf } = queue.leafCounter(batch)
    await queue.startWorker(runLeaf)
    await queue.store.accept(batch)
    await queue.store.pause(batch.id)
    await queue.orchestrator.start(batch.id)
    await forgotten(batch.id)
    expect([tries.size, await queue.store.isOpen(batch.id)]).toEqual([0, true])
    await queue.store.resume(batch.id)
    await queue.orchestrator.start(batch.id)
    expect((await queue.settled(batch)).state).toBe('succeeded')
    expect([...tries.values()]).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('lets what runs end, starts nothing more, and is open with nobody at it until it is resumed', async () => {
    const { batch, release, tries, runLeaf } = gated()
    await queue.startWorker(runLeaf, 1)
    await queue.start(batch)
    await vi.waitUntil(() => tries.size === 1)
    await pauseSeen(batch)
    release('0000-00', '0001-00', '0002-00')
    await forgotten(batch.id)
    expect([...(await queue.store.settledStates(batch)).keys()]).toEqual(['0000-00'])
    expect(await queue.store.isOpen(batch.id)).toBe(true)
    await queue.store.resume(batch.id)
    await queue.orchestrator.start(batch.id)
    expect((await queue.settled(batch)).counts).toMatchObject({ total: 3, succeeded: 3 })
    expect([...tries.values()]).toEqual([1, 1, 1])
  })

  it('goes on by itself if it is resumed while a leaf still runs', async () => {
    const { batch, release, tries, runLeaf } = gated()
    await queue.startWorker(runLeaf, 2)
    const leaves = queue.look(leafQueue('openai'))
    await queue.start(batch)
    await vi.waitUntil(() => tries.size === 2)
    await pauseSeen(batch)
    release('0000-00')
    await vi.waitUntil(async () => (await leaves.getJobCountByTypes('prioritized', 'waiting')) === 0)
    await queue.store.resume(batch.id)
    release('0001-00', '0002-00')
    expect((await queue.settled(batch)).state).toBe('succeeded')
    expect([...tries.values()]).toEqual([1, 1, 1])
  })

  it('goes on though its leaves are parked more than once, by looks at the mark that are old', async () => {
    const batch = makeBatch(2)
    const { tries, runLeaf } = queue.leafCounter(batch)
    const looks = vi.spyOn(queue.marks, 'isPaused')
    for (let parked = 0; parked < 8; parked++) looks.mockResolvedValueOnce(true)
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    expect((await queue.settled(batch)).state).toBe('succeeded')
    expect([...tries.values()]).toEqual([1, 1, 1, 1])
    // Twice four of them were parked, before each ran.
    expect(looks).toHaveBeenCalledTimes(12)
  })

  it('is waited for by a job that was cut off as it fanned out: leaves that it had added end first', async () => {
    const { batch, release, tries, runLeaf } = gated()
    await queue.store.accept(batch)
    await queue.orchestrator.start(batch.id)
    const [batches, leaves] = [queue.look(BATCH_QUEUE), queue.look(leafQueue('openai'))]
    // It goes on though its batch is paused. An earlier release kept the number of its charges alone.
    const charged: LeafJob = {
      version: JOB_VERSION,
      batchId: batch.id,
      leafId: '0000-00',
      number: 2,
      waits: 0,
      waitedMs: 0,
      charged: 1,
    }
    await leaves.add('leaf', charged, {
      jobId: leafJobId(batch.id, '0000-00'),
      parent: { id: batch.id, queue: batches.qualifiedName },
      removeOnComplete: true,
    })
    await queue.store.pause(batch.id)
    await queue.startWorker(runLeaf)
    await vi.waitUntil(async () => (await batches.getJobState(batch.id)) === 'waiting-children', {
      timeout: 10_000,
    })
    release('0000-00')
    await forgotten(batch.id)
    expect([...tries.keys()]).toEqual(['0000-00'])
    expect([...(await queue.store.settledStates(batch)).keys()]).toEqual(['0000-00'])
  })

  it('settles if nothing was left to start', async () => {
    const { batch, release, tries, runLeaf } = gated()
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    await vi.waitUntil(() => tries.size === 3)
    await queue.store.pause(batch.id)
    release('0000-00', '0001-00', '0002-00')
    expect((await queue.settled(batch)).state).toBe('succeeded')
    // Its result comes first.
    await vi.waitUntil(async () => !(await queue.store.isOpen(batch.id)))
  })

  it('has leaves parked that wait for another attempt, but for those that may have been charged', async () => {
    const batch = makeBatch(2, { models: [OPENAI_MODEL] })
    const tried: string[] = []
    const runLeaf: LeafRunner = async (_batchId, leafId, attempt) => {
      tried.push(`${leafId}, charged ${attempt.charges.length}`)
      const charge = leafId === '0000-00' ? chargeOf(OPENAI_MODEL, false, undefined) : undefined
      if (tried.length <= 2) throw new KindError('unavailable', 'Later.', { charge, retryAfterMs: 2_000 })
      const record = makeRecord(batch, leafById(batch, leafId))
      await queue.store.writeRecord(record)
      return record
    }
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    await vi.waitUntil(() => tried.length === 2)
    await queue.store.pause(batch.id)
    await forgotten(batch.id)
    expect(tried.toSorted()).toEqual(['0000-00, charged 0', '0000-00, charged 1', '0001-00, charged 0'])
    expect([...(await queue.store.settledStates(batch)).keys()]).toEqual(['0000-00'])
  })

  it('settles soon when it is canceled, though nobody has it', async () => {
    const batch = makeBatch(2)
    const { tries, runLeaf } = queue.leafCounter(batch)
    await queue.startWorker(runLeaf)
    await queue.store.accept(batch)
    await queue.store.pause(batch.id)
    await cancelBatch(queue.store, queue.orchestrator, batch)
    expect((await queue.settled(batch)).counts).toMatchObject({ total: 4, canceled: 4 })
    expect(tries.size).toBe(0)
  })

  it.each([
    ['just accepted', 0, TIMING.secondJobMs],
    ['old', 3_600_000, TIMING.claimedMs],
  ])('and %s is handed out again no sooner than what still runs is claimed', async (_, ageMs, waitMs) => {
    const acceptedAt = Date.now() - ageMs
    const id = newBatchId(acceptedAt)
    await queue.orchestrator.start(id, { again: true })
    const job = await queue.look(BATCH_QUEUE).getJob(id)
    const dueAt = (job?.timestamp ?? 0) + (job?.delay ?? 0)
    // Ids tell the time in whole milliseconds.
    expect(dueAt).toBeGreaterThanOrEqual((ageMs === 0 ? acceptedAt : acceptedAt + ageMs) + waitMs - 1)
    expect(await job?.getState()).toBe('delayed')
  })
})
