import { type Attempt, type Batch, KindError, leafById, modelAfter, modelAsked } from '@contactsheet/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { GOOGLE_MODEL, makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { leafJobId, leafQueue } from './jobs.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

const LIMITS = { 'gpt-image-2': { concurrency: 1 } }

describeOn(QUEUES, 'a leaf that falls back to another model, with BullMQ on $name', url => {
  let queue: TestQueue
  beforeEach(async () => {
    queue = await openQueue(url, LIMITS)
  })
  afterEach(() => queue.close())

  /** Leaves that each model refuses which is said to. `asked` tells which were asked for a leaf, and with what attempt. */
  function refusedBy(batch: Batch, refuses: readonly string[], during = async (_model: string) => {}) {
    const asked: { leafId: string; model: string; attempt: Attempt }[] = []
    const runLeaf: LeafRunner = async (_batchId, leafId, attempt) => {
      const leaf = leafById(batch, leafId)
      const known = await queue.store.settledRecord(batch, leaf)
      if (known !== undefined) return known
      const model = modelAsked(batch, leaf, attempt)
      asked.push({ leafId, model: model.id, attempt })
      await during(model.id)
      const refusal = new KindError('rejected', `${model.id} refuses.`)
      if (refuses.includes(model.id)) {
        const fallback = modelAfter(batch, leaf, attempt, refusal)
        if (fallback !== undefined) throw refusal.withFallback(fallback)
      }
      const error = refuses.includes(model.id) ? refusal.toFailure() : undefined
      const record = makeRecord(batch, leaf, { model: model.id, ...(error && { state: 'failed', error }) })
      await queue.store.writeRecord(record)
      return record
    }
    return { asked, runLeaf }
  }

  it('goes through the queue of that model, within its limits, while its job waits', async () => {
    const batch = makeBatch(4, { models: [GOOGLE_MODEL], fallback: [OPENAI_MODEL] })
    let [now, most] = [0, 0]
    const { asked, runLeaf } = refusedBy(batch, [GOOGLE_MODEL.id], async model => {
      if (model !== OPENAI_MODEL.id) return
      most = Math.max(most, ++now)
      await new Promise(resolve => setTimeout(resolve, 30))
      now--
    })
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    const { state, records } = await queue.settled(batch)
    expect([state, records.map(({ model }) => model)]).toEqual(['succeeded', Array(4).fill('gpt-image-2')])
    expect([asked.length, most]).toEqual([8, 1])
    expect(asked.find(({ model }) => model === OPENAI_MODEL.id)?.attempt).toMatchObject({
      number: 1,
      tried: [{ kind: 'rejected', message: 'gemini-3-pro-image refuses.' }],
      retries: [{ kind: 'rejected' }],
    })
  })

  it('is asked of one after the other, and fails with the reason of the last', async () => {
    const mini = { ...OPENAI_MODEL, id: 'gpt-image-1-mini' }
    const batch = makeBatch(1, { models: [OPENAI_MODEL], fallback: [GOOGLE_MODEL, mini] })
    const { asked, runLeaf } = refusedBy(batch, [OPENAI_MODEL.id, GOOGLE_MODEL.id, mini.id])
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    const { state, records } = await queue.settled(batch)
    expect(state).toBe('failed')
    expect(records[0]?.error?.message).toBe('gpt-image-1-mini refuses.')
    expect(asked.map(({ model }) => model)).toEqual([OPENAI_MODEL.id, GOOGLE_MODEL.id, mini.id])
  })

  it('runs once, though its batch is handed out again while it is elsewhere', async () => {
    const batch = makeBatch(1, { models: [GOOGLE_MODEL], fallback: [OPENAI_MODEL] })
    const gate = Promise.withResolvers<void>()
    const { asked, runLeaf } = refusedBy(batch, [GOOGLE_MODEL.id], async model => {
      if (model === OPENAI_MODEL.id) await gate.promise
    })
    await queue.startWorker(runLeaf)
    await queue.start(batch)
    await vi.waitUntil(() => asked.length === 2)
    const leaves = queue.look(leafQueue('google'))
    const job = await vi.waitUntil(() => leaves.getJob(leafJobId(batch.id, '0000-00')))
    await vi.waitUntil(async () => (await job.getState()) === 'waiting-children')
    const { parent, ...opts } = job.opts
    await leaves.add('leaf', { ...job.data, handedOver: undefined }, { ...opts, ...(parent && { parent }) })
    gate.resolve()
    expect((await queue.settled(batch)).state).toBe('succeeded')
    expect(asked.map(({ model }) => model)).toEqual([GOOGLE_MODEL.id, OPENAI_MODEL.id])
  })

  it.each([false, true])(
    'goes on where a worker was killed as it handed it over (added: %s)',
    async added => {
      const batch = makeBatch(1, { models: [GOOGLE_MODEL], fallback: [OPENAI_MODEL] })
      const { asked, runLeaf } = refusedBy(batch, [])
      await queue.store.accept(batch)
      const leaves = queue.look(leafQueue('google'))
      const tried = [{ kind: 'rejected' as const, message: 'No.' }]
      const data = {
        version: 2 as const,
        batchId: batch.id,
        leafId: '0000-00',
        number: 1,
        waits: 0,
        waitedMs: 0,
        tried,
      }
      const handedOver = { queue: leafQueue('gpt-image-2'), added }
      const job = await leaves.add('leaf', { ...data, handedOver }, { jobId: leafJobId(batch.id, '0000-00') })
      if (added)
        await queue.look(leafQueue('gpt-image-2')).add('leaf', data, {
          jobId: `${job.id}.next`,
          parent: { id: job.id ?? '', queue: leaves.qualifiedName },
          ignoreDependencyOnFailure: true,
          removeOnComplete: true,
        })
      await queue.startWorker(runLeaf)
      await queue.orchestrator.start(batch.id)
      expect((await queue.settled(batch)).state).toBe('succeeded')
      expect(asked.map(({ model }) => model)).toEqual([OPENAI_MODEL.id])
    },
  )
})
