import { createEmulatorClient, type RunningEmulator, startEmulator } from '@contactsheet/emulator'
import { BatchStore, batchFolder, createDiskStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { get, post, untilSettled } from '../support/http.ts'
import { type System, startSystem } from '../support/system.ts'

const REQUEST = {
  prompts: ['A fox'],
  models: ['gpt-image-2', 'gemini-3-pro-image'],
  reuse: 'always',
}
const LEAVES = 2

const QUEUES: [string, string][] = [
  ['BullMQ', inject('redisUrl') ?? inject('postgresUrl')],
  ['Render Workflows', 'workflows'],
]

describe.each(QUEUES)('batches that ask for the same, under %s', (_, queueUrl) => {
  let system: System
  /** Passes for providers that charge. */
  let emulator: RunningEmulator
  beforeEach(async () => {
    const latency = { minMs: 10, maxMs: 50 }
    emulator = await startEmulator({ seed: 1, latency, pictures: 'flat', isMarked: false })
    system = await startSystem({ queueUrl, emulatorUrl: emulator.url })
  })
  afterEach(async () => {
    await system.stop()
    await emulator.close()
  })

  it('are made once, and each has its pictures for as long as it is there', async () => {
    const objects = createDiskStore({ dataDir: system.dataDir, bucket: 'thumbnails' })
    const store = new BatchStore(objects)
    const calls = async () => (await createEmulatorClient(emulator.url).calls()).calls
    const make = async () => {
      const accepted = await post(system, '/batches', REQUEST)
      const view = await untilSettled(system, accepted.id)
      expect(view).toMatchObject({ state: 'succeeded', reuse: 'always' })
      await expect.poll(() => store.isOpen(view.id)).toBe(false)
      return { ...view, reusable: accepted.reusable }
    }
    const originals = async (id: string) => {
      const keys = await Array.fromAsync(objects.list(`${batchFolder(id)}originals/`))
      return Promise.all(keys.map(key => objects.get(key)))
    }
    const images = (id: string) =>
      Array.fromAsync(objects.list(`${batchFolder(id)}images/`), key => objects.get(key))

    const first = await make()
    expect([first.reusable, await calls()]).toEqual([0, LEAVES])
    expect(first.leaves.some(leaf => 'reused' in leaf)).toBe(false)
    expect(first.cost.actualUsd).toBeGreaterThan(0)

    const second = await make()
    expect([second.reusable, await calls()]).toEqual([LEAVES, LEAVES])
    const { estimateUsd } = first.cost
    expect(second.cost).toEqual({ estimateUsd, reusable: LEAVES, reusableUsd: estimateUsd, actualUsd: 0 })
    expect(second.leaves).toMatchObject(
      first.leaves.map(({ leafId }) => ({ leafId, costUsd: 0, reused: { batchId: first.id, leafId } })),
    )
    expect(await originals(first.id)).toHaveLength(LEAVES)
    expect(await originals(second.id)).toEqual(await originals(first.id))
    expect(await images(second.id)).toEqual(await images(first.id))
    const table = (await (await fetch(`${system.url}/batches/${second.id}/results.csv`)).text()).split('\r\n')
    expect(table[0]?.split(',')).toContain('reused')
    expect(table[1]).toContain(`,${first.id}/0000-00`)

    const before = await originals(second.id)
    expect(await store.remove(first.id)).toBe(true)
    expect(await originals(second.id)).toEqual(before)
    for (const { imageUrl } of second.leaves) {
      const image = await fetch(system.url + imageUrl)
      // Read whole: a connection in use keeps the API from stopping.
      expect([image.status, (await image.arrayBuffer()).byteLength > 0]).toEqual([200, true])
    }

    const third = await make()
    expect([third.reusable, await calls()]).toEqual([LEAVES, LEAVES])
    expect(third.leaves[0]).toMatchObject({ reused: { batchId: second.id, leafId: '0000-00' } })
    expect(await get(system, `/batches/${third.id}`)).toMatchObject({ cost: { actualUsd: 0 } })

    for (const { id } of [second, third]) expect(await store.remove(id)).toBe(true)
    for (const prefix of ['batches/', 'answers/'])
      expect(await Array.fromAsync(objects.list(prefix))).toEqual([])
    expect([(await make()).reusable, await calls()]).toEqual([0, 2 * LEAVES])
  }, 120_000)
})
