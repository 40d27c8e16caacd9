import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { Batch } from '@contactsheet/contract'
import { leafOf } from '@contactsheet/contract'
import { imageKey, imageName } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

/** What a browser sends. */
const BROWSER = { 'accept-encoding': 'gzip, deflate, br, zstd' }

const DECOMPRESS = { br: brotliDecompressSync, gzip: gunzipSync, zstd: zstdDecompressSync }

const batch: Batch = makeBatch(30)
const open: Batch = makeBatch(1)
const leaf = leafOf(batch, 0, 0)
const picture = Buffer.alloc(50_000, 'picture')

let api: TestApi
beforeAll(async () => {
  api = await openApi()
  await api.store.accept(batch)
  await api.store.putPicture(batch, leaf, 'image', picture, { simulated: false })
  const image = { key: imageKey(batch, leaf), bytes: picture.length, width: 1200, height: 630 }
  await settle(api.store, batch, leafId => (leafId === leaf.id ? { image } : {}))
  await api.store.accept(open)
})
afterAll(() => api.close())

const get = (url: string, headers: Record<string, string> = {}) => api.app.inject({ url, headers })
const plain = async (url: string) => (await get(url)).rawPayload

describe('an answer in JSON', () => {
  const url = `/batches/${batch.id}`

  it.each(Object.entries(DECOMPRESS))('is compressed for whoever reads %s', async (coding, decompress) => {
    const response = await get(url, { 'accept-encoding': coding })
    expect(response.headers).toMatchObject({
      'content-encoding': coding,
      'content-type': 'application/json; charset=utf-8',
      vary: 'accept-encoding',
    })
    const whole = await plain(url)
    expect(decompress(response.rawPayload).equals(whole)).toBe(true)
    expect(response.rawPayload.length).toBeLessThan(whole.length / 2)
  })

  it.each([{}, { 'accept-encoding': 'identity' }, { 'accept-encoding': 'br;q=0' }])(
    'is sent as it is to whoever asks with %o, and no cache takes it for the only one',
    async headers => {
      const response = await get(url, headers)
      expect(response.headers).not.toHaveProperty('content-encoding')
      expect(response.headers.vary).toBe('accept-encoding')
      expect(response.json().id).toBe(batch.id)
    },
  )

  it('is sent as it is when it is short', async () => {
    const response = await get('/healthz', BROWSER)
    expect(response.headers).not.toHaveProperty('content-encoding')
    expect(Number(response.headers['content-length'])).toBe(response.rawPayload.length)
  })

  it('has the length of what is sent', async () => {
    const response = await get('/styles', BROWSER)
    expect(response.headers['content-encoding']).toBe('zstd')
    expect(Number(response.headers['content-length'])).toBe(response.rawPayload.length)
  })

  it('is not made only to be told the head of', async () => {
    const response = await api.app.inject({ method: 'HEAD', url, headers: BROWSER })
    expect(response.headers).not.toHaveProperty('content-encoding')
    expect(Number(response.headers['content-length'])).toBe((await plain(url)).length)
  })

  it('keeps what it says about being kept', async () => {
    const [as, compressed] = [await get(url), await get(url, BROWSER)]
    expect(compressed.headers['cache-control']).toBe(as.headers['cache-control'])
  })
})

describe('a table of results', () => {
  it.each(['csv', 'jsonl'])('is compressed: %s', async end => {
    const url = `/batches/${batch.id}/results.${end}`
    const response = await get(url, { 'accept-encoding': 'gzip' })
    expect(response.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(response.rawPayload).equals(await plain(url))).toBe(true)
  })
})

describe('what is small already', () => {
  it('is an image, which keeps its length and its strong tag', async () => {
    const response = await get(`/images/${batch.id}/${imageName(batch, leaf)}`, BROWSER)
    expect(response.headers).not.toHaveProperty('content-encoding')
    expect(response.headers['content-length']).toBe(String(picture.length))
    expect(response.headers.etag).toMatch(/^"/)
    expect(response.rawPayload.equals(picture)).toBe(true)
  })

  it.each([
    ['an archive', `/batches/${batch.id}/archive.zip`],
    ['a contact sheet', `/batches/${batch.id}/sheet.jpg`],
  ])('is %s', async (_what, url) => {
    const response = await get(url, BROWSER)
    expect(response.statusCode).toBe(200)
    expect(response.headers).not.toHaveProperty('content-encoding')
  })
})

describe('events', () => {
  it('are sent as they happen, in no compressed block', async () => {
    const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
    const response = await fetch(`${address}/batches/${open.id}/events`, { headers: BROWSER })
    expect(response.headers.get('content-encoding')).toBeNull()
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(new TextDecoder().decode(first?.value)).toMatch(/^event: progress\n/)
    await reader?.cancel()
  })
})
