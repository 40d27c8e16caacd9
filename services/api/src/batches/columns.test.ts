import { type Batch, batchViewSchema, leafById, leafCount, leavesOf } from '@contactsheet/contract'
import { imageKey } from '@contactsheet/storage'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeRecord } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const REQUEST = {
  prompts: ['A fox', 'A hare', 'An owl', 'A wolf', 'A lynx'],
  models: ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }],
  variations: 2,
}

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

function post(body: object, query = '') {
  return api.app.inject({ method: 'POST', url: `/batches${query}`, payload: { ...REQUEST, ...body } })
}

async function accept(body: object = {}): Promise<Batch> {
  const response = await post(body)
  expect(response.statusCode).toBe(202)
  const batch = await api.store.batch(response.json().id)
  if (batch === undefined) throw new Error('The batch is not in the store.')
  // The orchestrator of these tests runs nothing: it has done with the batch once that is settled.
  api.orchestrator.started.length = 0
  return batch
}

async function view(batch: Batch) {
  return batchViewSchema.parse((await api.app.inject(`/batches/${batch.id}`)).json())
}

/** Settles a batch of which each leaf has an image. */
async function settleWithImages(batch: Batch): Promise<void> {
  const create = { width: 1200, height: 630, channels: 3, background: '#2040c0' } as const
  const picture = await sharp({ create }).jpeg().toBuffer()
  for (const leaf of leavesOf(batch))
    await api.store.putPicture(batch, leaf, 'image', picture, { simulated: false })
  await settle(api.store, batch, leafId => {
    const key = imageKey(batch, leafById(batch, leafId))
    return { image: { key, bytes: picture.length, width: 1200, height: 630 } }
  })
}

describe('a batch of one model at two qualities, with variations', () => {
  it('is counted and estimated at what it makes, in a dry run too', async () => {
    const dry = await post({}, '?dryRun=true')
    expect(dry.json()).toMatchObject({
      images: 20,
      estimateUsd: 2.06,
      models: ['gpt-image-2', 'gpt-image-2'],
    })
    const accepted = await post({})
    expect(accepted.json()).toMatchObject({ counts: { total: 20 }, estimateUsd: 2.06 })
  })

  it('is told by its columns, and its leaves by their variations', async () => {
    const shown = await view(await accept())
    const priced = (usd: number) => ({
      price: expect.objectContaining({ usd }),
      tokenPrices: expect.objectContaining({ imageOut: 30 }),
    })
    expect(shown.models).toEqual([
      { id: 'gpt-image-2', label: 'GPT Image 2, medium', provider: 'openai', ...priced(0.041) },
      {
        id: 'gpt-image-2',
        label: 'GPT Image 2, high',
        provider: 'openai',
        options: { quality: 'high' },
        ...priced(0.165),
      },
    ])
    expect(shown.variations).toBe(2)
    expect(shown).not.toHaveProperty('sample')
    expect(shown.leaves.slice(0, 4).map(leaf => [leaf.leafId, leaf.modelIndex, leaf.variation])).toEqual([
      ['0000-00a', 0, 0],
      ['0000-00b', 0, 1],
      ['0000-01a', 1, 0],
      ['0000-01b', 1, 1],
    ])
  })

  it('costs, while it is open, what the leaves of the same column cost before', async () => {
    const batch = await accept()
    for (const id of ['0000-00a', '0000-01a']) {
      const leaf = leafById(batch, id)
      await api.store.writeRecord(
        makeRecord(batch, leaf, { costUsd: leaf.model.price?.usd ?? null, simulated: false }),
      )
    }
    await vi.waitFor(async () => expect((await view(batch)).cost.actualUsd).toBe(0.206))
  })

  it('is refused over what it may cost, with a column that has no price named', async () => {
    const tooDear = await post({ maxCostUsd: 2 })
    expect([tooDear.statusCode, tooDear.json().detail]).toEqual([422, expect.stringContaining('$2.06')])
    const models = ['gpt-image-2', { id: 'gpt-image-2', size: '3840x2160' }]
    const unknown = await post({ models, maxCostUsd: 2 })
    expect(unknown.json().detail).toContain('No price is known for gpt-image-2 (size 3840x2160)')
  })

  it('names options that a model does not take', async () => {
    const models = ['gpt-image-2', { id: 'gpt-image-2', quality: 'max' }]
    const response = await post({ models })
    expect(response.statusCode).toBe(400)
    expect(response.json().errors).toEqual([
      { field: 'models[1].quality', message: expect.stringContaining('"max" is no quality of gpt-image-2') },
    ])
  })

  it('has its variations side by side on its sheet, every image in its archive and on the page of images', async () => {
    const batch = await accept()
    await settleWithImages(batch)
    const sheet = (await api.app.inject(`/batches/${batch.id}/sheet.jpg`)).rawPayload
    const single = await accept({ variations: 1 })
    await settleWithImages(single)
    const narrow = (await api.app.inject(`/batches/${single.id}/sheet.jpg`)).rawPayload
    const [wide, slim] = await Promise.all([sheet, narrow].map(picture => sharp(picture).metadata()))
    expect(wide?.width).toBeGreaterThan((slim?.width ?? 0) + 400)

    const archive = await api.app.inject(`/batches/${batch.id}/archive.zip`)
    const names = archive.rawPayload.toString('latin1').match(/000\d-0\d[ab]-a\w*-\w+--gpt-image-2\.jpg/g)
    expect(new Set(names).size).toBe(20)

    const page = await api.app.inject(`/images?batch=${batch.id}&limit=7`)
    const next = await api.app.inject(`/images?batch=${batch.id}&limit=100&cursor=${page.json().nextCursor}`)
    expect(next.json().images).toHaveLength(13)
  })

  it('has its failed leaves run again by themselves', async () => {
    const batch = await accept()
    const failed = { state: 'failed', error: { kind: 'unavailable', message: 'Down.' } } as const
    await settle(api.store, batch, leafId => (leafId.endsWith('b') ? failed : {}))
    const retried = await api.app.inject({ method: 'POST', url: `/batches/${batch.id}/retry` })
    expect([retried.statusCode, retried.json().counts]).toEqual([
      202,
      expect.objectContaining({ succeeded: 10, queued: 10 }),
    ])
  })

  it('takes a new title for one variation alone', async () => {
    const batch = await accept()
    await settleWithImages(batch)
    const change = (leafId: string) =>
      api.app.inject({
        method: 'PATCH',
        url: `/batches/${batch.id}/leaves/${leafId}`,
        payload: { title: 'A red fox' },
      })
    expect((await change('0000-01')).statusCode).toBe(404)
    const changed = await change('0000-01b')
    expect([changed.statusCode, changed.json().counts]).toEqual([
      202,
      expect.objectContaining({ succeeded: 19, queued: 1 }),
    ])
    expect(changed.json().leaves[3]).toMatchObject({ leafId: '0000-01b', title: 'A red fox' })
  })

  it('is canceled whole', async () => {
    const batch = await accept()
    const canceled = await api.app.inject({ method: 'POST', url: `/batches/${batch.id}/cancel` })
    expect(canceled.statusCode).toBe(202)
    await vi.waitFor(async () => expect((await api.store.settledStates(batch.id)).size).toBe(20), 5_000)
  })
})

