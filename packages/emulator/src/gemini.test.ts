import { ApiError, GoogleGenAI } from '@google/genai/web'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmulatorClient, type EmulatorClient } from './client.ts'
import { type RunningEmulator, startEmulator } from './start.ts'

let emulator: RunningEmulator
let control: EmulatorClient
let gemini: GoogleGenAI

beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'flat' })
  control = createEmulatorClient(emulator.url)
  gemini = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: emulator.geminiBaseUrl } })
})
beforeEach(async () => {
  await control.clearFaults()
  await control.forgetCalls()
})
afterAll(() => emulator.close())

const generate = (
  imageConfig: { aspectRatio?: string; imageSize?: string } = { aspectRatio: '16:9' },
  model = 'gemini-3-pro-image',
  client = gemini,
) =>
  client.models.generateContent({
    model,
    contents: 'A quiet harbour',
    config: { responseModalities: ['IMAGE'], imageConfig },
  })

const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`)
  return {
    status: error.status,
    body: JSON.parse(error.message) as { error: { status: string; details?: object[] } },
  }
}

type Answer = Awaited<ReturnType<typeof generate>>

const picture = (answer: Answer) =>
  Buffer.from(answer.candidates?.[0]?.content?.parts?.[0]?.inlineData?.data ?? '', 'base64')

describe('Gemini through the real SDK', () => {
  it.each([
    [{ aspectRatio: '16:9', imageSize: '1K' }, 1344, 768],
    [{ aspectRatio: '9:16', imageSize: '1K' }, 768, 1344],
    [{ aspectRatio: '3:2', imageSize: '2K' }, 2496, 1664],
    [{}, 1024, 1024],
  ])('makes a picture for %o', async (imageConfig, width, height) => {
    const answer = await generate(imageConfig)
    expect(await sharp(picture(answer)).metadata()).toMatchObject({ width, height, format: 'jpeg' })
    expect(answer.candidates?.[0]?.content?.parts?.[0]?.inlineData?.mimeType).toBe('image/jpeg')
    expect(answer).toMatchObject({ modelVersion: 'gemini-3-pro-image' })
    expect(answer.usageMetadata?.candidatesTokenCount).toBe(1_120)
  })

  it('answers under /v1beta, too', async () => {
    const client = new GoogleGenAI({
      apiKey: 'none',
      apiVersion: 'v1beta',
      httpOptions: { baseUrl: emulator.geminiBaseUrl },
    })
    expect(picture(await generate({}, 'gemini-nano-banana-2.1', client)).length).toBeGreaterThan(1_000)
  })

  it('says something along with the picture unless only the picture is wanted', async () => {
    const answer = await gemini.models.generateContent({
      model: 'gemini-3-pro-image',
      contents: 'A quiet harbour',
    })
    expect(answer.candidates?.[0]?.content?.parts).toMatchObject([
      { text: expect.any(String) },
      { inlineData: { mimeType: 'image/jpeg' } },
    ])
  })

  it.each([
    ['an unknown model', {}, 'gemini-9-image', 404, 'NOT_FOUND'],
    ['a dead model', {}, 'gemini-3-pro-image-preview', 404, 'NOT_FOUND'],
    ['an unknown aspect ratio', { aspectRatio: '7:5' }, 'gemini-3-pro-image', 400, 'INVALID_ARGUMENT'],
    ['an unknown size', { imageSize: '8K' }, 'gemini-3-pro-image', 400, 'INVALID_ARGUMENT'],
    ['a size the model lacks', { imageSize: '2K' }, 'gemini-3.1-flash-lite-image', 400, 'INVALID_ARGUMENT'],
  ])('refuses %s', async (_what, imageConfig, model, code, status) => {
    expect(await failure(generate(imageConfig, model))).toMatchObject({
      status: code,
      body: { error: { code, status } },
    })
    expect((await control.calls()).calls).toBe(0)
  })

  it('wants a key, in the header or in the address', async () => {
    const ask = (query: string) =>
      fetch(`${emulator.url}/v1/models/gemini-3-pro-image:generateContent${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ contents: [{ parts: [{ text: 'A quiet harbour' }] }] }),
      })
    const refused = await ask('')
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ error: { status: 'PERMISSION_DENIED' } })
    const answered = await ask('?key=none')
    expect(answered.status).toBe(200)
    expect(answered.headers.get('x-contactsheet-simulated')).toBe('1')
    expect(answered.headers.get('x-request-id')).toMatch(/^req_/)
    await answered.arrayBuffer()
  })
})

