import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

let folder: string
let api: TestApi
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-page-'))
  await mkdir(join(folder, 'dist/assets'), { recursive: true })
  await mkdir(join(folder, 'dist/.vite'))
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'dist/index.html'), '<!doctype html>the page')
  await writeFile(join(folder, 'dist/assets/index-4f3a.js'), 'run()')
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
    expect([response.statusCode, response.payload]).toEqual([200, '<!doctype html>the page'])
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
