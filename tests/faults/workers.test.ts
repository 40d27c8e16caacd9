import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from '@contactsheet/stack'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { callsOf, inFlight, MODELS, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'
import type { Treatment } from './support/store-proxy.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

/**
 * Longest that a killed worker's leaves may take to settle elsewhere, in seconds: 16 by the lease, and what a busy machine
 * adds. BullMQ's own defaults take 44 to 87.
 */
const RECOVERY_S = 35

const QUICK = { minMs: 10, maxMs: 50 }
const ENDLESS = { minMs: 600_000, maxMs: 600_000 }

describe('a worker that is killed', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ workers: 0 })
    return () => scene.close()
  })

  /** Starts a worker that is gone when the test is over, however it ends: the next test has only its own. */
  async function startWorker(): Promise<Child> {
    const worker = await scene.system.startWorker()
    onTestFinished(async () => {
      // Also one that stands still, which would hear of nothing else.
      worker.kill()
      await worker.stop()
    })
    return worker
  }

  it('while providers are at work: others run its leaves, and only the calls in flight are made again', async context => {
    const first = await startWorker()
    await scene.emulator.setLatency(ENDLESS)
    const id = await scene.submit(5)
    await until(async () => (await inFlight(scene, id)).size === 10)
    await startWorker()
    first.kill()
    await scene.emulator.setLatency(QUICK)
    const since = Date.now()
    await expectSettled(context, scene, id, {
      fault: 'worker killed while providers are at work',
      since,
      // All ten were in flight. Whether a provider finished them, nobody can tell.
      calls: () => [2],
    })
    expect((Date.now() - since) / 1_000).toBeLessThan(RECOVERY_S)
  })

  // Where the killed worker is with the leaves of each prompt, by what it waits for from the store when it dies.
  const moments: [string, RegExp, Treatment][] = [
    ['it has kept the original', /\/originals\/0000-\d\d\b/, { kind: 'hold-answer' }],
    ['it has composed the image', /\/images\/0001-\d\d\b/, { kind: 'hold' }],
    ['it has uploaded the image', /\/images\/0002-\d\d\b/, { kind: 'hold-answer' }],
    ['it is to write the record', /\/leaves\/0003-\d\d\b/, { kind: 'hold' }],
    ['it has written the record', /\/leaves\/0004-\d\d\b/, { kind: 'hold-answer' }],
  ]
  // The same of a sample that has both variations of two of its prompts, and the first of the others.
  const columns = ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }]
  const SAMPLE = { variations: 2, sample: 12 }
  const momentsOfSample: [string, RegExp, Treatment][] = [
    ['it has kept the original', /\/originals\/\d{4}-00a/, { kind: 'hold-answer' }],
    ['it has composed the image', /\/images\/\d{4}-01a/, { kind: 'hold' }],
    ['it has uploaded the image', /\/images\/\d{4}-00b/, { kind: 'hold-answer' }],
    ['it is to write the record', /\/leaves\/\d{4}-01b/, { kind: 'hold' }],
  ]
  it('at any moment after a picture was kept: no provider is asked again', async context => {
    await scene.emulator.setLatency(QUICK)
    const first = await startWorker()
    const rules = [...moments, ...momentsOfSample].map(([, key, treatment]) =>
      scene.proxy.rule('PUT', key, treatment),
    )
    const id = await scene.submit(moments.length)
    const sampled = await scene.submit(4, columns, 'windmill', SAMPLE)
    const prompts = moments.map((_, index) => ({
      prompt: 'A {{animal}} at a well',
      title: 'The {{animal}}',
      variables: { animal: `fox no ${index}`, place: 'a courtyard' },
    }))
    const tabled = await scene.submit(0, ['gpt-image-2'], '', { prompts, context: 'in {{place}}' })
    const held = [...moments.map(() => MODELS.length + 1), 4, 4, 2, 2]
    await until(() => rules.every((rule, index) => rule.hits.length === held[index]))
    await startWorker()
    first.kill()
    for (const rule of rules) rule.end()
    const since = Date.now()
    await expectSettled(context, scene, id, {
      fault: 'worker killed at five moments from keep to record',
      since,
    })
    const { counts } = await expectSettled(context, scene, sampled, {
      fault: 'the same of a sample of variations at two qualities',
      since,
    })
    expect(counts).toMatchObject({ total: 12, succeeded: 12 })
    const { records } = await expectSettled(context, scene, tabled, {
      fault: 'the same of prompts with variables',
      since,
    })
    expect(records.map(({ title }) => title)).toEqual(moments.map((_, index) => `The fox no ${index}`))
    expect((Date.now() - since) / 1_000).toBeLessThan(RECOVERY_S)
  })

  it('and then the next one that takes its leaves: they still do not fail', async context => {
    await scene.emulator.setLatency(ENDLESS)
    const id = await scene.submit(2)
    for (const round of [1, 2]) {
      const worker = await startWorker()
      await until(async () => [...(await callsOf(scene, id)).values()].every(({ calls }) => calls === round))
      worker.kill()
    }
    await scene.emulator.setLatency(QUICK)
    const since = Date.now()
    await startWorker()
    const { records } = await expectSettled(context, scene, id, {
      fault: 'two workers killed one after the other with the same leaves',
      since,
      calls: () => [3],
    })
    expect(records.map(record => record.attempts)).toEqual([1, 1, 1, 1])
  })

  it('or stopped for so long that others take its leaves, and woken: what they settled stays as it is', async context => {
    await scene.emulator.setLatency({ minMs: 6_000, maxMs: 8_000 })
    const frozen = await startWorker()
    const id = await scene.submit(20)
    await until(async () => (await inFlight(scene, id)).size === 40)
    process.kill(frozen.pid ?? 0, 'SIGSTOP')
    const since = Date.now()
    await scene.emulator.setLatency(QUICK)
    await startWorker()
    await until(() => scene.store.result(id))
    const settled = await digestsOf(id)
    // The answers it was waiting for have long been there.
    process.kill(frozen.pid ?? 0, 'SIGCONT')
    await sleep(5_000)
    expect(await digestsOf(id)).toEqual(settled)
    const fault = 'worker stopped for longer than its lease, then woken'
    await expectSettled(context, scene, id, { fault, since, calls: () => [2] })
  })

  it('with all others: those that start later go on where they were', async context => {
    await scene.emulator.setLatency({ minMs: 50, maxMs: 3_000 })
    const workers = await Promise.all([startWorker(), startWorker()])
    const id = await scene.submit(15)
    await until(async () => (await scene.store.settledStates(id)).size >= 10)
    const before = await callsOf(scene, id)
    const kept = await keptLeaves(id)
    for (const worker of workers) worker.kill()
    const since = Date.now()
    await startWorker()
    await scene.emulator.setLatency(QUICK)
    await expectSettled(context, scene, id, {
      fault: 'all workers killed, one started later',
      since,
      calls: leafId => (kept.has(leafId) || before.get(leafId)?.calls === 0 ? [1] : [1, 2]),
    })
  })

  /** Digests of everything in a batch but claims, by key. */
  async function digestsOf(batchId: string): Promise<Map<string, string>> {
    const keys = await Array.fromAsync(scene.objects.list(`batches/${batchId}/`))
    const lasting = keys.filter(key => !key.includes('/claims/'))
    const digests = await Promise.all(
      lasting.map(async key =>
        createHash('sha256')
          .update((await scene.objects.get(key)) ?? '')
          .digest('hex'),
      ),
    )
    return new Map(lasting.map((key, index) => [key, digests[index] ?? '']))
  }

  /** Ids of the leaves whose original is in the store. */
  async function keptLeaves(batchId: string): Promise<Set<string>> {
    const keys = await Array.fromAsync(scene.objects.list(`batches/${batchId}/originals/`))
    return new Set(keys.map(key => key.slice(key.lastIndexOf('/') + 1, key.lastIndexOf('.'))))
  }
})
