import { setTimeout as sleep } from 'node:timers/promises'
import { type Batch, batchViewSchema, type LeafRecord, type Result } from '@contactsheet/contract'
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { MODELS, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'
import type { Treatment } from './support/store-proxy.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const LOOKS = ['center-box', 'left-panel', 'overlay-bottom', 'overlay-center', 'bottom-bar'] as const

/** A batch that has settled, and is recomposed again and again: its pictures are paid for once. */
class Recomposed {
  readonly id: string
  readonly #scene: Scene
  #versions = 1

  private constructor(scene: Scene, id: string) {
    this.#scene = scene
    this.id = id
  }

  static async make(scene: Scene, prompts: number): Promise<Recomposed> {
    const batch = new Recomposed(scene, await scene.submit(prompts))
    await batch.#settled()
    return batch
  }

  /** Asks for its pictures in the next look. */
  async recompose(): Promise<Batch> {
    await this.#settled()
    const template = LOOKS[this.#versions++ % LOOKS.length]
    const response = await fetch(`${this.#scene.system.url}/batches/${this.id}/recompose`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ template }),
    })
    expect(batchViewSchema.parse(await response.json())).toMatchObject({ template, version: this.#versions })
    return until(() => this.#scene.store.batch(this.id))
  }

  /** It has settled, each leaf with a new picture and nothing left of the one before, and no provider was asked again. */
  async expectNew(context: TestContext, fault: string, since: number): Promise<Result> {
    const result = await expectSettled(context, this.#scene, this.id, { fault, since })
    const tag = result.batch.versions?.at(-1)?.tag
    expect(result.batch.versions).toHaveLength(this.#versions - 1)
    expect(result.records.map(({ tag, image }) => [tag, image?.key.includes(`--${tag}.`)])).toEqual(
      result.records.map(() => [tag, true]),
    )
    const small = await Array.fromAsync(this.#scene.objects.list(`batches/${this.id}/small/`))
    expect(small).toEqual(result.records.map(({ small }) => small?.key))
    return result
  }

  async #settled(): Promise<void> {
    await until(() => this.#scene.store.outcome(this.id))
    await until(async () => !(await this.#scene.store.isOpen(this.id)))
  }
}

const server = await startRedisServer()
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('a batch that is recomposed', () => {
  const redis = server as RedisServer
  let scene: Scene
  let batch: Recomposed
  beforeAll(async () => {
    scene = await openScene({ queueUrl: redis.url })
    batch = await Recomposed.make(scene, 8)
    return () => scene.close()
  })

  const settledLeaves = async (next: Batch) => (await scene.store.settledStates(next)).size

  it('asks no provider, and leaves nothing behind', async context => {
    const before = await until(() => scene.store.result(batch.id))
    const since = Date.now()
    await batch.recompose()
    const after = await batch.expectNew(context, 'none: 16 leaves recomposed', since)
    const made = ({ attempts, startedAt, settledAt, costUsd, original }: LeafRecord) => [
      attempts,
      startedAt,
      settledAt,
      costUsd,
      original,
    ]
    expect(after.records.map(made)).toEqual(before.records.map(made))
    expect(after.settledAt > before.settledAt).toBe(true)
  })

  // Where the killed worker is with the leaves of each prompt, by what it waits for from the store when it dies.
  const moments: [string, string, Treatment][] = [
    ['it has composed the image', 'images/0000-', { kind: 'hold' }],
    ['it has uploaded the image', 'images/0001-', { kind: 'hold-answer' }],
    ['it is to write the record', 'leaves/0002-', { kind: 'hold' }],
    ['it has written the record', 'leaves/0003-', { kind: 'hold-answer' }],
  ]
  it('by a worker that is killed at any moment, of leaves and of what is replaced: another one ends it', async context => {
    const other = await Recomposed.make(scene, 1)
    const rules = moments.map(([, key, treatment]) =>
      scene.proxy.rule('PUT', new RegExp(`${batch.id}/${key}`), treatment),
    )
    // When the other batch has its result, and is about to lose the pictures before.
    const pruning = scene.proxy.rule('DELETE', new RegExp(`${other.id}/images/`), { kind: 'hold' })
    await Promise.all([batch.recompose(), other.recompose()])
    await until(() => rules.every(rule => rule.hits.length === MODELS.length) && pruning.hits.length > 0)
    const successor = await scene.system.startWorker()
    for (const worker of scene.system.workers.splice(0, 1, successor)) worker.kill()
    for (const rule of [...rules, pruning]) rule.end()
    const since = Date.now()
    await batch.expectNew(context, 'worker killed while it recomposes', since)
    await until(async () => !(await scene.store.isOpen(other.id)))
    await other.expectNew(context, 'worker killed while it deletes what is replaced', since)
  })

  it('while Redis is flushed: its leaves run again, of their originals', async context => {
    const rule = scene.proxy.rule('PUT', /\/images\/.*--v\d+-/, { kind: 'delay', ms: 1_000 })
    await batch.recompose()
    await until(() => rule.hits.length > 0)
    await redis.command('FLUSHALL')
    rule.end()
    await batch.expectNew(context, 'Redis is flushed while a batch is recomposed', Date.now())
  })

  it('while the store takes no writes', async context => {
    const rule = scene.proxy.rule('PUT', /--v\d+-|\.v\d+-/, { kind: 'refuse', status: 503, code: 'SlowDown' })
    await batch.recompose()
    await until(() => rule.hits.length > 0)
    await sleep(3_000)
    rule.end()
    await batch.expectNew(context, 'store takes no writes for 3 s while a batch is recomposed', Date.now())
  })

  it('and canceled: leaves that were not reached keep the picture they had', async context => {
    const before = await until(() => scene.store.result(batch.id))
    const rule = scene.proxy.rule('GET', /\/originals\/000[4-7]-/, { kind: 'delay', ms: 3_000 })
    const next = await batch.recompose()
    await until(async () => (await settledLeaves(next)) >= 8)
    await fetch(`${scene.system.url}/batches/${batch.id}/cancel`, { method: 'POST' })
    rule.end()
    const since = Date.now()
    const { records } = await expectSettled(context, scene, batch.id, {
      fault: 'canceled while it is recomposed',
      since,
    })
    const kept = records.filter((record, place) => record.image?.key === before.records[place]?.image?.key)
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThan(records.length)
  })
})

describe('a batch that is recomposed under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 4 })
    return () => scene.close()
  })

  it('by a task that is killed: the next one ends it', async context => {
    const batch = await Recomposed.make(scene, 2)
    const rule = scene.proxy.rule('PUT', /\/leaves\/0001-.*\.v\d+-/, { kind: 'hold' })
    await batch.recompose()
    await until(() => rule.hits.length > 0)
    for (const run of scene.system.render?.platform.runs.values() ?? [])
      if (run.status === 'running') run.abort?.()
    rule.end()
    await batch.expectNew(context, 'task killed while a batch is recomposed', Date.now())
  })
})
