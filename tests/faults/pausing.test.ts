import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { callsFor, LOOKED_TWICE_MS, pause, resume, stateAt } from './support/pausing.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { callsOf, inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const QUICK = { minMs: 10, maxMs: 50 }
/** Still under way when the batch has been resumed, and its leaves are handed out again. */
const LONG = { minMs: 16_000, maxMs: 16_000 }

const server = await startRedisServer()
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('a batch that is paused, on a Redis that keeps nothing', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    // Few slots, so that leaves still wait when the batch is paused.
    scene = await openScene({ queueUrl: redis.url, workers: 2, env: { LEAF_CONCURRENCY: '3' } })
    return () => scene.close()
  })

  it('which is flushed, and resumed at once: no leaf in flight is asked for again', async context => {
    await scene.emulator.setLatency(LONG)
    const id = await scene.submit(8)
    await until(async () => (await inFlight(scene, id)).size === 12)
    await pause(scene.system, id)
    // It is who gets the leaves when the queue is filled again.
    const idle = await scene.system.startWorker({ LEAF_CONCURRENCY: '20' })
    await redis.command('FLUSHALL')
    const since = Date.now()
    await resume(scene.system, id)
    await scene.emulator.setLatency(QUICK)
    await expectSettled(context, scene, id, {
      fault: 'paused with 12 calls in flight, Redis is flushed, resumed at once',
      since,
    })
    await idle.stop()
  })

  it('of which a worker is killed while leaves are parked', async context => {
    await scene.emulator.setLatency({ minMs: 1_000, maxMs: 2_000 })
    const id = await scene.submit(40)
    const doomed = await scene.system.startWorker({ LEAF_CONCURRENCY: '3' })
    await until(async () => (await scene.store.settledStates(id)).size >= 5)
    await pause(scene.system, id)
    await until(async () => (await inFlight(scene, id)).size < 18)
    doomed.kill()
    const since = Date.now()
    // Whether a provider finished what was in flight in the worker that died, nobody can tell.
    const asked = [...(await callsOf(scene, id))].filter(([, { calls }]) => calls > 0)
    const settled = await scene.store.settledStates(id)
    await resume(scene.system, id)
    await expectSettled(context, scene, id, {
      fault: 'worker killed while leaves are parked',
      since,
      calls: leafId => (asked.some(([id]) => id === leafId) && !settled.has(leafId) ? [1, 2] : [1]),
    })
  })

  it('through a restart of everything with an empty queue, and is started though the API died as it resumed it', async context => {
    await scene.emulator.setLatency({ minMs: 500, maxMs: 1_000 })
    const id = await scene.submit(20)
    await until(async () => (await scene.store.settledStates(id)).size >= 5)
    await pause(scene.system, id)
    await until(async () => !(await queueKnows(redis, id)))
    const calls = await callsFor(scene, id)
    expect(calls).toBe((await scene.store.settledStates(id)).size)
    await Promise.all(scene.system.workers.map(worker => worker.stop()))
    scene.system.api.kill()
    await redis.command('FLUSHALL')
    const { address } = await scene.system.startApi()
    await scene.system.startWorker()
    await sleep(LOOKED_TWICE_MS)
    expect([await callsFor(scene, id), await stateAt({ url: address }, id)]).toEqual([calls, 'paused'])
    // All that an API has done which is killed then.
    await scene.store.resume(id)
    const since = Date.now()
    await expectSettled(context, scene, id, {
      fault: 'paused, all restarted, Redis empty, API killed as it resumes',
      since,
    })
  })
})

async function queueKnows(redis: RedisServer, id: string): Promise<boolean> {
  return !(await redis.command(`KEYS *:batches:${id}`)).startsWith('*0')
}

describe.each([
  ['Redis', inject('redisUrl')],
  ['PostgreSQL', inject('postgresUrl')],
])('a batch on %s', (name, queueUrl) => {
  it.runIf(queueUrl !== undefined)(
    'that is paused and resumed ten times at two APIs runs each leaf once',
    async context => {
      const scene = await openScene({ queueUrl: queueUrl ?? '', workers: 2, env: { LEAF_CONCURRENCY: '3' } })
      try {
        // So that some are left at the last turn, however slow the machine is.
        await scene.emulator.setLatency({ minMs: 1_000, maxMs: 3_000 })
        const [one, other] = [scene.system, { url: (await scene.system.startApi()).address }]
        const id = await scene.submit(20)
        const since = Date.now()
        for (let turn = 0; turn < 10; turn++) {
          await pause(turn % 2 === 0 ? one : other, id)
          await sleep(150 * (turn % 3))
          await resume(turn % 3 === 0 ? one : other, id)
          await sleep(100 * (turn % 2))
        }
        await expectSettled(context, scene, id, {
          fault: `paused and resumed ten times at two APIs, on ${name}`,
          since,
        })
      } finally {
        await scene.close()
      }
    },
  )
})
