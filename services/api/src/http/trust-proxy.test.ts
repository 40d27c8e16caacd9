import type { TrustedProxies } from '@contactsheet/runtime'
import { afterEach, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const LIMITS = { maxImages: 100, maxPromptLength: 50, maxBodyBytes: 20_000, requestsPerMinute: 2 }
const BATCH = { prompts: ['A fox'], models: ['gpt-image-2'] }

let api: TestApi
afterEach(() => api.close())

async function behind(proxies?: TrustedProxies, requestsPerMinute = LIMITS.requestsPerMinute): Promise<void> {
  api = await openApi({ tokens: ['a-token'], proxies, limits: { ...LIMITS, requestsPerMinute } })
}

/** How three guesses of one client are answered, then one of another, as a proxy passes them on. */
async function guesses(first: string, second: string, remoteAddress = '10.0.0.7'): Promise<number[]> {
  const found: number[] = []
  for (const client of [first, first, first, second]) {
    const headers = { authorization: 'Bearer wrong', 'x-forwarded-for': client }
    found.push((await api.app.inject({ url: '/styles', headers, remoteAddress })).statusCode)
  }
  return found
}

describe('the client of a request behind a proxy', () => {
  it.each<[string, TrustedProxies]>([
    ['any proxy', true],
    ['one proxy', 1],
    ['the proxies of a network', ['10.0.0.0/8']],
  ])('is who the proxy says it is, where %s is believed', async (_name, proxies) => {
    await behind(proxies)
    expect(await guesses('198.51.100.1', '198.51.100.2')).toEqual([401, 401, 429, 401])
  })

  it('is the proxy itself where none is believed', async () => {
    await behind()
    expect(await guesses('198.51.100.1', '198.51.100.2')).toEqual([401, 401, 429, 429])
  })

  it('is who connects, if that is no proxy that is believed', async () => {
    await behind(['10.0.0.0/8'])
    expect(await guesses('198.51.100.1', '198.51.100.2', '203.0.113.9')).toEqual([401, 401, 429, 429])
  })

  it('is not who it says itself that it is', async () => {
    await behind(1)
    expect(await guesses('1.1.1.1, 198.51.100.1', '2.2.2.2, 198.51.100.1')).toEqual([401, 401, 429, 429])
  })
})

describe('a session behind a proxy that speaks https', () => {
  const FORWARDED = {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'sheet.example',
    host: '10.0.0.8:8080',
  }

  async function signIn(headers: Record<string, string>): Promise<string> {
    const payload = { token: 'a-token' }
    const response = await api.app.inject({ method: 'POST', url: '/session', payload, headers })
    return String(response.headers['set-cookie'])
  }

  async function change(headers: Record<string, string>): Promise<number> {
    const cookie = (await signIn(FORWARDED)).split(';')[0] ?? ''
    const request = { method: 'POST', url: '/batches?dryRun=true', payload: BATCH } as const
    return (await api.app.inject({ ...request, headers: { ...headers, cookie } })).statusCode
  }

  it('has a cookie that is sent over https only', async () => {
    await behind(true)
    expect(await signIn(FORWARDED)).toContain('; Secure')
    expect(await signIn({})).not.toContain('; Secure')
  })

  it('changes things from the page as the browser sees it, and from no other', async () => {
    await behind(true, 100)
    expect(await change({ ...FORWARDED, origin: 'https://sheet.example' })).toBe(200)
    expect(
      await change({
        ...FORWARDED,
        'x-forwarded-host': 'sheet.example:443',
        origin: 'https://sheet.example',
      }),
    ).toBe(200)
    expect(await change({ ...FORWARDED, origin: 'https://other.example' })).toBe(403)
    expect(await change({ ...FORWARDED, origin: 'https://10.0.0.8:8080' })).toBe(403)
  })

  it('is not told another host by who is not believed', async () => {
    await behind(['192.0.2.1'], 100)
    expect(await change({ ...FORWARDED, origin: 'https://sheet.example' })).toBe(403)
    expect(await change({ ...FORWARDED, origin: 'https://10.0.0.8:8080' })).toBe(200)
  })
})
