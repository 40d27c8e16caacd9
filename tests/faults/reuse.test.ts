import type { Result } from '@contactsheet/contract'
import { beforeAll, describe, expect, it, type TestContext, vi } from 'vitest'
import { post } from '../support/http.ts'
import { expectSettled } from './support/check.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const MODELS = ['gpt-image-2']

/** Sends a batch that no other is like. */
const submit = (scene: Scene) => scene.submit(2, MODELS, 'lighthouse', { reuse: 'always' })

/** Sends a batch that asks for what another has asked for. */
async function again(scene: Scene, id: string): Promise<string> {
  const { prompts } = await until(() => scene.store.batch(id))
  return (await post(scene.system, '/batches', { prompts, models: MODELS, reuse: 'always' })).id
}

/** A batch that others take from. */
async function makeOwner(scene: Scene): Promise<string> {
  const id = await submit(scene)
  await until(() => scene.store.result(id))
  return id
}

/** The batch settles. Providers are asked for each leaf so often, by all batches that asked for the same together. */
const settled = (
  context: TestContext,
  scene: Scene,
  id: string,
  { calls = 1, ...told }: { fault: string; since: number; calls?: number },
) => expectSettled(context, scene, id, { ...told, calls: () => [calls] })

/** Whose originals the leaves of a batch took. */
const takenFrom = ({ records }: Result) => records.map(({ reused }) => reused?.batchId)

describe('batches that ask for the same', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene()
    return () => scene.close()
  })

  const killWorkers = () => {
    for (const worker of scene.system.workers.splice(0)) worker.kill()
  }
  const startWorker = async () => {
    scene.system.workers.push(await scene.system.startWorker())
  }

  it('ask once though the worker of the first is killed before it made its originals known', async context => {
    const rule = scene.proxy.rule('PUT', /^answers\//, { kind: 'hold' })
    const first = await submit(scene)
    await until(() => rule.hits.length === 2)
    killWorkers()
    rule.end()
    const since = Date.now()
    await startWorker()
    await settled(context, scene, first, { fault: 'worker killed before others know of an original', since })
    const second = await again(scene, first)
    const fault = 'none: 2 leaves taken of another batch'
    const result = await settled(context, scene, second, { fault, since: Date.now() })
    expect(takenFrom(result)).toEqual([first, first])
  })

  it('ask once though the worker of the second is killed at any moment', async context => {
    const owners = await Promise.all(Array.from({ length: 4 }, () => makeOwner(scene)))
    killWorkers()
    const users = await Promise.all(owners.map(id => again(scene, id)))
    const [copied, unknown, known, unwritten] = users
    const rules = [
      scene.proxy.rule('PUT', new RegExp(`${copied}/originals/`), { kind: 'hold-answer' }),
      scene.proxy.rule('PUT', new RegExp(`^answers/.*/${unknown}`), { kind: 'hold' }),
      scene.proxy.rule('PUT', new RegExp(`^answers/.*/${known}`), { kind: 'hold-answer' }),
      scene.proxy.rule('PUT', new RegExp(`${unwritten}/leaves/`), { kind: 'hold' }),
    ]
    await startWorker()
    await until(() => rules.every(rule => rule.hits.length > 0))
    killWorkers()
    for (const rule of rules) rule.end()
    const since = Date.now()
    await startWorker()
    for (const [place, moment] of [
      'original copied',
      'others to be told',
      'others told',
      'record to write',
    ].entries()) {
      const fault = `worker killed while it takes what is there: ${moment}`
      const result = await settled(context, scene, users[place] ?? '', { fault, since })
      expect(takenFrom(result)).toEqual([owners[place], owners[place]])
    }
  })

  it('go on with the next that has it, or ask, where the batch they take from goes meanwhile', async context => {
    const owners = [await makeOwner(scene), await makeOwner(scene)]
    const [shared = '', lone = ''] = owners
    const copy = await again(scene, shared)
    await until(() => scene.store.result(copy))
    // The newest is asked first.
    const gone = [copy, lone]
    for (const id of gone) await until(async () => !(await scene.store.isOpen(id)))
    const rules = gone.map(id =>
      scene.proxy.rule('GET', new RegExp(`${id}/originals/`), { kind: 'delay', ms: 1_500 }),
    )
    const [next = '', asking = ''] = await Promise.all([again(scene, shared), again(scene, lone)])
    await until(() => rules.every(rule => rule.hits.length === 2))
    for (const id of gone) expect(await scene.store.remove(id)).toBe(true)
    const since = Date.now()
    const fault = 'batch removed while another takes what a third has too'
    const taken = await settled(context, scene, next, { fault, since })
    expect(takenFrom(taken)).toEqual([shared, shared])
    // Made for the batch that is gone, and once more.
    const alone = { fault: 'batch removed while another takes what it alone has', since, calls: 2 }
    const made = await settled(context, scene, asking, alone)
    expect(takenFrom(made)).toEqual([undefined, undefined])
    for (const rule of rules) rule.end()
  })
})

describe('batches that ask for the same under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 4 })
    return () => scene.close()
  })

  it('ask once though the tasks of the second are killed once they have their copies', async context => {
    const owner = await makeOwner(scene)
    const rule = scene.proxy.rule('PUT', /\/originals\//, { kind: 'hold-answer' })
    const user = await again(scene, owner)
    await until(() => rule.hits.length === 2)
    for (const run of scene.system.render?.platform.runs.values() ?? [])
      if (run.status === 'running') run.abort?.()
    rule.end()
    const fault = 'Workflows: tasks killed once they have copied what is there'
    const result = await settled(context, scene, user, { fault, since: Date.now() })
    expect(takenFrom(result)).toEqual([owner, owner])
  })
})
