import { randomUUID } from 'node:crypto'
import { acceptedSchema } from '@contactsheet/contract'
import { OPEN } from '@contactsheet/storage'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../support/batch.ts'
import { expectSettled } from './support/check.ts'
import { inFlight, MODELS, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

describe('an API that is killed between writing a batch down and handing it to the queue', () => {
  it('has accepted the batch: a worker finds it and runs it', async context => {
    const scene = await openScene()
    try {
      const rule = scene.proxy.rule('PUT', /^open\//, { kind: 'hold-answer' })
      const answer = scene.submit(3).catch(() => 'none')
      await until(() => rule.hits.length === 1)
      scene.system.api.kill()
      rule.end()
      const since = Date.now()
      expect(await answer).toBe('none')
      const [key] = await until(async () => {
        const keys = await Array.fromAsync(scene.objects.list(OPEN))
        return keys.length > 0 && keys
      })
      const id = (key ?? '').slice(OPEN.length)
      await expectSettled(context, scene, id, { fault: 'API killed between store and queue', since })
      // Whoever was given no answer finds the batch in the list of another API.
      const { address } = await scene.system.startApi()
      expect(await (await fetch(`${address}/batches/${id}`)).json()).toMatchObject({ state: 'succeeded' })
    } finally {
      await scene.close()
    }
  })
})

describe('work that is handed out twice', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ workers: 0, latencyMs: '500-1500' })
    return () => scene.close()
  })

  it('is one batch when one request comes ten times at once with one Idempotency-Key', async context => {
    const key = randomUUID()
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ prompts: ['A heron at dawn', 'A heron at dusk'], models: MODELS }),
    }
    const worker = await scene.system.startWorker()
    const send = async (): Promise<string> => {
      const response = await fetch(`${scene.system.url}/batches`, request)
      // Too many at once to agree: the answer says to come again.
      if (response.status === 409) return send()
      return acceptedSchema.parse(await response.json()).id
    }
    const since = Date.now()
    const ids = new Set(await Promise.all(Array.from({ length: 10 }, send)))
    expect(ids.size).toBe(1)
    const [id = ''] = ids
    await expectSettled(context, scene, id, { fault: 'one request ten times at once, one key', since })
    await worker.stop()
  })

  it('is run once when two reconcilers find the same batch', async context => {
    const workers = await Promise.all([scene.system.startWorker(), scene.system.startWorker()])
    const batch = makeBatch(6, {
      prompts: Array.from({ length: 6 }, (_, index) => `A raft, number ${index}`),
    })
    // In the store and in no queue: what a flushed Redis leaves behind.
    await scene.store.accept(batch)
    const since = Date.now()
    await expectSettled(context, scene, batch.id, {
      fault: 'two reconcilers find one lost batch',
      since,
    })
    await Promise.all(workers.map(worker => worker.stop()))
  })

  it('by two queues over one store may be paid twice while it is in flight, and never once it is kept', async context => {
    const worker = await scene.system.startWorker({ LEAF_CONCURRENCY: '2' })
    const id = await scene.submit(12)
    await until(async () => (await scene.store.settledStates(id)).size >= 4)
    // What runs in the first queue when the second starts the batch, the second asks for too.
    await scene.emulator.setLatency({ minMs: 30_000, maxMs: 30_000 })
    await until(async () => (await inFlight(scene, id)).size === 4)
    const kept = new Set((await scene.store.settledStates(id)).keys())
    const since = Date.now()
    const other = await scene.system.startWorker({ QUEUE_PREFIX: `${scene.system.env.QUEUE_PREFIX}_other` })
    await until(async () => (await inFlight(scene, id)).size > 4)
    await scene.emulator.setLatency({ minMs: 500, maxMs: 1_500 })
    await expectSettled(context, scene, id, {
      fault: 'the same batch in two queues over one store',
      since,
      calls: leafId => (kept.has(leafId) ? [1] : [1, 2]),
    })
    await Promise.all([worker.stop(), other.stop()])
  })
})
