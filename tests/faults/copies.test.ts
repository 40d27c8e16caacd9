import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulatorClient } from '@contactsheet/emulator'
import { BATCHES, BatchStore, batchKey, createDiskStore, type ObjectStore, OPEN } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, inject, it, type TestContext, vi } from 'vitest'
import { type System, startSystem } from '../support/system.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const BUCKET = 'copied'

/** Copies what a choice takes of a store that is being written to, object by object as a listing gives them. */
async function copy(from: ObjectStore, to: ObjectStore, takes: (key: string) => boolean): Promise<void> {
  for await (const key of from.list('')) {
    const stat = takes(key) ? await from.stat(key) : undefined
    const bytes = stat && (await from.get(key))
    if (stat !== undefined && bytes !== undefined) await to.put(key, bytes, stat)
  }
}

const isMark = (key: string) => key.startsWith(OPEN)
const isResult = (key: string) => key.endsWith('/result.json')
const isRecord = (key: string) => key.includes('/leaves/')

/** As docs/deploy.md has it: what refers to others first. */
const STEPS = [isMark, isResult, isRecord, (key: string) => ![isMark, isResult, isRecord].some(is => is(key))]

interface Target {
  dataDir: string
  objects: ObjectStore
  store: BatchStore
}

describe('a store that is copied while a batch runs', () => {
  let scene: Scene
  const folders: string[] = []
  const systems: System[] = []
  beforeAll(async () => {
    // Few slots, so that the batch is half done for long.
    scene = await openScene({ onDisk: true, env: { LEAF_CONCURRENCY: '2' } })
    await scene.emulator.setLatency({ minMs: 300, maxMs: 600 })
  })
  afterAll(async () => {
    await Promise.all(systems.map(system => system.stop()))
    await scene.close()
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  })

  async function openTarget(): Promise<Target> {
    const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-copy-'))
    folders.push(dataDir)
    const objects = createDiskStore({ dataDir, bucket: BUCKET })
    await objects.ready()
    return { dataDir, objects, store: new BatchStore(objects) }
  }

  /** A batch of which some leaves have settled and others have not begun. */
  async function halfDone(): Promise<string> {
    const id = await scene.submit(8)
    await until(async () => (await scene.store.settledStates(id)).size >= 4)
    return id
  }

  /** Runs a system on a copy until its batch has settled: it may have made only the pictures that were not copied. */
  async function expectRestored(
    { task }: Pick<TestContext, 'task'>,
    { dataDir, store }: Target,
    batchId: string,
    { fault, kept }: { fault: string; kept: number },
  ): Promise<void> {
    const since = Date.now()
    const system = await startSystem({
      queueUrl: inject('redisUrl') ?? inject('postgresUrl'),
      env: { DATA_DIR: dataDir, MINIO_BUCKET: BUCKET },
    })
    systems.push(system)
    const result = await until(async () => !(await store.isOpen(batchId)) && (await store.result(batchId)))
    const seconds = (Date.now() - since) / 1_000
    expect(result.counts).toMatchObject({ total: 16, succeeded: 16 })
    for (const { image } of result.records) {
      const bytes = image && (await store.image(image))
      expect(bytes?.length).toBe(image?.bytes)
    }
    const { requests } = await createEmulatorClient(system.emulatorUrl).calls()
    const calls = kept + requests.reduce((sum, { calls }) => sum + calls, 0)
    expect(calls).toBe(16)
    task.meta.faults = [{ fault, leaves: 16, calls, twice: 0, seconds }]
  }

  const originals = async (objects: ObjectStore, batchId: string) =>
    (await Array.fromAsync(objects.list(`${BATCHES}${batchId}/originals/`))).length

  it('in the order of the manual goes on where the copy stands', async context => {
    const target = await openTarget()
    const { objects, store } = target
    const id = await halfDone()
    for (const takes of STEPS) await copy(scene.objects, objects, takes)
    expect(await store.isOpen(id)).toBe(true)
    expect((await store.settledStates(id)).size).toBeLessThan(16)
    const kept = await originals(objects, id)
    const fault = 'store copied while a batch runs, what refers to others first'
    await expectRestored(context, target, id, { fault, kept })
  })

  it('in the other order, so that neither result nor mark is in it, is found and finished all the same', async context => {
    const target = await openTarget()
    const { objects, store } = target
    const id = await halfDone()
    await copy(scene.objects, objects, key => !isMark(key))
    await until(async () => !(await scene.store.isOpen(id)))
    await copy(scene.objects, objects, isMark)
    expect(await objects.stat(batchKey(id))).toBeDefined()
    expect(await store.isOpen(id)).toBe(false)
    expect(await store.result(id)).toBeUndefined()
    // And an image was written behind the copy's back, whose record was not.
    const [record] = await store.records(await until(() => store.batch(id)))
    await objects.delete(record?.image?.key ?? '')
    const kept = await originals(objects, id)
    expect(kept).toBeLessThan(16)
    const fault = 'store copied while a batch runs, without its mark and its result'
    await expectRestored(context, target, id, { fault, kept })
  })
})
