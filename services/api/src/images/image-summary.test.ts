import { type Batch, type ImageSummary, leafOf, leavesOf, newBatchId, resultOf } from '@contactsheet/contract'
import { resultKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GOOGLE_MODEL, makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { MOST_COUNTED } from './image-summary.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

const NOON = Date.parse('2026-11-20T12:00:00Z')
const DAY_MS = 86_400_000
const image = (batch: Batch) => ({ key: `batches/${batch.id}/images/x.jpg`, bytes: 1, width: 1, height: 1 })

/** A settled batch of two prompts by two models. */
async function made(daysAgo: number, rest: Partial<Batch> = {}, failed: string[] = []): Promise<Batch> {
  const batch = makeBatch(2, { id: newBatchId(NOON - daysAgo * DAY_MS), ...rest })
  await api.store.accept(batch)
  await settle(api.store, batch, leafId =>
    failed.includes(leafId) ? { state: 'failed' } : { image: image(batch) },
  )
  return batch
}

async function summary(query = ''): Promise<ImageSummary> {
  const response = await api.app.inject({ url: `/images/summary${query}` })
  expect([response.statusCode, response.payload]).toEqual([200, expect.any(String)])
  return response.json()
}

const listed = async (query = '') =>
  (await api.app.inject({ url: `/images${query}` }))
    .json()
    .images.map(({ batchId, leafId }: { batchId: string; leafId: string }) => `${batchId}.${leafId}`)

describe('a count of images', () => {
  it('is by the days of their batches, newest first', async () => {
    await made(2)
    await made(0, {}, ['0000-00'])
    await made(0)
    expect(await summary()).toEqual({
      total: 11,
      complete: true,
      days: [
        { day: '2026-11-20', images: 7 },
        { day: '2026-11-18', images: 4 },
      ],
    })
  })

  it('counts what the list of images has, with every filter of it', async () => {
    const otters = ['A grey otter', 'A red boat']
    const named = await made(0, { name: 'Otters', style: 'neon' })
    await made(1, { prompts: otters, models: [OPENAI_MODEL] }, ['0001-00'])
    await made(2, { titles: { '0001-00': 'Otter, asleep' } })
    for (const [query, total] of [
      ['?', 9],
      [`?model=${GOOGLE_MODEL.id}`, 4],
      ['?style=neon', 4],
      ['?state=failed', 1],
      ['?state=queued', 0],
      [`?batch=${named.id}`, 4],
      ['?q=otter', 6],
      [`?q=otter&model=${OPENAI_MODEL.id}`, 3],
      ['?q=otter&style=neon', 4],
      ['?before=2026-11-20', 5],
      ['?after=2026-11-19', 5],
      ['?after=2026-11-19&before=2026-11-20', 1],
      ['?before=2026-11-19T12:00:00Z', 4],
      ['?after=2026-11-19T14:00:00%2B02:00', 5],
    ] as const) {
      expect([query, await listed(query)]).toEqual([query, expect.objectContaining({ length: total })])
      expect([query, await summary(query)]).toMatchObject([query, { total, complete: true }])
    }
  })

  it('leaves out images that were deleted, those of a batch that runs again too', async () => {
    const batch = await made(0, {}, ['0001-01'])
    expect((await summary()).total).toBe(3)
    await api.app.inject({ method: 'DELETE', url: `/images/${batch.id}/0000-00` })
    expect((await summary()).total).toBe(2)
    expect((await summary('?q=fox+1')).total).toBe(1)
    await api.app.inject({ method: 'POST', url: `/batches/${batch.id}/retry` })
    await expect.poll(async () => (await summary()).total).toBe(2)
  })

  it('has those of a batch that still runs', async () => {
    const batch = makeBatch(2, { id: newBatchId(NOON) })
    await api.store.accept(batch)
    await api.store.writeRecord(makeRecord(batch, leafOf(batch, 0, 1), { image: image(batch) }))
    expect(await summary()).toMatchObject({ total: 1, days: [{ day: '2026-11-20', images: 1 }] })
  })

  it('reads a settled batch once, and again when its result has changed', async () => {
    const batch = await made(0)
    const opened = vi.spyOn(api.store, 'openResult')
    for (let time = 0; time < 3; time++) await summary()
    expect(opened).toHaveBeenCalledTimes(1)
    await api.app.inject({ method: 'DELETE', url: `/images/${batch.id}/0000-00` })
    expect((await summary()).total).toBe(3)
  })

  it('reads so many batches a call, and goes on from there', async () => {
    for (let minutes = 1; minutes <= MOST_COUNTED + 1; minutes++) {
      const batch = makeBatch(1, { id: newBatchId(NOON - minutes * 60_000) })
      await api.store.accept(batch)
      const records = [...leavesOf(batch)].map(leaf => makeRecord(batch, leaf, { image: image(batch) }))
      await api.objects.put(resultKey(batch.id), Buffer.from(JSON.stringify(resultOf(batch, records))), {
        contentType: 'application/json',
      })
      await api.store.open.delete(batch.id)
    }
    const first = await summary()
    expect(first.complete).toBe(false)
    expect(first.total).toBeLessThan(2 * (MOST_COUNTED + 1))
    expect(await summary()).toMatchObject({ total: 2 * (MOST_COUNTED + 1), complete: true })
  })

  it('passes over a batch that cannot be read', async () => {
    const damaged = await made(0)
    await made(1)
    await api.objects.put(resultKey(damaged.id), Buffer.from('{"half'), { contentType: 'application/json' })
    expect((await summary()).total).toBe(4)
  })

  it.each(['?before=yesterday', '?after=2026-13-01', '?limit=1'])(
    'cannot be asked for with %s',
    async query => {
      expect((await api.app.inject({ url: `/images/summary${query}` })).statusCode).toBe(400)
    },
  )
})
