import { type Batch, type LeafRecord, leavesOf } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { openApi, type TestApi } from '../api.testing.ts'
import { BatchReader } from './batch-reader.ts'
import { leafPage, progressOf } from './views.ts'

let api: TestApi
let reader: BatchReader
beforeEach(async () => {
  api = await openApi()
  reader = new BatchReader(api.store, api.orchestrator, api.deps.log)
})
afterEach(async () => {
  reader.close()
  await api.close()
})

/** An open batch whose leaves have all settled but the last. */
async function open(prompts: number, rest: (leafId: string) => Partial<LeafRecord>): Promise<Batch> {
  const batch = makeBatch(prompts)
  await api.store.accept(batch)
  const settled = [...leavesOf(batch)].slice(0, -1)
  await Promise.all(settled.map(leaf => api.store.writeRecord(makeRecord(batch, leaf, rest(leaf.id)))))
  return batch
}

const page = async (id: string, limit: number) => leafPage(await reader.get(id), { limit }, key => key)

describe('an open batch of more than 1,000 leaves', () => {
  it('has only those of its records read that somebody is shown, each once', async () => {
    const batch = await open(501, () => ({}))
    const reads = vi.spyOn(api.store, 'record')
    await page(batch.id, 50)
    await page(batch.id, 60)
    expect(reads).toHaveBeenCalledTimes(60)
  })

  it('keeps as many of them as the largest page shows, and reads the others again', async () => {
    const batch = await open(501, () => ({}))
    const reads = vi.spyOn(api.store, 'record')
    await page(batch.id, 500)
    await page(batch.id, 500)
    expect(reads).toHaveBeenCalledTimes(500)
    await page(batch.id, 501)
    expect(reads.mock.calls.length).toBeGreaterThan(500)
  })

  it('costs what those leaves cost, and for each other that succeeded as much as the last one of its model', async () => {
    const costs = { '00': 0.1, '01': 0.02 } as const
    const batch = await open(501, leafId =>
      leafId.startsWith('0400')
        ? { state: 'failed', costUsd: 0, simulated: false }
        : { costUsd: leafId.endsWith('00') ? costs['00'] : costs['01'], durationMs: 10, simulated: false },
    )
    await page(batch.id, 2)
    const { cost, timings } = progressOf(await reader.get(batch.id))
    expect(cost.actualUsd).toBeCloseTo(500 * costs['00'] + 499 * costs['01'], 6)
    expect(timings).toMatchObject({ slowestLeafMs: 10, sumOfLeavesMs: 20 })
  })

  it('costs nothing that nobody charges for', async () => {
    const batch = await open(501, () => ({ costUsd: 0, simulated: true }))
    expect(progressOf(await reader.get(batch.id)).cost.actualUsd).toBe(0)
    await page(batch.id, 2)
    expect(progressOf(await reader.get(batch.id)).cost.actualUsd).toBe(0)
  })

  it('takes little memory, however many leaves it has', async () => {
    const batch = makeBatch(10_000, { prompts: Array.from({ length: 10_000 }, () => 'A fox') })
    await api.store.accept(batch)
    expect((await reader.get(batch.id)).bytes).toBeLessThan(3_000_000)
  })
})