describe('a fault on order, as the Gemini SDK shows it', () => {
  it('rate_limit tells how long to wait', async () => {
    await control.orderFaults([{ kind: 'rate_limit', waitMs: 2_500 }])
    const { status, body } = await failure(generate())
    expect(status).toBe(429)
    expect(body.error.details).toContainEqual(expect.objectContaining({ retryDelay: '2.5s' }))
  })

  it.each([
    ['rate_limit_no_wait', 429, 'RESOURCE_EXHAUSTED'],
    ['server_error', 500, 'INTERNAL'],
    ['unavailable', 503, 'UNAVAILABLE'],
    ['billing', 429, 'RESOURCE_EXHAUSTED'],
    ['auth', 403, 'PERMISSION_DENIED'],
  ] as const)('%s is HTTP %i', async (kind, code, status) => {
    await control.orderFaults([{ kind }])
    const error = await failure(generate())
    expect(error).toMatchObject({ status: code, body: { error: { status } } })
    expect(JSON.stringify(error.body)).not.toContain('retryDelay')
  })

  it('moderation blocks the prompt with HTTP 200', async () => {
    await control.orderFaults([{ kind: 'moderation' }])
    const answer = await generate()
    expect(answer.promptFeedback?.blockReason).toBe('PROHIBITED_CONTENT')
    expect(answer.candidates).toBeUndefined()
  })

  it('safety_finish ends the picture with HTTP 200', async () => {
    await control.orderFaults([{ kind: 'safety_finish' }])
    const answer = await generate()
    expect(answer.candidates?.[0]?.finishReason).toBe('IMAGE_SAFETY')
    expect(answer.candidates?.[0]?.content).toBeUndefined()
  })

  it('no_image is words only', async () => {
    await control.orderFaults([{ kind: 'no_image' }])
    expect((await generate()).candidates?.[0]?.content?.parts).toEqual([{ text: expect.any(String) }])
  })

  it.each(['garbage', 'truncated'] as const)('%s cannot be decoded', async kind => {
    await control.orderFaults([{ kind }])
    const bytes = picture(await generate())
    await expect(sharp(bytes, { failOn: 'truncated' }).raw().toBuffer()).rejects.toThrow()
  })

  it('huge is a picture with 30 MB of base64', async () => {
    await control.orderFaults([{ kind: 'huge' }])
    expect(picture(await generate())).toHaveLength(22_500_000)
  })

  it.each(['reset', 'cut'] as const)('%s is a lost connection', async kind => {
    await control.orderFaults([{ kind }])
    await expect(generate()).rejects.toThrow()
    expect((await control.calls()).endings).toEqual({ broken: 1 })
  })

  it('hang never answers, and counts as a call when the caller leaves', async () => {
    await control.orderFaults([{ kind: 'hang' }])
    const leaving = new AbortController()
    const answer = gemini.models.generateContent({
      model: 'gemini-3-pro-image',
      contents: 'A quiet harbour',
      config: { abortSignal: leaving.signal },
    })
    await expect.poll(async () => (await control.calls()).inFlight).toBe(1)
    leaving.abort()
    await expect(answer).rejects.toThrow()
    await expect.poll(async () => (await control.calls()).providers.google.endings).toEqual({ aborted: 1 })
  })
})
