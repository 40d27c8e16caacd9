import { Catalog } from '@contactsheet/contract'
import OpenAI, { APIConnectionError, APIError } from 'openai'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmulatorClient, type EmulatorClient } from './client.ts'
import { type RunningEmulator, startEmulator } from './start.ts'

let emulator: RunningEmulator
let control: EmulatorClient
let openai: OpenAI

beforeAll(async () => {
  emulator = await startEmulator({
    seed: 1,
    latency: { minMs: 0, maxMs: 0 },
    pictures: 'flat',
    catalog: new Catalog([
      { provider: 'openai', id: 'our-deployment', label: 'Ours', size: '1216x640', quality: 'max' },
    ]),
  })
  control = createEmulatorClient(emulator.url)
  openai = new OpenAI({ apiKey: 'none', baseURL: emulator.openAiBaseUrl, maxRetries: 0 })
})
beforeEach(async () => {
  await control.clearFaults()
  await control.forgetCalls()
})
afterAll(() => emulator.close())

const request = {
  model: 'gpt-image-2',
  prompt: 'A quiet harbour',
  size: '1024x640',
  output_format: 'jpeg',
} as const

const failure = async (promise: Promise<unknown>): Promise<APIError> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof APIError) return error
  throw new Error(`expected an APIError, got ${String(error)}`)
}

const picture = (answer: OpenAI.ImagesResponse, index = 0) =>
  Buffer.from(answer.data?.[index]?.b64_json ?? '', 'base64')

