import { type Batch, type LeafPage, leavesOf, resultOf } from '@contactsheet/contract'
import { indexKey, resultKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const JSON_TYPE = { contentType: 'application/json' }
const FAILED = { state: 'failed', error: { kind: 'rejected', message: 'No.' } } as const

let api: TestApi
let batch: Batch
beforeEach(async () => {
  api = await openApi()
  batch = makeBatch(200)
  await api.store.accept(batch)
})
afterEach(() => api.close())

const isLucky = (leafId: string) => Number(leafId.slice(0, 4)) % 7 !== 0
const settled = () => settle(api.store, batch, leafId => (isLucky(leafId) ? {} : FAILED))

async function leaves(query: string): Promise<LeafPage['leaves']> {
  const response = await api.app.inject({ url: `/batches/${batch.id}/leaves?${query}` })
  expect(response.statusCode).toBe(200)
  return response.json<LeafPage>().leaves
}

/** The pages of the result that are read meanwhile. */
async function pagesRead(action: () => Promise<unknown>): Promise<number> {
  const stream = vi.spyOn(api.objects, 'stream')
  await action()
  const ranges = stream.mock.calls.filter(
    ([key, range]) => key === resultKey(batch.id) && range !== undefined,
  )
  stream.mockRestore()
  return ranges.length
}

async function expectAll(): Promise<void> {
  const expected = [...leavesOf(batch)].map(({ id }) => [id, isLucky(id) ? 'succeeded' : 'failed'])
  expect((await leaves('limit=500')).map(({ leafId, state }) => [leafId, state])).toEqual(expected)
}

describe('a settled batch of many leaves', () => {
  it('is read from its result by the pages that are looked at, and once for all who look', async () => {
    await settled()
    const show = () => api.app.inject({ url: `/batches/${batch.id}` })
    expect(await pagesRead(() => Promise.all([show(), show(), leaves('limit=100')]))).toBe(1)
    expect(await pagesRead(() => leaves('cursor=0099-01&limit=100'))).toBe(1)
    expect(await pagesRead(() => leaves('cursor=0099-01&limit=100'))).toBe(0)
    expect(await pagesRead(expectAll)).toBe(2)
  })

  it('is looked through for leaves in a state without reading the others', async () => {
    await settled()
    expect(await pagesRead(() => leaves('state=canceled'))).toBe(0)
    const failed = await leaves('state=failed&limit=5')
    expect(failed.map(({ leafId }) => leafId)).toEqual([
      '0000-00',
      '0000-01',
      '0007-00',
      '0007-01',
      '0014-00',
    ])
    expect(failed.every(({ error }) => error?.message === 'No.')).toBe(true)
  })

  it('is shown alike as an earlier release left it', async () => {
    const records = await settled()
    await api.objects.delete(indexKey(batch.id))
    await api.objects.put(
      resultKey(batch.id),
      Buffer.from(JSON.stringify(resultOf(batch, records))),
      JSON_TYPE,
    )
    await expectAll()
  })

  it('is not shown by an index whose states are not those of its records, and is shown right from the next look on', async () => {
    await settled()
    const index = JSON.parse(String(await api.objects.get(indexKey(batch.id))))
    const wrong = { ...index, states: [...index.states].reverse().join('') }
    await api.objects.put(indexKey(batch.id), Buffer.from(JSON.stringify(wrong)), JSON_TYPE)
    const response = await api.app.inject({ url: `/batches/${batch.id}` })
    expect(response.statusCode).toBe(503)
    await expectAll()
  })

  it('is shown by the records there are while another instance has opened it again', async () => {
    await settled()
    await leaves('limit=1')
    // As a retry does: failed records away, result away.
    await api.store.reopen(batch.id, 'failed')
    const [failed, succeeded] = await leaves('cursor=0174-01&limit=3')
    expect(failed).toMatchObject({ leafId: '0175-00', state: 'failed' })
    expect(failed?.error).toBeUndefined()
    expect(succeeded).toMatchObject({ leafId: '0175-01' })
    expect((await leaves('cursor=0175-01&limit=1'))[0]).toMatchObject({ leafId: '0176-00', attempts: 1 })
  })

  it('is settled anew where a page of its result is damaged', async () => {
    await settled()
    const text = String(await api.objects.get(resultKey(batch.id)))
    const damaged = text.replace('"leafId":"0150-00"', '"leafId":"0150-99"')
    await api.objects.put(resultKey(batch.id), Buffer.from(damaged), JSON_TYPE)
    const response = await api.app.inject({ url: `/batches/${batch.id}/leaves?cursor=0149-01` })
    expect(response.statusCode).toBe(503)
    expect(await leaves('cursor=0149-01&limit=1')).toMatchObject([{ leafId: '0150-00', attempts: 1 }])
    expect(await api.store.isOpen(batch.id)).toBe(true)
  })
})
