import type { JobFaultOrder } from '@contactsheet/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

/** Looks come every half second, and a job takes two. */
const ENV = { ECONOMY_LOOK_SECONDS: '10' }
const JOBS = { latency: { minMs: 2_000, maxMs: 2_000 }, windowMs: 86_400_000 }

/** Sends a batch to the lane. */
function submit(scene: Scene, prompts: number, rest: object = {}): Promise<string> {
  return scene.submit(prompts, undefined, 'lantern', { speed: 'economy', ...rest })
}

/** Jobs that providers have had of a batch. */
async function jobsOf({ emulator }: Scene, id: string) {
  return (await emulator.jobs()).jobs.filter(({ name }) => name.includes(id))
}

/** All that the lane made costs half, and nothing is left at the providers. */
async function expectMade(scene: Scene, id: string): Promise<void> {
  const result = await scene.store.result(id)
  expect(result?.records.map(({ speed }) => speed)).toEqual(result?.records.map(() => 'economy'))
  const jobs = await scene.store.economy.jobs(id)
  expect(jobs.every(({ collected }) => collected !== undefined)).toBe(true)
}

const server = await startRedisServer()
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('the economy lane', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: redis.url, env: ENV })
    return () => scene.close()
  })
  beforeEach(() => order())

  const order = (faults: JobFaultOrder[] = []) => scene.emulator.setJobs({ ...JOBS, faults })

  const killWorker = async () => {
    const successor = await scene.system.startWorker()
    for (const worker of scene.system.workers.splice(0, 1, successor)) worker.kill()
  }

  it('makes a job once whose worker is killed between the intent and the job', async context => {
    const rule = scene.proxy.rule('PUT', /jobs\/00001\.json$/, { kind: 'hold-answer' })
    const id = await submit(scene, 3)
    await until(() => rule.hits.length >= 1)
    expect(await jobsOf(scene, id)).toEqual([])
    rule.end()
    await killWorker()
    const fault = 'economy: worker killed between the intent and the job'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
    expect(await jobsOf(scene, id)).toHaveLength(2)
  })

  it('finds a job again whose worker is killed before it knew its name', async context => {
    // The intent is let through; what follows it has the name.
    const name = scene.proxy.rule('PUT', /jobs\/00001\.json$/, { kind: 'hold' })
    scene.proxy.rule('PUT', /jobs\/00001\.json$/, { kind: 'delay', ms: 0 }, 1)
    const id = await submit(scene, 3)
    await until(() => name.hits.length === 1)
    expect(await jobsOf(scene, id)).toHaveLength(1)
    await killWorker()
    name.end()
    expect(await scene.store.economy.jobs(id)).toMatchObject([{ number: 1, model: expect.any(String) }])
    const fault = 'economy: worker killed between the job and its name'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
    expect(await jobsOf(scene, id)).toHaveLength(2)
  })

  it('keeps each picture once where the worker is killed in the middle of the results', async context => {
    const id = await submit(scene, 6)
    const rule = scene.proxy.rule('PUT', new RegExp(`${id}/originals/`), { kind: 'delay', ms: 400 })
    await until(() => rule.hits.length >= 4)
    await killWorker()
    rule.end()
    const fault = 'economy: worker killed in the middle of a result file'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
  })

  it('keeps a picture whose worker is killed between the result and its keeping', async context => {
    const id = await submit(scene, 2)
    const rule = scene.proxy.rule('PUT', new RegExp(`${id}/originals/`), { kind: 'hold' })
    await until(() => rule.hits.length >= 1)
    await killWorker()
    rule.end()
    const fault = 'economy: worker killed between a result and its keeping'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
  })

  it('goes on from the store alone where the queue is flushed', async context => {
    await scene.emulator.setJobs({ latency: { minMs: 6_000, maxMs: 6_000 } })
    const id = await submit(scene, 3)
    await until(
      async () =>
        (await scene.store.economy.jobs(id)).every(job => job.id !== undefined) &&
        (await jobsOf(scene, id)).length === 2,
    )
    await redis.command('FLUSHALL')
    await expectSettled(context, scene, id, {
      fault: 'economy: Redis flushed while providers are at work',
      since: Date.now(),
    })
    await expectMade(scene, id)
    expect(await jobsOf(scene, id)).toHaveLength(2)
  })

  it('waits for results that cannot be had for long', async context => {
    await order([{ kind: 'results_unavailable', times: 12 }])
    const id = await submit(scene, 3)
    const fault = 'economy: results answer 503, twelve times'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
  })

  it('passes over what comes twice, and goes through results again that break off', async context => {
    await order([{ kind: 'results_twice' }, { kind: 'results_cut', times: 2 }])
    const id = await submit(scene, 4)
    const fault = 'economy: each line of the results twice, broken off in the middle'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
  })

  it('has what an expired job did not come to made in another', async context => {
    await order([{ kind: 'expired', times: 2 }])
    const id = await submit(scene, 6)
    const fault = 'economy: jobs expire with a third done'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
    expect((await jobsOf(scene, id)).map(({ state }) => state).toSorted()).toEqual([
      'completed',
      'completed',
      'expired',
      'expired',
    ])
  })

  it('finds a job again whose answer was lost on the way', async context => {
    await order([{ kind: 'lost_answer', times: 2 }])
    const id = await submit(scene, 3)
    const fault = 'economy: the answers that name the jobs are lost'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
    expect(await jobsOf(scene, id)).toHaveLength(2)
  })
})

describe('the economy lane under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 6, env: ENV })
    await scene.emulator.setJobs(JOBS)
    return () => scene.close()
  })

  it('is gone on with by other tasks where its own are killed, between a result and its keeping', async context => {
    const id = await submit(scene, 2)
    const rule = scene.proxy.rule('PUT', new RegExp(`${id}/originals/`), { kind: 'hold' })
    await until(() => rule.hits.length >= 1)
    for (const run of scene.system.render?.platform.runs.values() ?? [])
      if (run.status === 'running') run.abort?.()
    rule.end()
    const fault = 'Workflows, economy: tasks killed between a result and its keeping'
    await expectSettled(context, scene, id, { fault, since: Date.now() })
    await expectMade(scene, id)
    expect(await jobsOf(scene, id)).toHaveLength(2)
  })
})
