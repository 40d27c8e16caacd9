import { DOCUMENT_VERSION, type EconomyJob, leafById, newBatchId } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { BatchStore } from './batch-store.ts'
import { jobKey } from './economy-keys.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

describe.each(STORE_KINDS)('what the economy lane writes down, in a store on $kind', ({ open }) => {
  let test: TestStore
  let store: BatchStore
  beforeEach(async () => {
    test = await open()
    store = new BatchStore(test.objects)
  })
  afterEach(() => test.remove())

  const batch = makeBatch(12)
  const job = (number: number, rest: Partial<EconomyJob> = {}): EconomyJob => ({
    version: DOCUMENT_VERSION,
    batchId: batch.id,
    number,
    provider: 'openai',
    model: 'gpt-image-2',
    leaves: ['0000-01', '0001-01'],
    intendedAt: new Date().toISOString(),
    ...rest,
  })
  const collected = { at: new Date().toISOString(), missed: {} }

  it('has its jobs in the order of their numbers, and other notes beside them', async () => {
    for (const number of [10, 2, 1]) await store.economy.writeJob(job(number))
    await store.economy.writeHurried(batch.id, ['0003-00'])
    await store.economy.writeLookAt(batch.id, 1_800_000_000_000)
    expect((await store.economy.jobs(batch.id)).map(({ number }) => number)).toEqual([1, 2, 10])
    expect(await store.economy.hurried(batch.id)).toEqual(new Set(['0003-00']))
    expect(await store.economy.lookAt(batch.id)).toBe(1_800_000_000_000)
  })

  it('is nothing of a batch that has no lane', async () => {
    expect(await store.economy.jobs(batch.id)).toEqual([])
    expect(await store.economy.hurried(batch.id)).toEqual(new Set())
    expect(await store.economy.lookAt(batch.id)).toBeUndefined()
    expect(await store.economy.hasJobs(batch.id)).toBe(false)
  })

  it('has jobs for as long as not all that they brought is kept', async () => {
    await store.economy.writeJob(job(1, { id: 'a-job', collected }))
    expect(await store.economy.hasJobs(batch.id)).toBe(false)
    await store.economy.writeJob(job(2))
    expect(await store.economy.hasJobs(batch.id)).toBe(true)
  })

  it('reads a job that has been collected once, and any other again', async () => {
    await store.economy.writeJob(job(1, { collected }))
    await store.economy.writeJob(job(2))
    await store.economy.jobs(batch.id)
    const reads = vi.spyOn(test.objects, 'get')
    await store.economy.jobs(batch.id)
    expect(reads.mock.calls.map(([key]) => key)).toEqual([jobKey(batch.id, 2)])
  })

  it('knows of which leaves an original is kept', async () => {
    const original = { bytes: Buffer.from('a picture'), contentType: 'image/png' as const, simulated: false }
    await store.keepOriginal(batch, leafById(batch, '0003-01'), original)
    expect(await store.economy.kept(batch.id)).toEqual(new Set(['0003-01']))
  })

  it('goes with its batch', async () => {
    // Older than what may still be on its way in.
    const old = makeBatch(1, { id: newBatchId(Date.now() - 7_200_000) })
    await store.economy.writeJob({ ...job(1), batchId: old.id })
    await store.accept(old)
    await store.close(old.id, 'gone')
    expect(await store.remove(old.id)).toBe(true)
    expect(await Array.fromAsync(test.objects.list('batches/'))).toEqual([])
  })
})
