import { apiTokens } from '@contactsheet/runtime'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'
import { SESSION_SECONDS, Tokens } from './tokens.ts'

const BATCH = { prompts: ['A fox'], models: ['gpt-image-2'] }

let api: TestApi
beforeAll(async () => {
  api = await openApi({ tokens: ['first-token', 'second-token'] })
})
afterAll(() => api.close())
afterEach(() => {
  vi.useRealTimers()
})

function signIn(token: string, headers: Record<string, string> = {}) {
  return api.app.inject({ method: 'POST', url: '/session', payload: { token }, headers })
}

/** What a browser sends after it has signed in. */
async function cookieOf(token = 'second-token'): Promise<string> {
  const response = await signIn(token)
  return String(response.headers['set-cookie']).split(';')[0] ?? ''
}

describe('a session', () => {
  it('is opened with one of the tokens, as a cookie that scripts and other sites do not get', async () => {
    const response = await signIn('first-token')
    expect(response.statusCode).toBe(204)
    const cookie = String(response.headers['set-cookie'])
    expect(cookie).toMatch(/^contactsheet=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain('first-token')
  })

  it('is sent over https only, where it was opened over https', async () => {
    const response = await signIn('first-token', { 'x-forwarded-proto': 'https' })
    expect(response.headers['set-cookie']).toContain('; Secure')
  })

  it.each(['', 'third-token', 'first-token '])('is not opened with %j', async token => {
    const response = await signIn(token)
    expect([400, 401]).toContain(response.statusCode)
    expect(response.headers['set-cookie']).toBeUndefined()
  })

  it('opens what a token opens', async () => {
    const cookie = await cookieOf()
    for (const url of ['/batches', '/models'])
      expect((await api.app.inject({ url, headers: { cookie } })).statusCode).toBe(200)
    expect(
      (await api.app.inject({ url: '/batches/zzzzzzzzzz-zzzzzz', headers: { cookie } })).statusCode,
    ).toBe(404)
  })

  it.each([
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost:80', host: 'localhost' },
    { origin: 'https://sheet.example', host: 'sheet.example' },
  ])('changes things from a page of our own: %j', async headers => {
    const cookie = await cookieOf()
    const request = { method: 'POST', url: '/batches?dryRun=true', payload: BATCH } as const
    expect((await api.app.inject({ ...request, headers: { ...headers, cookie } })).statusCode).toBe(200)
  })

  it.each([
    {},
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:80', host: 'localhost' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:3000', host: 'localhost:8080' },
    { origin: 'null', host: 'localhost' },
  ])('changes nothing from anywhere else: %j', async headers => {
    const cookie = await cookieOf()
    const request = { method: 'POST', url: '/batches', payload: BATCH } as const
    const response = await api.app.inject({ ...request, headers: { ...headers, cookie } })
    expect([response.statusCode, response.json().detail]).toEqual([
      403,
      expect.stringContaining('own pages only'),
    ])
    expect(api.orchestrator.started).toEqual([])
  })

  it('is not needed beside a token, from wherever that comes', async () => {
    const headers = { authorization: 'Bearer first-token', 'sec-fetch-site': 'cross-site' }
    const request = { method: 'POST', url: '/batches?dryRun=true', payload: BATCH } as const
    expect((await api.app.inject({ ...request, headers })).statusCode).toBe(200)
  })

  it('is not what somebody made up, changed, or carried over from other tokens', async () => {
    const cookie = await cookieOf()
    const [end, signed] = cookie.slice('contactsheet='.length).split('.')
    const foreign = new Tokens(apiTokens(['another-token'])).openSession('another-token')
    for (const session of [
      '',
      'second-token',
      `${Number(end) + 1}.${signed}`,
      `${end}.`,
      `${end}.${signed}.x`,
      foreign,
    ]) {
      const headers = { cookie: `contactsheet=${session}` }
      expect((await api.app.inject({ url: '/batches', headers })).statusCode).toBe(401)
    }
  })

  it('ends after a week, and when it is given back', async () => {
    const cookie = await cookieOf()
    const gone = await api.app.inject({ method: 'DELETE', url: '/session' })
    expect(gone.statusCode).toBe(204)
    expect(gone.headers['set-cookie']).toMatch(/^contactsheet=; Max-Age=0; /)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (SESSION_SECONDS + 1) * 1000 })
    expect((await api.app.inject({ url: '/batches', headers: { cookie } })).statusCode).toBe(401)
  })

  it('is nothing an API without tokens needs', async () => {
    const open = await openApi()
    try {
      const response = await open.app.inject({ method: 'POST', url: '/session', payload: { token: 'any' } })
      expect([response.statusCode, response.headers['set-cookie']]).toEqual([204, undefined])
    } finally {
      await open.close()
    }
  })
})
