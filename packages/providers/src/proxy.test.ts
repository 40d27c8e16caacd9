import { setGlobalProxyFromEnv } from 'node:http'
import { KindError } from '@contactsheet/contract'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startProxy } from '../../../tests/support/proxy.ts'
import { createProvider } from './create.ts'
import { answer, GOOGLE_MODEL, KEY, OPENAI_MODEL, PNG, plenty, serve } from './server.testing.ts'

const PROVIDERS = [
  {
    name: 'openai' as const,
    model: OPENAI_MODEL,
    path: '/v1',
    body: { data: [{ b64_json: PNG.toString('base64') }] },
  },
  {
    name: 'google' as const,
    model: GOOGLE_MODEL,
    path: '',
    body: { candidates: [{ content: { parts: [{ inlineData: { data: PNG.toString('base64') } }] } }] },
  },
]

const never = new AbortController().signal
afterEach(() => vi.unstubAllGlobals())

describe.each(PROVIDERS)('$name', ({ name, model, path, body }) => {
  const generate = (origin: string) =>
    createProvider(name, { apiKey: KEY, baseUrl: origin + path, timeoutMs: 10_000 }).generate(
      { prompt: 'a lighthouse', model },
      never,
      plenty,
    )

  it('is asked through a proxy', async () => {
    const { url, seen } = await serve(answer(200, body))
    const proxy = await startProxy({ route: () => new URL(url).host })
    onTestFinished(setGlobalProxyFromEnv({ HTTP_PROXY: proxy.url }))
    expect((await generate('http://models.example')).bytes).toEqual(PNG)
    expect(proxy.seen).toEqual(['CONNECT models.example:80'])
    expect(seen).toHaveLength(1)
  })

  it.each([
    ['a proxy opens no way to it', () => startProxy({ connects: 'refuse' })],
    ['the proxy is not there', async () => ({ url: 'http://127.0.0.1:9' })],
  ])('speaks of no deadline if %s', async (_, start) => {
    const proxy = await start()
    onTestFinished(setGlobalProxyFromEnv({ HTTPS_PROXY: proxy.url }))
    await expectUnavailable(generate('https://models.example'))
  })

  it.each([
    new TypeError('fetch failed', { cause: new Error('Connect Timeout Error') }),
    new DOMException('This operation was aborted', 'AbortError'),
    new TypeError('terminated', { cause: new Error('other side closed: timed out') }),
  ])('speaks of no deadline if the connection ends with: %s', async error => {
    vi.stubGlobal('fetch', () => Promise.reject(error))
    await expectUnavailable(generate('https://models.example'))
  })
})

async function expectUnavailable(call: Promise<unknown>): Promise<void> {
  const error = await call.catch(error => error)
  if (!(error instanceof KindError)) throw error
  expect(error.kind).toBe('unavailable')
  expect(error.message).not.toContain('within')
  expect(`${error.message} ${error.detail}`).not.toContain('proxy-password')
}
