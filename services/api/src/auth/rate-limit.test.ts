import type { Problem } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const LIMITS = { maxImages: 100, maxPromptLength: 50, maxBodyBytes: 20_000, requestsPerMinute: 3 }

let api: TestApi
beforeEach(async () => {
  api = await openApi({ tokens: ['first-token', 'second-token'], limits: LIMITS })
})
afterEach(() => api.close())

function get(url: string, token?: string, remoteAddress = '192.0.2.1') {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return api.app.inject({ url, headers, remoteAddress })
}

/** A browser's cookie. */
async function signIn(): Promise<string> {
  const request = { method: 'POST', url: '/session', remoteAddress: '192.0.2.1' } as const
  const response = await api.app.inject({ ...request, payload: { token: 'first-token' } })
  return String(response.headers['set-cookie']).split(';')[0] ?? ''
}

async function statuses(count: number, ...request: Parameters<typeof get>): Promise<number[]> {
  const found: number[] = []
  for (let times = 0; times < count; times++) found.push((await get(...request)).statusCode)
  return found
}

describe('the rate limit', () => {
  it('refuses the request over it, and says when to come back', async () => {
    expect(await statuses(3, '/styles', 'first-token')).toEqual([200, 200, 200])
    const response = await get('/styles', 'first-token')
    expect(response.statusCode).toBe(429)
    expect(response.headers['content-type']).toBe('application/problem+json')
    const seconds = Number(response.headers['retry-after'])
    expect(seconds).toBeGreaterThan(0)
    expect(response.json<Problem>().detail).toBe(
      `Too many requests: 3 a minute are allowed (RATE_LIMIT_PER_MINUTE). Try again in ${seconds} seconds.`,
    )
  })

  it('counts each token by itself, from whatever address', async () => {
    expect(await statuses(2, '/styles', 'first-token')).toEqual([200, 200])
    expect(await statuses(2, '/fonts', 'first-token', '192.0.2.2')).toEqual([200, 429])
    expect(await statuses(1, '/styles', 'second-token')).toEqual([200])
  })

  it('counts guesses at tokens by address, and holds up nobody who has one', async () => {
    const guesses: number[] = []
    for (const guess of ['a', 'b', 'c', 'd']) guesses.push((await get('/styles', guess)).statusCode)
    expect(guesses).toEqual([401, 401, 401, 429])
    expect((await get('/nope')).statusCode).toBe(429)
    expect((await get('/styles', 'e', '192.0.2.2')).statusCode).toBe(401)
    expect((await get('/styles', 'first-token')).statusCode).toBe(200)
  })

  it('counts a browser by its session, and guesses from its address do not lock it out', async () => {
    const cookie = await signIn()
    for (const guess of ['a', 'b', 'c', 'd']) await get('/styles', guess)
    const withCookie = () =>
      api.app.inject({ url: '/styles', headers: { cookie }, remoteAddress: '192.0.2.1' })
    const found = [await withCookie(), await withCookie(), await withCookie(), await withCookie()]
    expect(found.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429])
  })

  it('lets the page be loaded and a session be opened while others guess from the same address', async () => {
    for (const guess of ['a', 'b', 'c', 'd']) await get('/styles', guess)
    expect((await get('/')).statusCode).toBe(200)
    expect(await signIn()).toContain('contactsheet=')
  })

  it('limits guesses where sessions are opened', async () => {
    const found: number[] = []
    for (const token of ['a', 'b', 'c', 'd'])
      found.push((await api.app.inject({ method: 'POST', url: '/session', payload: { token } })).statusCode)
    expect(found).toEqual([401, 401, 401, 429])
  })

  it('counts no session that somebody made up', async () => {
    const headers = { cookie: 'contactsheet=99999999999.made-up' }
    const found: number[] = []
    for (let times = 0; times < 4; times++)
      found.push((await api.app.inject({ url: `/styles?${times}`, headers })).statusCode)
    expect(found).toEqual([401, 401, 401, 429])
  })

  it('does not count probes, nor anything of an API without tokens', async () => {
    expect(await statuses(5, '/healthz')).toEqual([200, 200, 200, 200, 200])
    const open = await openApi({ limits: LIMITS })
    for (let times = 0; times < 5; times++)
      expect((await open.app.inject({ url: '/styles' })).statusCode).toBe(200)
    await open.close()
  })
})
