import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'
import type { Treatment } from './support/store-proxy.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

/** A store that fails for a while, for requests of a method. */
interface Outage {
  fault: string
  method: 'GET' | 'PUT'
  treatment: Treatment
  /** How long it lasts, in milliseconds. */
  ms: number
}

const OUTAGES: Outage[] = [
  {
    fault: 'store refuses writes for 20 s (500)',
    method: 'PUT',
    treatment: { kind: 'refuse', status: 500, code: 'InternalError' },
    ms: 20_000,
  },
  {
    fault: 'store is full for 10 s (507)',
    method: 'PUT',
    treatment: { kind: 'refuse', status: 507, code: 'XMinioStorageFull' },
    ms: 10_000,
  },
  {
    fault: 'store is overloaded for 10 s (503), writes',
    method: 'PUT',
    treatment: { kind: 'refuse', status: 503, code: 'SlowDown' },
    ms: 10_000,
  },
  {
    fault: 'store is overloaded for 10 s (503), reads',
    method: 'GET',
    treatment: { kind: 'refuse', status: 503, code: 'SlowDown' },
    ms: 10_000,
  },
  {
    fault: 'store loses its answers to writes for 10 s',
    method: 'PUT',
    treatment: { kind: 'lose-answer' },
    ms: 10_000,
  },
  {
    fault: 'store is silent to writes for 5 s',
    method: 'PUT',
    treatment: { kind: 'hold' },
    ms: 5_000,
  },
  {
    fault: 'store takes 2 s for each write',
    method: 'PUT',
    treatment: { kind: 'delay', ms: 2_000 },
    ms: 20_000,
  },
]

describe('a store that fails while providers are at work', () => {
  let scene: Scene
  beforeAll(async () => {
    // Long enough that no picture is there before its outage has begun.
    scene = await openScene({ latencyMs: '3000-4000' })
    return () => scene.close()
  })

  it.concurrent.for(OUTAGES.map(outage => [outage.fault, outage] as const))(
    '%s: every picture is paid for once',
    async ([, outage], context) => {
      const id = await scene.submit(3)
      const rule = scene.proxy.rule(outage.method, new RegExp(`^batches/${id}/`), outage.treatment)
      await until(() => rule.hits.length > 0)
      await sleep(outage.ms)
      rule.end()
      await expectSettled(context, scene, id, { fault: outage.fault, since: Date.now() })
    },
  )

  it.concurrent('refuses only the result: the batch is settled again until it is written', async context => {
    const id = await scene.submit(3)
    const rule = scene.proxy.rule('PUT', new RegExp(`^batches/${id}/result.json`), {
      kind: 'refuse',
      status: 503,
      code: 'SlowDown',
    })
    await until(() => rule.hits.length >= 12)
    expect(await scene.store.isOpen(id)).toBe(true)
    rule.end()
    const [log = ''] = scene.system.logs('worker')
    // Of which key is chance: others fail at the same time.
    expect(await readFile(log, 'utf8')).toMatch(
      /"operation":"put","failed":1,"err":\{.*"message":"Could not write batches\/.*"msg":"store call failed"/,
    )
    await expectSettled(context, scene, id, {
      fault: 'store refuses the result, four times over',
      since: Date.now(),
    })
  })
})
