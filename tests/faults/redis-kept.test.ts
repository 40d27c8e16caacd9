import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const QUICK = { minMs: 10, maxMs: 50 }
/** Still under way when the queue has been lost and found again. */
const LONG = { minMs: 40_000, maxMs: 40_000 }

const server = await startRedisServer({ keeps: true })
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('a Redis that keeps its data', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({
      queueUrl: redis.url,
      workers: 2,
      env: { LEAF_CONCURRENCY: '3', DRAIN_MS: '1000' },
    })
    return () => scene.close()
  })

  it('and crashes: the batch goes on where it was', async context => {
    await scene.emulator.setLatency({ minMs: 500, maxMs: 1_500 })
    const id = await scene.submit(20)
    await until(async () => (await scene.store.settledStates(id)).size >= 5)
    await redis.kill()
    await redis.start()
    const since = Date.now()
    await expectSettled(context, scene, id, { fault: 'Redis crashes and comes back with its data', since })
  })

  it('and freezes for longer than locks last: no leaf in flight is asked for again, though a worker has free slots', async context => {
    await scene.emulator.setLatency(LONG)
    const id = await scene.submit(6)
    await until(async () => (await inFlight(scene, id)).size === 12)
    // It is who gets the leaves from the queue when their locks have run out.
    const idle = await scene.system.startWorker({ LEAF_CONCURRENCY: '20' })
    redis.freeze()
    await sleep(15_000)
    redis.thaw()
    const since = Date.now()
    await scene.emulator.setLatency(QUICK)
    await expectSettled(context, scene, id, {
      fault: 'Redis frozen for 15 s, calls of 40 s in flight',
      since,
    })
    await idle.stop()
  })

  it('and freezes while workers are told to stop: they stop, and others go on with their leaves', async context => {
    await scene.emulator.setLatency({ minMs: 600_000, maxMs: 600_000 })
    const id = await scene.submit(2)
    await until(async () => (await inFlight(scene, id)).size === 4)
    redis.freeze()
    const stopped = Date.now()
    await Promise.all(scene.system.workers.map(worker => worker.stop()))
    // Half of what a platform usually grants, and far below the limit at which the process ends by force.
    expect(Date.now() - stopped).toBeLessThan(15_000)
    redis.thaw()
    await scene.emulator.setLatency(QUICK)
    const since = Date.now()
    await scene.system.startWorker()
    await expectSettled(context, scene, id, {
      fault: 'workers told to stop while Redis is frozen',
      since,
      // Broken off to stop, as every leaf that outlasts DRAIN_MS is.
      calls: () => [2],
    })
  })
})
