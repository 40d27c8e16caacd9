import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leavesOf } from '@contactsheet/contract'
import { ConfigError, readEnv } from '@contactsheet/runtime'
import { imageKey } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { openApi, type TestApi } from '../api.testing.ts'
import { variables } from '../variables.ts'
import { basePathOf } from './base-path.ts'

const { BASE_PATH, PUBLIC_URL } = variables
const pathOf = (env: Record<string, string>) => basePathOf(readEnv({ BASE_PATH, PUBLIC_URL }, env))

describe('the base path', () => {
  it.each([
    [{}, ''],
    [{ BASE_PATH: '/' }, ''],
    [{ BASE_PATH: '/sheets' }, '/sheets'],
    [{ BASE_PATH: '/a/b-1/' }, '/a/b-1'],
    [{ PUBLIC_URL: 'https://host.example' }, ''],
    [{ PUBLIC_URL: 'https://host.example/sheets/' }, '/sheets'],
    [{ PUBLIC_URL: 'https://host.example/sheets', BASE_PATH: '/sheets' }, '/sheets'],
  ])('of %o is "%s"', (env, path) => expect(pathOf(env)).toBe(path))

  it.each([
    [{ BASE_PATH: 'sheets' }, /^BASE_PATH must be a path, as in \/sheets/],
    [{ BASE_PATH: '/a/../b' }, /^BASE_PATH must be a path/],
    [{ BASE_PATH: '/a?b' }, /^BASE_PATH must be a path/],
    [{ PUBLIC_URL: 'host.example' }, /^PUBLIC_URL must be a URL/],
    [{ PUBLIC_URL: 'https://host.example/?a=b' }, /^PUBLIC_URL must be an address alone/],
    [{ PUBLIC_URL: 'https://host.example', BASE_PATH: '/a' }, /BASE_PATH is \/a, but PUBLIC_URL has no path/],
  ])('cannot be had of %o', (env, message) => {
    expect(() => pathOf(env)).toThrow(ConfigError)
    expect(() => pathOf(env)).toThrow(message)
  })

  it.each(['/batches', '/images/x', '/docs'])(
    'is refused where %s would hide paths of the API',
    async basePath => {
      const other = await openApi({ basePath })
      await expect(Promise.resolve(other.app.ready())).rejects.toThrow(/BASE_PATH must not begin with/)
      await other.close().catch(() => {})
    },
  )
})

describe('an API under a path', () => {
  let api: TestApi
  let gallery: string
  const batch = makeBatch(1)

  beforeAll(async () => {
    gallery = await mkdtemp(join(tmpdir(), 'contactsheet-page-'))
    await writeFile(join(gallery, 'index.html'), '<title>The page</title>')
    api = await openApi({ basePath: '/sheets', gallery, tokens: ['a-token'] })
    await api.store.accept(batch)
    for (const leaf of leavesOf(batch)) {
      const image = { key: imageKey(batch, leaf), bytes: 1, width: 1, height: 1 }
      await api.store.writeRecord(makeRecord(batch, leaf, { image }))
    }
  })
  afterAll(async () => {
    await api.close()
    await rm(gallery, { recursive: true, force: true })
  })

  const headers = { authorization: 'Bearer a-token' }
  const get = (url: string) => api.app.inject({ url, headers })

  it.each(['/sheets', ''])('answers a proxy that sends on "%s/..." ', async prefix => {
    expect((await get(`${prefix}/healthz`)).json()).toEqual({ status: 'ok' })
    expect((await get(`${prefix}/`)).payload).toContain('The page')
    expect((await get(`${prefix}/batches?limit=1`)).json().batches).toHaveLength(1)
    expect((await api.app.inject({ url: `${prefix}/batches` })).statusCode).toBe(401)
  })

  it('sends a browser without the slash on to the page', async () => {
    const response = await get('/sheets?a=b')
    expect([response.statusCode, response.headers.location]).toEqual([308, '/sheets/?a=b'])
  })

  it('takes no path that only begins alike for its own', async () => {
    expect((await get('/sheetsandmore/healthz')).statusCode).toBe(404)
  })

  it('tells addresses with the path: of a batch, of images, of itself', async () => {
    const payload = { prompts: ['A fox'], models: ['gpt-image-2'] }
    const made = await api.app.inject({ method: 'POST', url: '/batches', headers, payload })
    const { id, url } = made.json()
    expect([made.headers.location, url]).toEqual([`/sheets/batches/${id}`, `/sheets/batches/${id}`])
    const [leaf] = (await get(`/batches/${batch.id}`)).json().leaves
    expect(leaf.imageUrl).toMatch(new RegExp(`^/sheets/images/${batch.id}/0000-00-`))
    expect((await get('/openapi.json')).json().servers).toEqual([{ url: '/sheets/' }])
    expect((await get('/docs')).payload).toContain('href="/sheets/docs/static/')
  })

  it('gives its cookie to no other service of the same host', async () => {
    const opened = await api.app.inject({ method: 'POST', url: '/session', payload: { token: 'a-token' } })
    const ended = await api.app.inject({ method: 'DELETE', url: '/session' })
    for (const { headers } of [opened, ended]) expect(headers['set-cookie']).toContain('Path=/sheets;')
  })
})
