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

/** The batch has settled. Providers were asked for each leaf so often, by all batches that asked for the same together. */
const settled = (context: TestContext, scene: Scene, id: string, fault: string, calls = 1) =>
  expectSettled(context, scene, id, { fault, since: Date.now(), calls: () => [calls] })

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
    await startWorker()
    await settled(context, scene, first, 'worker killed before others know of an original')
    const second = await again(scene, first)
    const result = await settled(context, scene, second, 'none: 2 leaves taken of another batch')
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
    await startWorker()
    for (const [place, moment] of [
      'has copied an original of another batch',
      'is to tell others of its copy',
      'has told others of its copy',
      'is to write the record',
    ].entries()) {
      const result = await settled(context, scene, users[place] ?? '', `worker killed when it ${moment}`)
      expect(takenFrom(result)).toEqual([owners[place], owners[place]])
      expect(result.costUsd).toBe(0)
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
    const taken = await settled(
      context,
      scene,
      next,
      'a batch removed while another takes what others have too',
    )
    expect(takenFrom(taken)).toEqual([shared, shared])
    const made = await settled(
      context,
      scene,
      asking,
      'a batch removed while another takes what it alone has',
      2,
    )
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
    const result = await settled(
      context,
      scene,
      user,
      'tasks killed when they have copied originals of another batch',
    )
    expect(takenFrom(result)).toEqual([owner, owner])
  })
})
