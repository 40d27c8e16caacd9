import { afterAll, beforeAll, describe, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const server = await startRedisServer()
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('a Redis that comes back as it was some time ago', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: redis.url, workers: 2, env: { LEAF_CONCURRENCY: '3' } })
    return () => scene.close()
  })

  it.for(['at once', 'when the batch is older'] as const)(
    'asks for no picture again that was kept since, or that is asked for at that moment, %s',
    async (when, context) => {
      await scene.emulator.setLatency({ minMs: 300, maxMs: 900 })
      const id = await scene.submit(40)
      // In this copy most leaves wait for their first start.
      await until(async () => (await inFlight(scene, id)).size > 0)
      await redis.command('SAVE')
      const settled = when === 'at once' ? 8 : 50
      await until(async () => (await scene.store.settledStates(id)).size >= settled)
      await redis.kill()
      await redis.start()
      const since = Date.now()
      await expectSettled(context, scene, id, {
        fault: `Redis restored from a copy, ${settled} leaves younger`,
        since,
      })
    },
  )
})
