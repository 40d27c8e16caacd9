import { readFile } from 'node:fs/promises'
import { batchKey, openKey, recordKey, resultKey } from '@contactsheet/storage'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const QUICK = { minMs: 10, maxMs: 50 }
const JSON_TYPE = { contentType: 'application/json' }

describe('a worker that is told to stop', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ workers: 0 })
    return () => scene.close()
  })

  it('finishes what runs when it has the time: nothing is asked for again', async context => {
    await scene.emulator.setLatency({ minMs: 2_000, maxMs: 3_000 })
    const old = await scene.system.startWorker({ LEAF_CONCURRENCY: '3', DRAIN_MS: '60000' })
    const id = await scene.submit(6)
    await until(async () => (await inFlight(scene, id)).size === 6)
    const successor = await scene.system.startWorker()
    const since = Date.now()
    await old.stop()
    await expectSettled(context, scene, id, { fault: 'worker told to stop, with time to finish', since })
    await successor.stop()
  })

  it('gives back at once what outlasts its time', async context => {
    await scene.emulator.setLatency({ minMs: 600_000, maxMs: 600_000 })
    const old = await scene.system.startWorker({ DRAIN_MS: '500' })
    const id = await scene.submit(3)
    await until(async () => (await inFlight(scene, id)).size === 6)
    await scene.emulator.setLatency(QUICK)
    const since = Date.now()
    await old.stop()
    const successor = await scene.system.startWorker()
    const { records } = await expectSettled(context, scene, id, {
      fault: 'worker told to stop, without time to finish',
      since,
      // Its calls were broken off. A provider may charge them.
      calls: () => [2],
    })
    expect(records.map(record => record.attempts)).toEqual(records.map(() => 1))
    await successor.stop()
  })
})

describe('a worker of another release', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ workers: 0 })
    return () => scene.close()
  })

  it('leaves alone a batch that a newer one has written', async context => {
    const id = await scene.submit(2)
    const batch = await scene.store.batch(id)
    const write = (version: number) =>
      scene.objects.put(batchKey(id), Buffer.from(JSON.stringify({ ...batch, version })), JSON_TYPE)
    await write(9)
    const worker = await scene.system.startWorker()
    const log = scene.system.logs('worker').at(-1) ?? ''
    await until(async () => (await readFile(log, 'utf8')).includes('has document version 9'))
    expect(await scene.store.isOpen(id)).toBe(true)
    expect((await scene.emulator.calls()).calls).toBe(0)
    await write(1)
    await expectSettled(context, scene, id, {
      fault: 'batch written by a newer release, then readable',
      since: Date.now(),
    })
    await worker.stop()
  })

  it('does not pay for a leaf that a newer one has settled', async context => {
    const first = await scene.system.startWorker()
    const id = await scene.submit(2)
    await until(() => scene.store.result(id))
    await until(async () => !(await scene.store.isOpen(id)))
    await first.stop()
    // As if a newer worker had settled a leaf and died before the rest was done.
    const key = recordKey(id, '0001-00', 'succeeded')
    const batch = await until(() => scene.store.batch(id))
    const record = await scene.store.record(batch, '0001-00', 'succeeded')
    const write = (version: number) =>
      scene.objects.put(key, Buffer.from(JSON.stringify({ ...record, version })), JSON_TYPE)
    await write(9)
    await scene.objects.put(openKey(id), Buffer.from(id), JSON_TYPE)
    await scene.objects.delete(resultKey(id))
    const second = await scene.system.startWorker()
    const log = scene.system.logs('worker').at(-1) ?? ''
    await until(async () => (await readFile(log, 'utf8')).includes('has document version 9'))
    expect(await scene.store.isOpen(id)).toBe(true)
    await write(1)
    await expectSettled(context, scene, id, {
      fault: 'record written by a newer release, then readable',
      since: Date.now(),
    })
    await second.stop()
  })
})
