import {
  type Batch,
  batchViewSchema,
  isAdded,
  type LeafRecord,
  leafById,
  type Result,
} from '@contactsheet/contract'
import { batchKey } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

/** A batch that has settled, and is given more prompts. */
class Growing {
  readonly id: string
  readonly #scene: Scene
  #before: Result | undefined

  private constructor(scene: Scene, id: string) {
    this.#scene = scene
    this.id = id
  }

  static async make(scene: Scene, prompts = 1): Promise<Growing> {
    const batch = new Growing(scene, await scene.submit(prompts))
    batch.#before = await batch.settled()
    return batch
  }

  /**
   * Adds prompts that no other batch has.
   *
   * @param url of another API than the system's own
   */
  async add(count = 2, url = this.#scene.system.url): Promise<Batch> {
    const { prompts = [] } = this.#before?.batch ?? {}
    const added = Array.from({ length: count }, (_, index) => `A buoy, number ${index} of ${this.id}.`)
    const response = await fetch(`${url}/batches/${this.id}/prompts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompts: added, after: prompts.length }),
    })
    const view = batchViewSchema.loose().parse(await response.json())
    expect(view.prompts).toEqual([...prompts, ...added])
    return until(() => this.#scene.store.batch(this.id))
  }

  async post(path: string): Promise<void> {
    const response = await fetch(`${this.#scene.system.url}/batches/${this.id}/${path}`, { method: 'POST' })
    expect(response.status).toBe(202)
  }

  /** It has settled with a picture for each new leaf, each asked for once; the others are as they were, to the byte. */
  async expectGrown(context: TestContext, fault: string, since: number, count = 2): Promise<Result> {
    // Each leaf was asked for once, those of the first prompts before.
    const result = await expectSettled(context, this.#scene, this.id, { fault, since })
    const before: readonly LeafRecord[] = this.#before?.records ?? []
    expect(result.records.slice(0, before.length)).toEqual(before)
    const added = result.records.slice(before.length)
    expect(added).toHaveLength(count * result.batch.models.length)
    for (const { leafId } of added) expect(isAdded(result.batch, leafById(result.batch, leafId))).toBe(true)
    return result
  }

  async settled(): Promise<Result> {
    const result = await until(() => this.#scene.store.result(this.id))
    await until(async () => !(await this.#scene.store.isOpen(this.id)))
    return result
  }
}

const server = await startRedisServer()
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('a batch that prompts are added to', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: redis.url })
    return () => scene.close()
  })

  const killWorker = async () => {
    const successor = await scene.system.startWorker()
    for (const worker of scene.system.workers.splice(0, 1, successor)) worker.kill()
  }

  it('makes the new leaves, and asks for none of the others again', async context => {
    const batch = await Growing.make(scene, 4)
    const since = Date.now()
    await batch.add(4)
    await batch.expectGrown(context, 'none: 4 prompts added to 4', since, 4)
  })

  it('by a worker that is killed at any moment: another one ends it', async context => {
    const batches = await Promise.all(Array.from({ length: 5 }, () => Growing.make(scene)))
    const [original, image, record, written, result] = batches.map(({ id }) => `batches/${id}/`)
    const rules = [
      // The original is safe, which the worker does not know.
      scene.proxy.rule('PUT', new RegExp(`${original}originals/000[12]-`), { kind: 'hold-answer' }),
      scene.proxy.rule('PUT', new RegExp(`${image}images/000[12]-`), { kind: 'hold' }),
      scene.proxy.rule('PUT', new RegExp(`${record}leaves/000[12]-`), { kind: 'hold' }),
      scene.proxy.rule('PUT', new RegExp(`${written}leaves/000[12]-`), { kind: 'hold-answer' }),
      scene.proxy.rule('PUT', new RegExp(`${result}result\\.json`), { kind: 'hold' }),
    ]
    await Promise.all(batches.map(each => each.add()))
    await until(() => rules.slice(0, 4).every(rule => rule.hits.length === 4))
    await until(() => (rules[4]?.hits.length ?? 0) > 0)
    await killWorker()
    for (const rule of rules) rule.end()
    const since = Date.now()
    for (const [place, moment] of [
      'originals kept',
      'images composed',
      'records to write',
      'records written',
      'result to write',
    ].entries()) {
      const each = batches[place]
      await until(async () => each && !(await scene.store.isOpen(each.id)))
      await each?.expectGrown(context, `worker killed while added prompts are made: ${moment}`, since)
    }
  })

  it('is as it was, or has them, by an API that is killed before or after it wrote that down', async context => {
    const { child, address } = await scene.system.startApi()
    const since = Date.now()
    const asked = await Promise.all(
      (['hold', 'hold-answer'] as const).map(async kind => {
        const each = await Growing.make(scene)
        const rule = scene.proxy.rule('PUT', new RegExp(batchKey(each.id)), { kind })
        void each.add(2, address).catch(() => {})
        await until(() => rule.hits.length > 0)
        return { each, rule }
      }),
    )
    child.kill()
    for (const { rule } of asked) rule.end()
    const [unwritten, written] = asked.map(({ each }) => each)
    // Open in the store, and no orchestrator was told: the reconciler starts both.
    for (const each of [unwritten, written])
      await until(async () => !(await scene.store.isOpen(each?.id ?? '')))
    await unwritten?.expectGrown(context, 'API killed before it wrote that prompts are added', since, 0)
    await written?.expectGrown(context, 'API killed after it wrote that prompts are added', since)
    // Whoever was not told asks once more, and the others are not paid twice.
    await unwritten?.add()
    await unwritten?.expectGrown(context, 'prompts added once more after the API was killed', Date.now())
  })

  it('while Redis is flushed', async context => {
    const batch = await Growing.make(scene, 2)
    const rule = scene.proxy.rule('PUT', /\/images\/.*--v\d+-/, { kind: 'delay', ms: 1_000 })
    await batch.add()
    await until(() => rule.hits.length > 0)
    await redis.command('FLUSHALL')
    rule.end()
    await batch.expectGrown(context, 'Redis is flushed while added prompts are made', Date.now())
  })

  it('and canceled once their pictures have come: it is finished of those', async context => {
    const batch = await Growing.make(scene, 2)
    const rule = scene.proxy.rule('PUT', /\/images\/.*--v\d+-/, { kind: 'hold' })
    await batch.add(1)
    await until(() => rule.hits.length === 2)
    await batch.post('cancel')
    await killWorker()
    rule.end()
    expect((await batch.settled()).counts).toMatchObject({ canceled: 2, succeeded: 4 })
    const since = Date.now()
    await batch.post('finish')
    await batch.expectGrown(context, 'canceled while added prompts are made, then finished', since, 1)
  })
})

describe('a batch that prompts are added to under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 4 })
    return () => scene.close()
  })

  it('by tasks that are killed once originals are kept: the next ones end it', async context => {
    const batch = await Growing.make(scene, 2)
    const rule = scene.proxy.rule('PUT', /\/originals\/0002-\d\d\.v\d+-/, { kind: 'hold-answer' })
    await batch.add(1)
    // Of both leaves: a call that is under way when its task is killed is made again.
    await until(() => rule.hits.length === 2)
    for (const run of scene.system.render?.platform.runs.values() ?? [])
      if (run.status === 'running') run.abort?.()
    rule.end()
    await batch.expectGrown(context, 'tasks killed while added prompts are made', Date.now(), 1)
  })
})
