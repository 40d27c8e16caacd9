import { originalsFolder } from '@contactsheet/storage'
import { beforeAll, describe, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const server = await startRedisServer()

describe.runIf(server !== undefined)('a Redis that comes back as it was some time ago', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: redis.url, workers: 2, env: { LEAF_CONCURRENCY: '3' } })
    return async () => {
      await scene.close()
      await redis.remove()
    }
  })

  it.for(['at once', 'when the batch is older'] as const)(
    'asks for no picture again that was kept since, %s',
    async (when, context) => {
      await scene.emulator.setLatency({ minMs: 300, maxMs: 900 })
      const id = await scene.submit(40)
      // In this copy most leaves wait for their first start.
      await until(async () => (await inFlight(scene, id)).size > 0)
      await redis.command('SAVE')
      const settled = when === 'at once' ? 8 : 50
      await until(async () => (await scene.store.settledStates(id)).size >= settled)
      const given = await activeLeaves(redis, id)
      await redis.kill()
      const kept = await keptLeaves(scene, id)
      const running = new Set([...given, ...(await inFlight(scene, id))].filter(leafId => !kept.has(leafId)))
      await redis.start()
      const since = Date.now()
      await expectSettled(context, scene, id, {
        fault: `Redis restored from a copy, ${settled} leaves younger`,
        since,
        calls: leafId => (running.has(leafId) ? [1, 2] : [1]),
      })
    },
  )
})

/**
 * Leaves of a batch that workers have been given. Not all of them have asked a provider yet, nor kept what they were answered:
 * of those a second call is no fault.
 */
async function activeLeaves(redis: RedisServer, batchId: string): Promise<string[]> {
  const lists = (await redis.command('KEYS *:leaves-*:active')).match(/^\S+:active$/gm) ?? []
  const jobs = await Promise.all(lists.map(list => redis.command(`LRANGE ${list} 0 -1`)))
  return [...jobs.join('\n').matchAll(/^(\S+)[.](\d{4}-\d{2}[a-j]?)\r?$/gm)]
    .filter(([, of]) => of === batchId)
    .map(([, , leafId = '']) => leafId)
}

/** Leaves of a batch whose originals are in the store. */
async function keptLeaves({ objects }: Scene, batchId: string): Promise<Set<string>> {
  const folder = originalsFolder(batchId)
  const keys = await Array.fromAsync(objects.list(folder))
  return new Set(keys.map(key => key.slice(folder.length).split('.', 1)[0] ?? ''))
}
