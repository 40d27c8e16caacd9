import { setTimeout as sleep } from 'node:timers/promises'
import { batchViewSchema } from '@contactsheet/contract'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { get } from '../support/http.ts'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { callsOf, inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const QUICK = { minMs: 10, maxMs: 50 }
/** Still under way when the batch has been resumed, and its leaves are handed out again. */
const LONG = { minMs: 16_000, maxMs: 16_000 }

/** Whoever looks after open batches has looked twice by then. */
const LOOKED_TWICE_MS = 13_000

const pause = (api: { url: string }, id: string) => ask(api, id, 'pause')
const resume = (api: { url: string }, id: string) => ask(api, id, 'resume')

async function ask({ url }: { url: string }, id: string, what: 'pause' | 'resume'): Promise<void> {
  const response = await fetch(`${url}/batches/${id}/${what}`, { method: 'POST' })
  expect([response.status, response.ok ? '' : await response.text()]).toEqual([202, ''])
}

async function callsFor(scene: Scene, id: string): Promise<number> {
  return [...(await callsOf(scene, id)).values()].reduce((sum, { calls }) => sum + calls, 0)
}

const server = await startRedisServer()

describe.runIf(server !== undefined)('a batch that is paused, on a Redis that keeps nothing', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    // Few slots, so that leaves still wait when the batch is paused.
    scene = await openScene({ queueUrl: redis.url, workers: 2, env: { LEAF_CONCURRENCY: '3' } })
    return async () => {
      await scene.close()
      await redis.remove()
    }
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
    const lost = await inFlight(scene, id)
    const since = Date.now()
    await resume(scene.system, id)
    await expectSettled(context, scene, id, {
      fault: 'worker killed while leaves are parked',
      since,
      calls: leafId => (lost.has(leafId) ? [1, 2] : [1]),
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
    scene.system.url = (await scene.system.startApi()).address
    await scene.system.startWorker()
    await sleep(LOOKED_TWICE_MS)
    expect([await callsFor(scene, id), await stateOf(scene, id)]).toEqual([calls, 'paused'])
    // All that an API has done which is killed then.
    await scene.store.resume(id)
    const since = Date.now()
    await expectSettled(context, scene, id, {
      fault: 'paused, all restarted, Redis empty, API killed as it resumes',
      since,
    })
  })
})

describe('a batch that is paused under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 6 })
    return () => scene.close()
  })

  it('hands out no more leaves until it is resumed, also by an API that dies as it does', async context => {
    await scene.emulator.setLatency({ minMs: 500, maxMs: 1_000 })
    const id = await scene.submit(5)
    await until(async () => (await scene.store.settledStates(id)).size >= 3)
    await pause(scene.system, id)
    await scene.system.render?.platform.idle()
    const calls = await callsFor(scene, id)
    expect([calls, await scene.store.isOpen(id)]).toEqual([(await scene.store.settledStates(id)).size, true])
    expect(calls).toBeLessThan(10)
    scene.system.api.kill()
    scene.system.url = (await scene.system.startApi()).address
    await sleep(LOOKED_TWICE_MS)
    expect([await callsFor(scene, id), await stateOf(scene, id)]).toEqual([calls, 'paused'])
    // All that an API has done which is killed then.
    await scene.store.resume(id)
    const since = Date.now()
    await expectSettled(context, scene, id, {
      fault: 'paused under Render Workflows, API killed as it resumes',
      since,
    })
  })

  it('runs each leaf once though it is paused and resumed again and again while leaves end', async context => {
    const id = await scene.submit(4)
    const since = Date.now()
    for (let turn = 0; turn < 3; turn++) {
      await pause(scene.system, id)
      await sleep(700 * (turn % 3))
      await resume(scene.system, id)
      await sleep(500 * (turn % 2))
    }
    await expectSettled(context, scene, id, {
      fault: 'paused and resumed three times under Render Workflows',
      since,
    })
  })
})

/** What the API says of a batch. */
async function stateOf({ system }: Scene, id: string): Promise<unknown> {
  return batchViewSchema.parse(await get(system, `/batches/${id}`)).state
}

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
        await scene.emulator.setLatency({ minMs: 200, maxMs: 600 })
        const [one, other] = [scene.system, { url: (await scene.system.startApi()).address }]
        const id = await scene.submit(40)
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