describe('OpenAI images through the real SDK', () => {
  it.each([
    ['1536x1024', 'jpeg', 1536, 1024],
    ['1024x1536', 'webp', 1024, 1536],
    ['1216x640', 'jpeg', 1216, 640],
    ['1024x640', 'png', 1024, 640],
    ['auto', 'jpeg', 1536, 1024],
  ] as const)('makes a picture of size %s as %s', async (size, format, width, height) => {
    const answer = await openai.images.generate({ ...request, size, output_format: format })
    const decoded = await sharp(picture(answer)).metadata()
    expect(decoded).toMatchObject({ width, height, format })
    expect(answer).toMatchObject({ size: `${width}x${height}`, output_format: format, quality: 'medium' })
    expect(answer.usage?.total_tokens).toBe(
      (answer.usage?.input_tokens ?? 0) + (answer.usage?.output_tokens ?? 0),
    )
  })

  it('makes as many different pictures as asked', async () => {
    const answer = await openai.images.generate({ ...request, n: 2 })
    expect(answer.data).toHaveLength(2)
    expect(picture(answer, 0).equals(picture(answer, 1))).toBe(false)
  })

  it.each([
    { model: 'gpt-image-2', quality: 'high' },
    { model: 'gpt-image-2.5-flare', quality: 'xhigh' },
    { model: 'gpt-image-2.6-sunburst', quality: 'max', complexity: 'high' },
    // Of a deployment's own, whose row says what it takes.
    { model: 'our-deployment', quality: 'max', complexity: 'high' },
  ] as const)('takes %j', async options => {
    expect(await openai.images.generate({ ...request, ...options })).toMatchObject({
      quality: options.quality,
    })
  })

  it('marks every answer as simulated and gives it a request id', async () => {
    const { response, request_id } = await openai.images.generate(request).withResponse()
    expect(response.headers.get('x-contactsheet-simulated')).toBe('1')
    expect(request_id).toMatch(/^req_[0-9a-f]{32}$/)
  })

  it.each([
    ['an unknown model', { model: 'gpt-image-9' }, 404, 'model_not_found', 'model'],
    ['a dead model', { model: 'gpt-image-1' }, 404, 'model_not_found', 'model'],
    ['a model of another provider', { model: 'gemini-3-pro-image' }, 404, 'model_not_found', 'model'],
    ['response_format', { response_format: 'b64_json' }, 400, 'unknown_parameter', 'response_format'],
    ['an unknown parameter', { colour: 'red' }, 400, 'unknown_parameter', 'colour'],
    ['an empty prompt', { prompt: '' }, 400, 'invalid_value', 'prompt'],
    ['no prompt', { prompt: undefined }, 400, 'missing_required_parameter', 'prompt'],
    ['eleven pictures', { n: 11 }, 400, 'invalid_value', 'n'],
    ['a size off the grid', { size: '1000x1000' }, 400, 'invalid_value', 'size'],
    ['a size too long', { size: '3200x640' }, 400, 'invalid_value', 'size'],
    ['a size too small', { size: '640x640' }, 400, 'invalid_value', 'size'],
    ['a size too large', { size: '3840x3840' }, 400, 'invalid_value', 'size'],
    ['no size at all', { size: 'large' }, 400, 'invalid_value', 'size'],
    ['a quality of later models', { quality: 'max' }, 400, 'invalid_value', 'quality'],
    ['xhigh, which later models take too', { quality: 'xhigh' }, 400, 'invalid_value', 'quality'],
    [
      'a complexity before 2.6',
      { model: 'gpt-image-2.5-flare', complexity: 'low' },
      400,
      'unknown_parameter',
      'complexity',
    ],
    [
      'compression of PNG',
      { output_format: 'png', output_compression: 50 },
      400,
      'invalid_png_output_compression',
      'output_compression',
    ],
  ])('refuses %s', async (_what, change, status, code, param) => {
    const wrong = { ...request, ...change } as OpenAI.ImageGenerateParamsNonStreaming
    const error = await failure(openai.images.generate(wrong))
    expect(error).toMatchObject({ status, code, param, type: 'invalid_request_error' })
    expect((await control.calls()).calls).toBe(0)
  })

  it.each(['', 'Bearer ', 'Basic abc'])('wants a key, and takes "%s" for none', async authorization => {
    const response = await fetch(`${emulator.openAiBaseUrl}/images/generations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(request),
    })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
    expect(response.headers.get('x-contactsheet-simulated')).toBe('1')
  })

  it("answers broken JSON with 400 in the provider's words", async () => {
    const response = await fetch(`${emulator.openAiBaseUrl}/images/generations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
      body: '{"model":',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', code: null } })
  })
})

describe('a fault on order, as the OpenAI SDK shows it', () => {
  it('rate_limit tells how long to wait', async () => {
    await control.orderFaults([{ kind: 'rate_limit', waitMs: 2_500 }])
    const error = await failure(openai.images.generate(request))
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
    expect(error.headers?.get('retry-after')).toBe('3')
    expect(error.headers?.get('retry-after-ms')).toBe('2500')
  })

  it('rate_limit_no_wait does not', async () => {
    await control.orderFaults([{ kind: 'rate_limit_no_wait' }])
    const error = await failure(openai.images.generate(request))
    expect(error.status).toBe(429)
    expect(error.headers?.get('retry-after')).toBeNull()
  })

  it.each([
    ['server_error', 500, undefined],
    ['unavailable', 503, 'overloaded'],
    ['moderation', 400, 'moderation_blocked'],
    ['safety_finish', 400, 'moderation_blocked'],
    ['billing', 400, 'billing_hard_limit_reached'],
    ['auth', 401, 'invalid_api_key'],
  ] as const)('%s is HTTP %i', async (kind, status, code) => {
    await control.orderFaults([{ kind }])
    const error = await failure(openai.images.generate(request))
    expect(error.status).toBe(status)
    expect(error.code ?? undefined).toBe(code)
    expect(error.requestID).toMatch(/^req_/)
  })

  it('no_image is an answer without data', async () => {
    await control.orderFaults([{ kind: 'no_image' }])
    expect((await openai.images.generate(request)).data).toEqual([])
  })

  it.each(['garbage', 'truncated'] as const)('%s cannot be decoded', async kind => {
    await control.orderFaults([{ kind }])
    const bytes = picture(await openai.images.generate(request))
    await expect(sharp(bytes, { failOn: 'truncated' }).raw().toBuffer()).rejects.toThrow()
  })

  it('huge is a picture with 30 MB of base64', async () => {
    await control.orderFaults([{ kind: 'huge' }])
    const answer = await openai.images.generate(request)
    expect(answer.data?.[0]?.b64_json).toHaveLength(30_000_000)
    expect(await sharp(picture(answer)).metadata()).toMatchObject({ width: 1024, height: 640 })
  })

  it.each(['reset', 'cut'] as const)('%s is a lost connection', async kind => {
    await control.orderFaults([{ kind }])
    const error = await openai.images.generate(request).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    if (kind === 'reset') expect(error).toBeInstanceOf(APIConnectionError)
    expect((await control.calls()).endings).toEqual({ broken: 1 })
  })

  it('hang never answers, and ends when the caller does', async () => {
    await control.orderFaults([{ kind: 'hang' }])
    const leaving = new AbortController()
    const answer = openai.images.generate(request, { signal: leaving.signal })
    await expect.poll(async () => (await control.calls()).inFlight).toBe(1)
    leaving.abort()
    await expect(answer).rejects.toThrow()
    await expect.poll(async () => (await control.calls()).endings).toEqual({ aborted: 1 })
  })

  it('slow is right, and late', async () => {
    await control.setLatency({ minMs: 1, maxMs: 1 })
    await control.orderFaults([{ kind: 'slow', factor: 30 }])
    const before = performance.now()
    await openai.images.generate(request)
    expect(performance.now() - before).toBeGreaterThanOrEqual(29)
    await control.setLatency({ minMs: 0, maxMs: 0 })
  })
})
