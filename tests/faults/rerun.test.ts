import { setTimeout as sleep } from 'node:timers/promises'
import { type Batch, batchViewSchema, type LeafRecord, lastTag, type Result } from '@contactsheet/contract'
import { batchKey } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { type RedisServer, startRedisServer } from './support/redis-server.ts'
import { callsOf, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const ID = '0000-01'

/** A batch that has settled, and one leaf of which is made again and again: each time it is paid for once more. */
class Rerun {
  readonly id: string
  readonly #scene: Scene
  #before: Result | undefined
  #reruns = 0

  constructor(scene: Scene, id: string) {
    this.#scene = scene
    this.id = id
  }

  static async make(scene: Scene, prompts = 1): Promise<Rerun> {
    const batch = new Rerun(scene, await scene.submit(prompts))
    await batch.settled()
    return batch
  }

  /**
   * Asks for its leaf with a prompt that no other has.
   *
   * @param url of another API than the system's own
   */
  async rerun(url?: string): Promise<Batch> {
    this.#before = await this.settled()
    const prompt = `A lighthouse again, number ${++this.#reruns} of ${this.id}.`
    const view = await this.post(`leaves/${ID}/rerun`, { prompt }, url)
    expect(view.versions).toHaveLength((this.#before.batch.versions?.length ?? 0) + 1)
    const batch = await until(() => this.#scene.store.batch(this.id))
    expect(batch.versions?.at(-1)).toMatchObject({ leaves: [ID], anew: true })
    return batch
  }

  async post(path: string, body?: object, url = this.#scene.system.url) {
    const response = await fetch(`${url}/batches/${this.id}/${path}`, {
      method: 'POST',
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    expect(response.ok, JSON.stringify(answer)).toBe(true)
    return batchViewSchema.parse(answer)
  }

  /** It has settled with a new picture, nothing is left of the one before, and its provider was asked once for it. */
  async expectNew(context: TestContext, fault: string, since: number): Promise<Result> {
    // The others were asked for once, before.
    const result = await expectSettled(context, this.#scene, this.id, { fault, since })
    const of = (records: readonly LeafRecord[] = []) => records.filter(({ leafId }) => leafId !== ID)
    expect(of(result.records)).toEqual(of(this.#before?.records))
    expect(this.#leafOf(result)).toMatchObject({
      tag: lastTag(result.batch),
      title: `A lighthouse again, number ${this.#reruns} of ${this.id}.`,
      original: { key: expect.stringContaining(`${ID}.${lastTag(result.batch)}.`) },
    })
    expect(result.timings.wallClockMs).toBeGreaterThanOrEqual(result.timings.slowestLeafMs)
    return result
  }

  async settled(): Promise<Result> {
    const result = await until(() => this.#scene.store.result(this.id))
    await until(async () => !(await this.#scene.store.isOpen(this.id)))
    return result
  }

  #leafOf({ records }: Result): LeafRecord | undefined {
    return records.find(({ leafId }) => leafId === ID)
  }
}

const server = await startRedisServer()
afterAll(() => server?.remove())

describe.runIf(server !== undefined)('a leaf that is made again', () => {
  const redis = server as RedisServer
  let scene: Scene
  let batch: Rerun
  beforeAll(async () => {
    scene = await openScene({ queueUrl: redis.url })
    batch = await Rerun.make(scene, 4)
    return () => scene.close()
  })

  const killWorker = async () => {
    const successor = await scene.system.startWorker()
    for (const worker of scene.system.workers.splice(0, 1, successor)) worker.kill()
  }

  it('is asked for once more, and leaves nothing of what it was', async context => {
    const since = Date.now()
    await batch.rerun()
    await batch.expectNew(context, 'none: one leaf of 8 made again', since)
  })

  it('by a worker that is killed at any moment, of the leaf and of what is replaced: another one ends it', async context => {
    const batches = await Promise.all(Array.from({ length: 5 }, () => Rerun.make(scene)))
    const [original, image, record, written, pruning] = batches.map(({ id }) => `batches/${id}/`)
    const rules = [
      // The original is safe, which the worker does not know.
      scene.proxy.rule('PUT', new RegExp(`${original}originals/`), { kind: 'hold-answer' }),
      scene.proxy.rule('PUT', new RegExp(`${image}images/`), { kind: 'hold' }),
      scene.proxy.rule('PUT', new RegExp(`${record}leaves/`), { kind: 'hold' }),
      scene.proxy.rule('PUT', new RegExp(`${written}leaves/`), { kind: 'hold-answer' }),
      scene.proxy.rule('DELETE', new RegExp(`${pruning}originals/`), { kind: 'hold' }),
    ]
    await Promise.all(batches.map(each => each.rerun()))
    await until(() => rules.every(rule => rule.hits.length > 0))
    await killWorker()
    for (const rule of rules) rule.end()
    const since = Date.now()
    for (const [place, moment] of [
      'its original is kept',
      'it has composed the image',
      'it is to write the record',
      'it has written the record',
      'it deletes what is replaced',
    ].entries()) {
      const each = batches[place]
      await until(async () => each && !(await scene.store.isOpen(each.id)))
      await each?.expectNew(context, `worker killed when a leaf is made again and ${moment}`, since)
    }
  })

  it('is as it was, or made again, by an API that is killed before or after it wrote that down', async context => {
    const { child, address } = await scene.system.startApi()
    const since = Date.now()
    const kinds = ['hold', 'hold-answer'] as const
    const asked = await Promise.all(
      kinds.map(async kind => {
        const each = await Rerun.make(scene)
        const rule = scene.proxy.rule('PUT', new RegExp(batchKey(each.id)), { kind })
        void each.rerun(address).catch(() => {})
        await until(() => rule.hits.length > 0)
        return { each, rule }
      }),
    )
    child.kill()
    for (const { rule } of asked) rule.end()
    const [unwritten, written] = asked.map(({ each }) => each.id)
    // Open in the store, and no orchestrator was told: the reconciler starts both. Until then their results are the old ones.
    for (const id of [unwritten, written]) await until(async () => !(await scene.store.isOpen(id ?? '')))
    const before = await expectSettled(context, scene, unwritten ?? '', {
      fault: 'API killed before it wrote that a leaf is to be made again',
      since,
    })
    expect(before.batch).not.toHaveProperty('versions')
    const after = await expectSettled(context, scene, written ?? '', {
      fault: 'API killed after it wrote that a leaf is to be made again',
      since,
    })
    expect(after.records[1]).toMatchObject({ state: 'succeeded', tag: lastTag(after.batch) })
  })

  it('while Redis is flushed', async context => {
    const rule = scene.proxy.rule('PUT', /\/images\/.*--v\d+-/, { kind: 'delay', ms: 1_000 })
    await batch.rerun()
    await until(() => rule.hits.length > 0)
    await redis.command('FLUSHALL')
    rule.end()
    await batch.expectNew(context, 'Redis is flushed while a leaf is made again', Date.now())
  })

  it('while the store takes no writes', async context => {
    const rule = scene.proxy.rule('PUT', /--v\d+-|\.v\d+-/, { kind: 'refuse', status: 503, code: 'SlowDown' })
    await batch.rerun()
    await until(() => rule.hits.length > 0)
    await sleep(3_000)
    rule.end()
    await batch.expectNew(context, 'store takes no writes for 3 s while a leaf is made again', Date.now())
  })

  it('and canceled once its picture has come: it is canceled, and finished of that picture', async context => {
    const rule = scene.proxy.rule('PUT', /\/images\/.*--v\d+-/, { kind: 'hold' })
    await batch.rerun()
    await until(() => rule.hits.length > 0)
    await batch.post('cancel')
    await sleep(1_500)
    await killWorker()
    rule.end()
    const canceled = await batch.settled()
    expect(canceled.counts).toMatchObject({ canceled: 1, succeeded: 7 })
    const since = Date.now()
    await batch.post('finish')
    await batch.expectNew(context, 'canceled while a leaf is made again, then finished', since)
  })

  it('and canceled before it is reached: it is what it was', async context => {
    const before = await batch.settled()
    const rule = scene.proxy.rule('GET', /\/leaves\/0000-01\.succeeded\.v\d+-/, { kind: 'delay', ms: 4_000 })
    await batch.rerun()
    await batch.post('cancel')
    const after = await batch.settled()
    rule.end()
    const made = ({ tag: _tag, ...rest }: LeafRecord) => rest
    expect(after.records.map(made)).toEqual(before.records.map(made))
    await expectSettled(context, scene, batch.id, {
      fault: 'canceled before a leaf is made again',
      since: Date.now(),
      calls: leafId => (leafId === ID ? [0] : [1]),
    })
  })
})

describe.runIf(server !== undefined)('a batch that was canceled', () => {
  const redis = server as RedisServer
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: redis.url })
    return () => scene.close()
  })

  it('is finished by whoever is left, of the originals it has, though its worker is killed', async context => {
    const rule = scene.proxy.rule('PUT', /\/images\/000[01]-/, { kind: 'hold' })
    const id = await scene.submit(4)
    const batch = new Rerun(scene, id)
    await until(() => rule.hits.length === 4)
    await batch.post('cancel')
    const kept = await Array.fromAsync(scene.objects.list(`batches/${id}/originals/`))
    const since = Date.now()
    const successor = await scene.system.startWorker()
    for (const worker of scene.system.workers.splice(0, 1, successor)) worker.kill()
    rule.end()
    const { counts } = await batch.settled()
    expect(counts.canceled).toBeGreaterThanOrEqual(4)
    const before = await callsOf(scene, id)

    const again = scene.proxy.rule('PUT', /\/images\/0002-/, { kind: 'hold' })
    expect(await batch.post('finish')).toMatchObject({ counts: { canceled: 0 } })
    await until(async () => again.hits.length > 0 || (await scene.store.outcome(id)) !== undefined)
    const third = await scene.system.startWorker()
    for (const worker of scene.system.workers.splice(0, 1, third)) worker.kill()
    again.end()
    await expectSettled(context, scene, id, {
      fault: 'worker killed while canceled leaves run',
      since,
      calls: leafId => {
        const { calls = 0 } = before.get(leafId) ?? {}
        return kept.some(key => key.includes(`/${leafId}.`)) ? [calls] : [calls, calls + 1]
      },
    })
  })
})

describe('a leaf that is made again under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 4 })
    return () => scene.close()
  })

  const killTasks = () => {
    for (const run of scene.system.render?.platform.runs.values() ?? [])
      if (run.status === 'running') run.abort?.()
  }

  it('by a task that is killed once its original is kept: the next one ends it', async context => {
    const batch = await Rerun.make(scene, 2)
    const rule = scene.proxy.rule('PUT', /\/originals\/0000-01\.v\d+-/, { kind: 'hold-answer' })
    await batch.rerun()
    await until(() => rule.hits.length > 0)
    killTasks()
    rule.end()
    await batch.expectNew(context, 'task killed while a leaf is made again', Date.now())
  })

  it('and canceled once its picture has come: it is finished of that picture', async context => {
    const batch = await Rerun.make(scene, 2)
    const rule = scene.proxy.rule('PUT', /\/images\/.*--v\d+-/, { kind: 'hold' })
    await batch.rerun()
    await until(() => rule.hits.length > 0)
    await batch.post('cancel')
    rule.end()
    killTasks()
    expect((await batch.settled()).counts).toMatchObject({ canceled: 1, succeeded: 3 })
    const since = Date.now()
    await batch.post('finish')
    await batch.expectNew(context, 'canceled while a leaf is made again, then finished', since)
  })
})
