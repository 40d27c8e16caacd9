import { type Batch, leafById, leavesOf } from '@contactsheet/contract'
import { imageKey } from '@contactsheet/storage'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

let api: TestApi
let batch: Batch
beforeEach(async () => {
  api = await openApi()
  batch = makeBatch(3, { prompts: ['A red fox', 'Ein Café am Meer', 'Paper boats'] })
  await api.store.accept(batch)
})
afterEach(() => api.close())

const get = async (path: string) => (await api.app.inject({ url: path })).json()

async function pick(picks: Record<string, string | null>, id = batch.id) {
  const payload = { picks: Object.entries(picks).map(([leafId, pick]) => ({ leafId, pick })) }
  return api.app.inject({ method: 'POST', url: `/batches/${id}/picks`, payload })
}

async function settled() {
  const bytes = (leafId: string) => Buffer.from(`picture of ${leafId}`)
  for (const leaf of leavesOf(batch))
    await api.store.putPicture(batch, leaf, 'image', bytes(leaf.id), { simulated: false })
  await settle(api.store, batch, leafId => ({
    image: {
      key: imageKey(batch, leafById(batch, leafId)),
      bytes: bytes(leafId).length,
      width: 1200,
      height: 630,
    },
  }))
}

const leafIds = async (query: string) =>
  (await get(`/batches/${batch.id}/leaves?${query}`)).leaves.map(({ leafId }: { leafId: string }) => leafId)

describe('picking leaves', () => {
  it('is told in every view, of an open batch and of a settled one', async () => {
    const answer = await pick({ '0000-01': 'picked', '0001-00': 'rejected', '0002-01': 'picked' })
    expect([answer.statusCode, answer.json()]).toEqual([200, { picked: 2, rejected: 1 }])
    const views = async () => ({
      counts: (await get(`/batches/${batch.id}`)).picks,
      first: (await get(`/batches/${batch.id}`)).leaves.map(({ pick }: { pick?: string }) => pick),
      detail: (await get(`/batches/${batch.id}/leaves/0001-00`)).pick,
    })
    const expected = {
      counts: { picked: 2, rejected: 1 },
      first: [undefined, 'picked', 'rejected', undefined, undefined, 'picked'],
      detail: 'rejected',
    }
    expect(await views()).toEqual(expected)
    await settled()
    expect(await views()).toEqual(expected)
    const inGallery = async () => (await get('/images')).images.map(({ pick }: { pick?: string }) => pick)
    await expect.poll(inGallery).toEqual(expected.first)
  })

  it('is taken back, and changed', async () => {
    await pick({ '0000-00': 'picked', '0000-01': 'picked' })
    expect((await pick({ '0000-00': null, '0000-01': 'rejected' })).json()).toEqual({
      picked: 0,
      rejected: 1,
    })
    expect((await pick({ '0000-01': null })).json()).toEqual({ picked: 0, rejected: 0 })
    expect((await get(`/batches/${batch.id}`)).picks).toBeUndefined()
  })

  it('refuses a leaf that the batch does not have, and marks none of the others', async () => {
    const answer = await pick({ '0000-00': 'picked', '0009-00': 'picked' })
    expect([answer.statusCode, answer.json().detail]).toEqual([
      404,
      `Batch ${batch.id} has no leaf "0009-00".`,
    ])
    expect(await api.store.picks.of(batch.id)).toEqual(new Map())
    expect((await pick({ '0000-00': 'picked' }, 'zzzzzzzzzz-aaaaaa')).statusCode).toBe(404)
  })

  it('refuses a word that it does not know, and says which there are', async () => {
    const answer = await pick({ '0000-00': 'maybe' })
    expect([answer.statusCode, answer.json().errors]).toEqual([
      400,
      [{ field: 'picks[0].pick', message: 'must be one of: picked, rejected; or null' }],
    ])
  })

  it('selects leaves, images, results and what is in the archive', async () => {
    await pick({ '0000-01': 'picked', '0001-00': 'rejected', '0002-01': 'picked' })
    await settled()
    expect(await leafIds('pick=picked')).toEqual(['0000-01', '0002-01'])
    expect(await leafIds('pick=rejected')).toEqual(['0001-00'])
    expect(await leafIds('pick=none&model=gpt-image-2')).toEqual(['0001-01'])
    const inGallery = async () =>
      (await get('/images?pick=picked')).images.map(({ leafId }: { leafId: string }) => leafId)
    await expect.poll(inGallery).toEqual(['0000-01', '0002-01'])

    const { payload } = await api.app.inject({ url: `/batches/${batch.id}/results.jsonl?pick=picked` })
    const lines = payload
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ leafId, pick }) => [leafId, pick])).toEqual([
      ['0000-01', 'picked'],
      ['0002-01', 'picked'],
    ])

    const zip = await api.app.inject({ url: `/batches/${batch.id}/archive.zip?pick=picked&names=prompt` })
    expect(Object.keys(unzipSync(zip.rawPayload))).toEqual(['0001-a-red-fox.jpg', '0003-paper-boats.jpg'])
  })

  it('numbers files of the same prompt that are named by it', async () => {
    await settled()
    const zip = await api.app.inject({
      url: `/batches/${batch.id}/archive.zip?leaves=0000-00,0000-01,0001-01&names=prompt`,
    })
    expect(Object.keys(unzipSync(zip.rawPayload))).toEqual([
      '0001-a-red-fox.jpg',
      '0001-a-red-fox-2.jpg',
      '0002-ein-cafe-am-meer.jpg',
    ])
    const none = await api.app.inject({ url: `/batches/${batch.id}/archive.zip?pick=picked` })
    expect([none.statusCode, none.json().detail]).toEqual([404, `Batch ${batch.id} has no such images.`])
  })
})

describe('leaves by words', () => {
  it.each([
    ['FOX red', ['0000-00', '0000-01']],
    ['cafe', ['0001-00', '0001-01']],
    ['a', ['0000-00', '0000-01', '0001-00', '0001-01', '0002-00', '0002-01']],
    ['boats fox', []],
  ])('%s', async (q, found) => {
    expect(await leafIds(`q=${encodeURIComponent(q)}`)).toEqual(found)
  })
})
