import { rm } from 'node:fs/promises'
import { type Batch, leafOf } from '@contactsheet/contract'
import { imageKey, imageName } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const batch: Batch = makeBatch(1)
const leaf = leafOf(batch, 0, 0)
/** Larger than any buffer on its way, so that it has to be streamed. */
const picture = Buffer.alloc(3_000_000, 'picture')

let api: TestApi
let url: string
beforeAll(async () => {
  api = await openApi()
  await api.store.accept(batch)
  await api.store.putPicture(batch, leaf, 'image', picture, false)
  url = `${await api.app.listen({ port: 0, host: '127.0.0.1' })}/images/${batch.id}/${imageName(batch, leaf)}`
})
afterAll(() => api.close())

describe('an image', () => {
  it('is sent whole, with its type and length, to be kept for good', async () => {
    const response = await fetch(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(response.headers.get('content-length')).toBe('3000000')
    expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
    expect(response.headers.get('content-disposition')).toBeNull()
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true)
  })

  it('is at the address its leaf names', async () => {
    const settled = makeBatch(1)
    await api.store.accept(settled)
    const image = { key: imageKey(settled, leaf), bytes: 3, width: 1200, height: 630 }
    await api.objects.put(image.key, Buffer.from('jpg'), { contentType: 'image/jpeg' })
    await settle(api.store, settled, leafId => (leafId === leaf.id ? { image } : {}))
    const view = (await api.app.inject({ url: `/batches/${settled.id}` })).json()
    expect(view.leaves[0].imageUrl).toBe(`/images/${settled.id}/${imageName(settled, leaf)}`)
    expect(view.leaves[1].imageUrl).toBeUndefined()
    expect((await api.app.inject({ url: view.leaves[0].imageUrl })).payload).toBe('jpg')
  })

  it('is at the public address of the store, where there is one', async () => {
    const settled = makeBatch(1)
    await api.store.accept(settled)
    const image = { key: imageKey(settled, leaf), bytes: 3, width: 1200, height: 630 }
    await settle(api.store, settled, () => ({ image }))
    const publicUrl = vi.spyOn(api.objects, 'publicUrl')
    publicUrl.mockImplementation(key => `https://pictures.example/${key}`)
    const view = (await api.app.inject({ url: `/batches/${settled.id}` })).json()
    publicUrl.mockRestore()
    expect(view.leaves[0].imageUrl).toBe(`https://pictures.example/${image.key}`)
  })

  it('is not sent again to whoever has it', async () => {
    const etag = (await fetch(url, { method: 'HEAD' })).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await fetch(url, { headers: { 'if-none-match': known } })
      expect(response.status).toBe(304)
      expect(response.headers.get('etag')).toBe(etag)
      expect(await response.text()).toBe('')
    }
    const response = await fetch(url, { headers: { 'if-none-match': '"other"' } })
    expect(response.status).toBe(200)
    await response.body?.cancel()
  })

  it('is described without being sent', async () => {
    const response = await fetch(url, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('3000000')
    expect(await response.text()).toBe('')
  })

  it('is offered as a file where that is asked for', async () => {
    const response = await api.app.inject({
      method: 'GET',
      url: `/images/${batch.id}/${imageName(batch, leaf)}?download`,
    })
    expect(response.headers['content-disposition']).toBe(`attachment; filename="${imageName(batch, leaf)}"`)
  })

  it.each([
    'batch.json',
    'result.json',
    '..%2fbatch.json',
    '..%2f..%2f..%2f..%2fetc%2fpasswd',
    '..%5cbatch.json',
    '%2e%2e',
    '%00.jpg',
    '0000-00-a-fox--gpt-image-2.png',
    '0000-00-a-fox.jpg',
    '0000-00-%2e%2e%2fa--b.jpg',
    '0000-00-a--..%2f..%2fb.jpg',
    `0000-00-${'x'.repeat(300)}--b.jpg`,
    '0000-01-not-there--gpt-image-2.jpg',
  ])('is none under the name %s', async file => {
    for (const method of ['GET', 'HEAD'] as const) {
      const response = await api.app.inject({ method, url: `/images/${batch.id}/${file}` })
      expect(response.statusCode).toBe(404)
      expect(response.headers['content-type']).toBe('application/problem+json')
    }
  })

  it.each(['zzzzzzzzzz-zzzzzz', '..', '%2e%2e', '..%2fopen', 'thumbnails'])(
    'is none in a batch called %s',
    async id => {
      const response = await api.app.inject({ url: `/images/${id}/${imageName(batch, leaf)}` })
      expect(response.statusCode).toBe(404)
    },
  )

  it('that is gone is 404, also for whoever had it', async () => {
    const other = makeBatch(1)
    await api.store.putPicture(other, leaf, 'image', picture, false)
    await rm(`${api.folder}/${imageKey(other, leaf)}`)
    const response = await api.app.inject({
      url: `/images/${other.id}/${imageName(other, leaf)}`,
      headers: { 'if-none-match': '*' },
    })
    expect(response.statusCode).toBe(404)
  })
})
