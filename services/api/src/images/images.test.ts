import { type Batch, type ImagePage, leafById, leafOf, newBatchId } from '@contactsheet/contract'
import { imageKey, imageName, recordKey, resultKey, sheetKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GOOGLE_MODEL, makeBatch, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { MAX_BATCHES } from './image-page.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

/** A settled batch; batches of a higher age are older. Its leaves have images but for those named. */
async function made(age: number, rest: Partial<Batch> = {}, failed: string[] = []): Promise<Batch> {
  const batch = makeBatch(2, { id: newBatchId(1e12 - age * 1000), ...rest })
  await api.store.accept(batch)
  await settle(api.store, batch, leafId => {
    if (failed.includes(leafId)) return { state: 'failed', error: { kind: 'rejected', message: 'refused' } }
    return { image: { key: imageKey(batch, leafById(batch, leafId)), bytes: 3, width: 1200, height: 630 } }
  })
  for (const leafId of ['0000-00', '0000-01', '0001-00', '0001-01'])
    if (!failed.includes(leafId) && Number(leafId.slice(5)) < batch.models.length)
      await api.store.putPicture(batch, leafById(batch, leafId), 'image', Buffer.from('jpg'), {
        simulated: false,
      })
  return batch
}

async function page(query = ''): Promise<ImagePage> {
  const response = await api.app.inject({ url: `/images${query}` })
  expect([response.statusCode, response.payload]).toEqual([200, expect.any(String)])
  return response.json()
}

const names = ({ images }: ImagePage) => images.map(({ batchId, leafId }) => `${batchId}.${leafId}`)
const all = (batch: Batch) => ['0000-00', '0000-01', '0001-00', '0001-01'].map(leaf => `${batch.id}.${leaf}`)

describe('the images of all batches', () => {
  it('come newest batch first, within one in the order of its leaves, with what they are', async () => {
    const older = await made(2)
    const newer = await made(1, { style: 'neon' }, ['0000-01'])
    const found = await page()
    expect(names(found)).toEqual([...all(newer).filter(name => !name.endsWith('0000-01')), ...all(older)])
    expect(found.nextCursor).toBeUndefined()
    expect(found.images[0]).toMatchObject({
      batchId: newer.id,
      leafId: '0000-00',
      state: 'succeeded',
      title: 'A fox, number 1',
      style: 'neon',
      createdAt: newer.createdAt,
      imageUrl: `/images/${newer.id}/${imageName(newer, leafOf(newer, 0, 0))}`,
    })
  })

  it.each([1, 2, 3, 4, 5])('come in pages of %i without a gap or a double', async limit => {
    const batches = [await made(1), await made(2), await made(3)]
    const found: string[] = []
    let cursor: string | undefined
    do {
      const next = await page(`?limit=${limit}${cursor === undefined ? '' : `&cursor=${cursor}`}`)
      expect(next.images.length).toBeLessThanOrEqual(limit)
      found.push(...names(next))
      cursor = next.nextCursor
    } while (cursor !== undefined)
    expect(found).toEqual(batches.flatMap(all))
  })

  it('can be those of one batch, model, style or state', async () => {
    const first = await made(1, { style: 'neon', models: [GOOGLE_MODEL] })
    const second = await made(2, { models: [OPENAI_MODEL] }, ['0001-00'])
    expect(names(await page(`?batch=${second.id}`))).toEqual([`${second.id}.0000-00`])
    expect(names(await page('?style=neon'))).toEqual([`${first.id}.0000-00`, `${first.id}.0001-00`])
    expect(names(await page(`?model=${OPENAI_MODEL.id}`))).toEqual([`${second.id}.0000-00`])
    expect(names(await page('?state=failed'))).toEqual([`${second.id}.0001-00`])
    expect(names(await page(`?style=neon&model=${OPENAI_MODEL.id}`))).toEqual([])
    const one = await page(`?batch=${first.id}&limit=1`)
    expect(names(await page(`?batch=${first.id}&limit=1&cursor=${one.nextCursor}`))).toEqual([
      `${first.id}.0001-00`,
    ])
  })

  it('include those of a batch that still runs', async () => {
    const batch = makeBatch(1)
    await api.store.accept(batch)
    const done = await made(1, { models: [OPENAI_MODEL] })
    const [record] = await api.store.records(done)
    if (record === undefined) throw new Error('a settled batch has records')
    await api.store.writeRecord({ ...record, batchId: batch.id, leafId: '0000-01' })
    expect(names(await page(`?batch=${batch.id}`))).toEqual([`${batch.id}.0000-01`])
  })

  it('are looked for in so many batches a call, and the page says where to go on', async () => {
    for (let age = 1; age <= MAX_BATCHES + 1; age++) {
      const batch = makeBatch(1, { id: newBatchId(1e12 - age * 1000) })
      await api.store.accept(batch)
      await settle(api.store, batch, () => ({ state: 'failed' }))
    }
    const last = await made(100)
    const nothing = await page()
    expect(nothing.images).toEqual([])
    expect(names(await page(`?cursor=${nothing.nextCursor}`))).toEqual(all(last))
  })

  it.each(['?state=done', '?style=nice', '?batch=..', '?cursor=x', '?limit=0', '?limit=201', '?modell=x'])(
    'cannot be asked for with %s',
    async query => {
      expect((await api.app.inject({ url: `/images${query}` })).statusCode).toBe(400)
    },
  )
})

describe('deleting an image', () => {
  it.each(['its leaf', 'its address'])('by %s takes it away and leaves its leaf succeeded', async by => {
    const batch = await made(1)
    const leaf = leafOf(batch, 0, 1)
    await api.objects.put(sheetKey(batch.id), Buffer.from('sheet'), { contentType: 'image/jpeg' })
    const before = (await api.app.inject({ url: `/batches/${batch.id}` })).json()
    const url = `/images/${batch.id}/${by === 'its leaf' ? leaf.id : imageName(batch, leaf)}`
    for (const _ of ['once', 'again'])
      expect((await api.app.inject({ method: 'DELETE', url })).statusCode).toBe(204)

    const { leaves, ...after } = (await api.app.inject({ url: `/batches/${batch.id}` })).json()
    expect(after).toEqual({ ...after, counts: before.counts, cost: before.cost, state: 'succeeded' })
    expect([leaves[1].state, leaves[1].imageUrl]).toEqual(['succeeded', undefined])
    expect((await api.app.inject({ url: before.leaves[1].imageUrl })).statusCode).toBe(404)
    expect(names(await page())).toEqual(all(batch).filter(name => !name.endsWith(leaf.id)))
    expect(await api.objects.stat(sheetKey(batch.id))).toBeUndefined()
    expect(await api.objects.stat(recordKey(batch.id, leaf.id, 'succeeded'))).toBeDefined()
    const sheet = await api.app.inject({ url: `/batches/${batch.id}/sheet.jpg` })
    expect(sheet.headers['content-type']).toBe('image/jpeg')
  })

  it('among many counts those that were there', async () => {
    const [one, two] = [await made(1), await made(2, {}, ['0000-00'])]
    const images = [
      { batchId: one.id, leafId: '0000-00' },
      { batchId: one.id, leafId: '0001-01' },
      { batchId: two.id, leafId: '0000-00' },
      { batchId: two.id, leafId: '0001-00' },
      { batchId: two.id, leafId: '7777-00' },
    ]
    const request = { method: 'POST', url: '/images/delete', payload: { images } } as const
    expect((await api.app.inject(request)).json()).toEqual({ deleted: 3 })
    expect((await api.app.inject(request)).json()).toEqual({ deleted: 0 })
    expect(names(await page())).toEqual([
      `${one.id}.0000-01`,
      `${one.id}.0001-00`,
      `${two.id}.0000-01`,
      `${two.id}.0001-01`,
    ])
  })

  it('at the same moment as others loses none of them', async () => {
    const batch = await made(1)
    await Promise.all(
      ['0000-00', '0000-01', '0001-00', '0001-01'].map(leafId =>
        api.app.inject({ method: 'DELETE', url: `/images/${batch.id}/${leafId}` }),
      ),
    )
    expect(names(await page())).toEqual([])
  })

  it('has to wait until its batch has settled', async () => {
    const open = makeBatch(1)
    await api.store.accept(open)
    const settled = await made(1)
    const single = await api.app.inject({ method: 'DELETE', url: `/images/${open.id}/0000-00` })
    expect([single.statusCode, single.json().detail]).toEqual([
      409,
      expect.stringContaining('has not settled'),
    ])
    const images = [settled, open].map(({ id }) => ({ batchId: id, leafId: '0000-00' }))
    const many = await api.app.inject({ method: 'POST', url: '/images/delete', payload: { images } })
    expect(many.statusCode).toBe(409)
    expect(names(await page())).toEqual(all(settled))
  })

  it('is refused where there is nothing of that name', async () => {
    const batch = await made(1)
    for (const url of [
      '/images/zzzzzzzzzz-zzzzzz/0000-00',
      `/images/${batch.id}/0002-00`,
      `/images/${batch.id}/0000-02`,
      `/images/${batch.id}/result.json`,
      `/images/${batch.id}/..%2fresult.json`,
    ])
      expect((await api.app.inject({ method: 'DELETE', url })).statusCode).toBe(404)
    for (const images of [[], [{ batchId: '..', leafId: '0000-00' }], [{ batchId: batch.id, leafId: 'x' }]])
      expect(
        (await api.app.inject({ method: 'POST', url: '/images/delete', payload: { images } })).statusCode,
      ).toBe(400)
    expect(await api.objects.stat(resultKey(batch.id))).toBeDefined()
  })
})
