import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { PROVIDERS } from '@contactsheet/contract'
import { afterEach, expect, test, vi } from 'vitest'
import { keyVariable } from './config.ts'
import { createProvider } from './create.ts'
import { MAX_TIMEOUT_MS } from './provider.ts'
import { answer, GOOGLE_MODEL, KEY, OPENAI_MODEL, PNG, plenty, serve } from './server.testing.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test.for(PROVIDERS)('%s refuses a key that cannot be one, without quoting it', name => {
  for (const apiKey of ['', ' ', `${KEY}\n`, `${KEY}ü`]) {
    const attempt = () => createProvider(name, { apiKey, timeoutMs: 1000 })
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(new RegExp(`^${keyVariable(name)} is empty or holds`))
    expect(attempt).not.toThrow(KEY)
  }
})

test.for(PROVIDERS)('%s refuses a timeout it could not keep', name => {
  for (const timeoutMs of [0, -1, Number.NaN, MAX_TIMEOUT_MS + 1])
    expect(() => createProvider(name, { apiKey: KEY, timeoutMs })).toThrow(RangeError)
})

test('takes nothing from the environment, and prints nothing', async () => {
  const { url: elsewhere, seen: strays } = await serve(answer(200, {}))
  const surroundings = {
    OPENAI_BASE_URL: `${elsewhere}/v1`,
    OPENAI_API_KEY: 'another-key',
    OPENAI_ADMIN_KEY: 'another-key',
    OPENAI_ORG_ID: 'another-organization',
    OPENAI_PROJECT_ID: 'another-project',
    OPENAI_LOG: 'debug',
    GOOGLE_GEMINI_BASE_URL: elsewhere,
    GOOGLE_VERTEX_BASE_URL: elsewhere,
    GOOGLE_GENAI_USE_VERTEXAI: 'true',
    GOOGLE_GENAI_USE_ENTERPRISE: 'false',
    GOOGLE_GENAI_API_VERSION: 'beta',
    GOOGLE_API_KEY: 'another-key',
    GEMINI_API_KEY: 'a-third-key',
    GOOGLE_CLOUD_PROJECT: 'another-project',
    GOOGLE_CLOUD_LOCATION: 'elsewhere',
  }
  for (const [name, value] of Object.entries(surroundings)) vi.stubEnv(name, value)
  const prints = (['debug', 'log', 'info', 'warn', 'error'] as const).map(level => vi.spyOn(console, level))

  const base64 = PNG.toString('base64')
  const parts = [{ inlineData: { mimeType: 'image/png', data: base64 } }]
  const both = { data: [{ b64_json: base64 }], candidates: [{ content: { parts } }] }
  const { url, seen } = await serve(answer(200, both))
  const never = new AbortController().signal
  await createProvider('openai', { apiKey: KEY, baseUrl: `${url}/v1`, timeoutMs: 5000 }).generate(
    { prompt: 'a lighthouse', model: OPENAI_MODEL },
    never,
    plenty,
  )
  await createProvider('google', { apiKey: KEY, baseUrl: url, timeoutMs: 5000 }).generate(
    { prompt: 'a lighthouse', model: GOOGLE_MODEL },
    never,
    plenty,
  )

  expect(seen.map(request => request.path)).toEqual([
    '/v1/images/generations',
    '/v1/models/gemini-3-pro-image:generateContent',
  ])
  expect(strays).toHaveLength(0)
  const sent = JSON.stringify(seen.map(request => request.headers))
  expect(sent).toContain(KEY)
  expect(sent).not.toMatch(/another|third|elsewhere/)
  for (const print of prints) expect(print).not.toHaveBeenCalled()
})

test('loads an SDK at the first picture, not before', async () => {
  const program = `
    import { registerHooks } from 'node:module'
    const loaded = new Set()
    registerHooks({
      resolve(name, context, next) {
        if (name === 'openai' || name.startsWith('@google/genai')) loaded.add(name)
        return next(name, context)
      },
    })
    const { openProviders } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
    const { openai } = openProviders({
      OPENAI_API_KEY: 'key',
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      GOOGLE_API_KEY: 'key',
      PROVIDER_TIMEOUT_MS: 1000,
    })
    const before = [...loaded]
    await openai.generate({ prompt: '', model: ${JSON.stringify(OPENAI_MODEL)} }, AbortSignal.abort(), { reserve: async () => {} }).catch(() => {})
    console.log(JSON.stringify({ before, after: [...loaded] }))
  `
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--no-warnings',
    '--eval',
    program,
  ])
  expect(JSON.parse(stdout)).toEqual({ before: [], after: ['openai'] })
})

test.for(PROVIDERS)('%s says whether the emulator would answer, without making a picture', async name => {
  const never = new AbortController().signal
  const at = (baseUrl?: string) =>
    createProvider(name, { apiKey: KEY, timeoutMs: 1000, ...(baseUrl && { baseUrl }) }).isSimulated(never)
  const emulator = await serve(answer(404, {}, { 'x-contactsheet-simulated': '1' }))
  expect(await at(`${emulator.url}/v1`)).toBe(true)
  expect(emulator.seen).toMatchObject([{ body: undefined }])
  expect(await at((await serve(answer(200, {}))).url)).toBe(false)
  expect(await at('http://127.0.0.1:1')).toBe(false)
})

test.for(PROVIDERS)('%s asks nobody whether the emulator is at its own address', async name => {
  const fetching = vi.spyOn(globalThis, 'fetch')
  const provider = createProvider(name, { apiKey: KEY, timeoutMs: 1000 })
  expect(await provider.isSimulated(new AbortController().signal)).toBe(false)
  expect(fetching).not.toHaveBeenCalled()
})