describe('a sample', () => {
  it('is what the batch has, of the prompts that it tells', async () => {
    const batch = await accept({ sample: 6 })
    const shown = await view(batch)
    expect(shown.counts.total).toBe(6)
    expect(shown.sample).toEqual({
      images: 6,
      prompts: [...new Set(shown.leaves.map(leaf => leaf.promptIndex))],
    })
    expect(shown.leaves.map(leaf => leaf.leafId)).toEqual(Array.from(leavesOf(batch), leaf => leaf.id))
    expect(batch.estimateUsd).toBe(0.618)
  })

  it('settles, is shown on a sheet of its own rows, and listed page by page', async () => {
    const batch = await accept({ sample: 5 })
    await settleWithImages(batch)
    expect((await view(batch)).state).toBe('succeeded')
    const sheet = await api.app.inject(`/batches/${batch.id}/sheet.jpg`)
    const { height = 0 } = await sharp(sheet.rawPayload).metadata()
    expect(height).toBeLessThan(1_200)
    const seen: string[] = []
    let cursor = ''
    do {
      const page = (await api.app.inject(`/batches/${batch.id}/leaves?limit=2${cursor}`)).json()
      seen.push(...page.leaves.map((leaf: { leafId: string }) => leaf.leafId))
      cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`
    } while (cursor !== '')
    expect(seen).toEqual(Array.from(leavesOf(batch), leaf => leaf.id))
    expect(seen).toHaveLength(leafCount(batch))
    const after = await api.app.inject(`/batches/${batch.id}/leaves?limit=9&cursor=0000-01b`)
    expect(after.json().leaves[0].leafId).toBe(seen.find(leafId => leafId > '0000-01b'))
  })
})
