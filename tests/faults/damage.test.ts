import { batchPageSchema, leafById, newBatchId } from '@contactsheet/contract'
import { batchKey, imageKey, openKey, recordKey, resultKey } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { get } from '../support/http.ts'
import { expectSettled } from './support/check.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

describe('objects that are damaged in the store', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene()
  })
  afterAll(() => scene.close())

  const damage = (key: string) =>
    scene.objects.put(key, Buffer.from('{"half'), { contentType: 'application/json' })

  it('are made again from what is left of a batch, and nothing is paid for twice', async context => {
    const { store, objects, system } = scene
    const id = await scene.submit(2)
    await until(async () => !(await store.isOpen(id)) && (await store.result(id)))
    const batch = await store.batch(id)
    if (batch === undefined) throw new Error('no batch')
    await damage(resultKey(id))
    for (const leafId of ['0000-00', '0001-01']) await damage(recordKey(id, leafId, 'succeeded'))
    await objects.delete(imageKey(batch, leafById(batch, '0001-01')))
    const since = Date.now()
    expect(await get(system, `/batches/${id}`)).toMatchObject({ state: 'running' })
    expect(await store.isOpen(id)).toBe(true)
    await until(async () => !(await store.isOpen(id)))
    const fault = 'result, two records and an image of a settled batch are damaged'
    await expectSettled(context, scene, id, { fault, since })
  })

  it('close a batch if nobody can tell what was asked, and spoil no other', async context => {
    const { store, system } = scene
    const [gone, garbage] = [newBatchId(), newBatchId()]
    await damage(batchKey(garbage))
    for (const id of [gone, garbage])
      await scene.objects.put(openKey(id), Buffer.from(id), { contentType: 'application/octet-stream' })
    const since = Date.now()
    const fine = await scene.submit(2)
    await expectSettled(context, scene, fine, { fault: 'two other batches cannot be read', since })
    for (const id of [gone, garbage]) await until(async () => !(await store.isOpen(id)))
    const { batches } = batchPageSchema.parse(await get(system, '/batches'))
    const lineOf = (batchId: string) => batches.find(({ id }) => id === batchId)
    expect(lineOf(gone)?.damaged).toContain('is gone')
    expect(lineOf(garbage)?.damaged).toContain('is damaged')
    expect(lineOf(fine)).toMatchObject({ state: 'succeeded' })
    expect(lineOf(fine)?.damaged).toBeUndefined()
  })
})
