import type { Result } from '@contactsheet/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const [REFUSING, OTHER] = ['gemini-3-pro-image', 'gpt-image-2']

/** One model refuses every prompt; the other does not answer the first time it is asked for a harbour. */
async function refuse({ emulator }: Scene): Promise<void> {
  await emulator.orderFaults([
    { kind: 'moderation', model: REFUSING },
    { kind: 'hang', model: OTHER, prompt: 'harbour', tries: 1 },
  ])
}

function submit(scene: Scene, prompts: number, word = 'lighthouse'): Promise<string> {
  return scene.submit(prompts, [REFUSING], word, { fallback: [OTHER] })
}

/** How often a model was asked for prompts of a batch, and how often that is under way. */
async function asked({ emulator, store }: Scene, id: string, model: string) {
  const prompts = (await store.batch(id))?.prompts ?? []
  const { requests } = await emulator.calls()
  const of = requests.filter(
    ({ prompt, ...call }) => call.model === model && prompts.some(own => prompt.startsWith(`${own}\n`)),
  )
  return {
    calls: of.reduce((sum, { calls }) => sum + calls, 0),
    inFlight: of.reduce((sum, { inFlight }) => sum + inFlight, 0),
  }
}

function expectFallenBack({ records }: Result): void {
  for (const { model, fallbackFrom } of records)
    expect({ model, from: fallbackFrom?.map(({ model }) => model) }).toEqual({
      model: OTHER,
      from: [REFUSING],
    })
}

const server = await startRedisServer()
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('leaves that fall back to another model', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: redis.url })
    await refuse(scene)
    return () => scene.close()
  })

  const killWorker = async () => {
    const successor = await scene.system.startWorker()
    for (const worker of scene.system.workers.splice(0, 1, successor)) worker.kill()
  }

  it('are made by another worker where theirs is killed: asked for anew, but for what is kept', async context => {
    const [hanging, made] = [await submit(scene, 3, 'harbour'), await submit(scene, 3)]
    const kept = scene.proxy.rule('PUT', new RegExp(`${made}/images/`), { kind: 'hold' })
    await until(async () => (await asked(scene, hanging, OTHER)).inFlight === 3 && kept.hits.length >= 3)
    await killWorker()
    kept.end()
    const since = Date.now()
    for (const [id, fault, calls] of [
      [hanging, 'worker killed while another model makes what theirs refused', 6],
      [made, 'worker killed once another model has made what theirs refused', 3],
    ] as const) {
      expectFallenBack(await expectSettled(context, scene, id, { fault, since }))
      expect((await asked(scene, id, OTHER)).calls).toBe(calls)
    }
  })

  it('are found by their originals where Redis is flushed, with all that was known of their attempts', async context => {
    const id = await submit(scene, 3)
    const kept = scene.proxy.rule('PUT', new RegExp(`${id}/images/`), { kind: 'delay', ms: 1_500 })
    await until(() => kept.hits.length >= 3)
    await redis.command('FLUSHALL')
    await killWorker()
    kept.end()
    const fault = 'Redis flushed and worker killed once another model has made them'
    expectFallenBack(await expectSettled(context, scene, id, { fault, since: Date.now() }))
    expect((await asked(scene, id, OTHER)).calls).toBe(3)
  })
})

describe('leaves that fall back to another model under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 6 })
    await refuse(scene)
    return () => scene.close()
  })

  it('go on with it where their tasks are killed meanwhile', async context => {
    const id = await submit(scene, 2)
    const kept = scene.proxy.rule('PUT', new RegExp(`${id}/images/`), { kind: 'hold' })
    await until(() => kept.hits.length >= 2)
    killTasks(scene)
    kept.end()
    const fault = 'Workflows: tasks killed once another model has made them'
    expectFallenBack(await expectSettled(context, scene, id, { fault, since: Date.now() }))
    expect((await asked(scene, id, OTHER)).calls).toBe(2)
  })
})

/** Kills the processes of all tasks that run. */
function killTasks({ system }: Scene): void {
  for (const run of system.render?.platform.runs.values() ?? []) if (run.status === 'running') run.abort?.()
}
