import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const QUICK = { minMs: 10, maxMs: 50 }
/** Still under way when the queue has been lost and found again. */
const LONG = { minMs: 40_000, maxMs: 40_000 }

const server = await startRedisServer()
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('a Redis that keeps nothing', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    // Few slots, so that leaves still wait when Redis fails.
    scene = await openScene({ queueUrl: redis.url, workers: 2, env: { LEAF_CONCURRENCY: '3' } })
    return () => scene.close()
  })

  it('and is flushed: no leaf in flight is asked for again, though a worker has free slots', async context => {
    await scene.emulator.setLatency(LONG)
    const id = await scene.submit(6)
    await until(async () => (await inFlight(scene, id)).size === 12)
    // It is who gets the leaves from the queue when that is filled again.
    const idle = await scene.system.startWorker({ LEAF_CONCURRENCY: '20' })
    await redis.command('FLUSHALL')
    const since = Date.now()
    await scene.emulator.setLatency(QUICK)
    await expectSettled(context, scene, id, { fault: 'Redis is flushed, calls of 40 s in flight', since })
    await idle.stop()
  })

  it('and is flushed with leaves waiting: they run, each once', async context => {
    await scene.emulator.setLatency({ minMs: 500, maxMs: 1_500 })
    const id = await scene.submit(20)
    await until(async () => (await scene.store.settledStates(id)).size >= 5)
    await redis.command('FLUSHALL')
    const since = Date.now()
    await expectSettled(context, scene, id, { fault: 'Redis is flushed, most leaves waiting', since })
  })

  it('and stays away for 30 s: the batch goes on when it is back', async context => {
    await scene.emulator.setLatency({ minMs: 1_000, maxMs: 3_000 })
    const id = await scene.submit(20)
    await until(async () => (await scene.store.settledStates(id)).size >= 5)
    await redis.kill()
    await sleep(30_000)
    await redis.start()
    const since = Date.now()
    await expectSettled(context, scene, id, { fault: 'Redis away for 30 s, comes back empty', since })
  })
})
