import { type Batch, leafOf } from '@contactsheet/contract'
import { imageKey } from '@contactsheet/storage'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const bytes = Buffer.from('as the provider made it')

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

/** A settled batch whose first leaf has an original, and its second has none. */
let batch: Batch
let url: string
beforeEach(async () => {
  batch = makeBatch(1)
  await api.store.accept(batch)
  const leaf = leafOf(batch, 0, 0)
  const origin = { simulated: true }
  const original = await api.store.keepOriginal(batch, leaf, { bytes, contentType: 'image/webp', ...origin })
  const image = await api.store.putPicture(batch, leaf, 'image', Buffer.from('jpg'), origin)
  const pictures = { original, image: { ...image, width: 1200, height: 630 } }
  await settle(api.store, batch, id => (id === leaf.id ? pictures : {}))
  url = `/batches/${batch.id}/leaves/${leaf.id}/original`
})

const get = (url: string, headers = {}) => api.app.inject({ url, headers })

describe("a leaf's original", () => {
  it('is at the address that the leaf by itself names, with its type and length', async () => {
    const [made, bare] = await Promise.all(
      ['0000-00', '0000-01'].map(id => get(`/batches/${batch.id}/leaves/${id}`)),
    )
    expect(made?.json().originalUrl).toBe(url)
    expect(bare?.json()).not.toHaveProperty('originalUrl')
    const response = await get(url)
    expect([response.statusCode, response.rawPayload]).toEqual([200, bytes])
    expect(response.headers).toMatchObject({
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    })
  })

  it('is not sent again to whoever has it, nor to whoever only asks about it', async () => {
    const head = await api.app.inject({ method: 'HEAD', url })
    expect([head.statusCode, head.headers['content-length'], head.payload]).toEqual([
      200,
      String(bytes.length),
      '',
    ])
    const again = await get(url, { 'if-none-match': head.headers.etag })
    expect([again.statusCode, again.headers.etag, again.payload]).toEqual([304, head.headers.etag, ''])
    expect((await get(url, { 'if-none-match': '"other"' })).statusCode).toBe(200)
  })

  it.each([
    ['a leaf that has none', () => url.replace('0000-00', '0000-01')],
    ['a leaf that is not there', () => url.replace('0000-00', '0007-00')],
    ['no id of a leaf', () => url.replace('0000-00', '..%2f..')],
    ['a batch that is not there', () => url.replace(batch.id, 'zzzzzzzzzz-zzzzzz')],
  ])('is none of %s', async (_, at) => {
    for (const method of ['GET', 'HEAD'] as const) {
      const response = await api.app.inject({ method, url: at() })
      expect(response.statusCode).toBe(404)
      expect(response.headers['content-type']).toBe('application/problem+json')
    }
  })

  it('has another address once the leaf was made again', async () => {
    const again = makeBatch(1)
    await api.store.accept(again)
    const key = `batches/${again.id}/originals/0000-00.v2-k3xq.png`
    await api.objects.put(key, bytes, { contentType: 'image/png' })
    await settle(api.store, again, () => ({
      original: { key, contentType: 'image/png', bytes: bytes.length },
    }))
    const { originalUrl } = (await get(`/batches/${again.id}/leaves/0000-00`)).json()
    expect(originalUrl).toBe(`/batches/${again.id}/leaves/0000-00/original?v=v2-k3xq`)
    expect((await get(originalUrl)).rawPayload).toEqual(bytes)
  })

  it('goes with the image, and is none where only the store has lost it', async () => {
    const lost = makeBatch(1)
    await api.store.accept(lost)
    const leaf = leafOf(lost, 0, 0)
    const key = `batches/${lost.id}/originals/${leaf.id}.png`
    await settle(api.store, lost, () => ({ original: { key, contentType: 'image/png', bytes: 3 } }))
    const at = `/batches/${lost.id}/leaves/${leaf.id}/original`
    expect((await get(at)).statusCode).toBe(404)
    expect((await get(at, { 'if-none-match': '"any"' })).statusCode).toBe(404)

    const image = imageKey(batch, leafOf(batch, 0, 0))
      .split('/')
      .at(-1)
    expect((await api.app.inject({ method: 'DELETE', url: `/images/${batch.id}/${image}` })).statusCode).toBe(
      204,
    )
    expect((await get(url)).statusCode).toBe(404)
  })
})

describe('an original behind tokens', () => {
  it('is shown to nobody without one', async () => {
    const closed = await openApi({ tokens: ['secret-token-of-sixteen'] })
    try {
      expect((await closed.app.inject({ url })).statusCode).toBe(401)
    } finally {
      await closed.close()
    }
  })
})
