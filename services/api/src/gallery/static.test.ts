import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const PAGE = '<!doctype html>the page'
const LARGE = 'run();'.repeat(1_000)

let folder: string
let api: TestApi
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-page-'))
  await mkdir(join(folder, 'dist/assets'), { recursive: true })
  await mkdir(join(folder, 'dist/.vite'))
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'dist/assets/index-4f3a.js'), 'run()')
  for (const file of ['index.html', 'assets/large-5a1b.js']) {
    const whole = file === 'index.html' ? PAGE : LARGE
    await writeFile(join(folder, 'dist', file), whole)
    await writeFile(join(folder, 'dist', `${file}.br`), brotliCompressSync(whole))
    await writeFile(join(folder, 'dist', `${file}.gz`), gzipSync(whole))
  }
  await writeFile(join(folder, 'dist/.vite/manifest.json'), '{}')
  api = await openApi({ gallery: join(folder, 'dist'), tokens: ['a-token'] })
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

describe('the page', () => {
  it.each(['/', '/index.html'])('is at %s without a token, asked for anew each time', async url => {
    const response = await api.app.inject({ url })
    expect([response.statusCode, response.payload]).toEqual([200, PAGE])
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(response.headers['cache-control']).toBe('public, no-cache')
    const known = { 'if-none-match': String(response.headers.etag) }
    expect((await api.app.inject({ url, headers: known })).statusCode).toBe(304)
  })

  it('has assets that are kept for good', async () => {
    const response = await api.app.inject({ url: '/assets/index-4f3a.js' })
    expect([response.statusCode, response.payload]).toEqual([200, 'run()'])
    expect(response.headers['content-type']).toMatch(/javascript/)
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it.each([
    { accepts: 'gzip, deflate, br', coding: 'br', decompress: brotliDecompressSync },
    { accepts: 'gzip, deflate', coding: 'gzip', decompress: gunzipSync },
  ])('sends what the build compressed to whoever reads $coding', async ({ accepts, coding, decompress }) => {
    for (const [url, whole, type, cache] of [
      ['/', PAGE, 'text/html; charset=utf-8', 'public, no-cache'],
      [
        '/assets/large-5a1b.js',
        LARGE,
        'application/javascript; charset=utf-8',
        'public, max-age=31536000, immutable',
      ],
    ] as const) {
      const response = await api.app.inject({ url, headers: { 'accept-encoding': accepts } })
      expect(response.headers).toMatchObject({
        'content-encoding': coding,
        'content-type': type,
        'cache-control': cache,
        'content-length': String(response.rawPayload.length),
        vary: 'accept-encoding',
      })
      expect(decompress(response.rawPayload).toString()).toBe(whole)
    }
  })

  it('sends it as it is to whoever reads nothing else, and keeps the two apart', async () => {
    const asked = (headers: Record<string, string>) =>
      api.app.inject({ url: '/assets/large-5a1b.js', headers })
    const [raw, small] = [await asked({}), await asked({ 'accept-encoding': 'br' })]
    expect([raw.payload, raw.headers['content-encoding']]).toEqual([LARGE, undefined])
    expect(raw.headers.vary).toBe('accept-encoding')
    expect(raw.headers.etag).not.toBe(small.headers.etag)
    const again = await asked({ 'accept-encoding': 'br', 'if-none-match': String(small.headers.etag) })
    expect(again.statusCode).toBe(304)
  })

  it('sends a part of a file as a part of just that file', async () => {
    const headers = { range: 'bytes=0-4' }
    const response = await api.app.inject({ url: '/assets/large-5a1b.js', headers })
    expect([response.statusCode, response.payload]).toEqual([206, 'run()'])
    expect(response.headers).not.toHaveProperty('content-encoding')
  })

  it.each([
    '/assets/large-5a1b.js.br',
    '/index.html.gz',
    '/assets/index-0000.js',
    '/assets/',
    '/secret.txt',
    '/../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/.vite/manifest.json',
    '/.%2fassets%2findex-4f3a.js',
  ])('does not open %s', async url => {
    expect((await api.app.inject({ url })).statusCode).toBe(401)
    const headers = { authorization: 'Bearer a-token' }
    expect((await api.app.inject({ url, headers })).statusCode).toBe(404)
  })

  it('takes no address from the API, whoever asks', async () => {
    const headers = { authorization: 'Bearer a-token', accept: 'text/html' }
    const response = await api.app.inject({ url: '/batches', headers })
    expect(response.json()).toEqual({ batches: [] })
    expect((await api.app.inject({ method: 'POST', url: '/', headers })).statusCode).toBe(405)
  })
})

describe('without a page', () => {
  it.each([undefined, join(tmpdir(), 'not-there')])(
    'the root says what there is instead: %s',
    async gallery => {
      const bare = await openApi({ gallery })
      try {
        const response = await bare.app.inject({ url: '/' })
        expect([response.statusCode, response.headers['content-type']]).toEqual([
          200,
          'text/plain; charset=utf-8',
        ])
        expect(response.payload).toContain('/docs')
      } finally {
        await bare.close()
      }
    },
  )
})
