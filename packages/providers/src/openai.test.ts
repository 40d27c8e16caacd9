import { once } from 'node:events'
import { expect, test } from 'vitest'
import { type Case, COMMON_CASES, failureOf, play } from './cases.testing.ts'
import { createProvider } from './create.ts'
import {
  answer,
  deadUrl,
  GOOGLE_MODEL,
  KEY,
  OPENAI_MODEL,
  PNG,
  plenty,
  type Reply,
  serve,
} from './server.testing.ts'

const PICTURE = { created: 1, data: [{ b64_json: PNG.toString('base64') }] }

const openai = (url: string, timeoutMs = 10_000) =>
  createProvider('openai', { apiKey: KEY, baseUrl: `${url}/v1`, timeoutMs })

const request = { prompt: 'a lighthouse', model: OPENAI_MODEL }
const never = new AbortController().signal

function problem(
  status: number,
  error: Record<string, unknown>,
  headers: Record<string, string> = {},
): Reply {
  return answer(status, { error: { message: `something about ${KEY}`, ...error } }, headers)
}

test('asks for one picture as the model says, in the format that is smaller', async () => {
  const { url, seen } = await serve(answer(200, PICTURE, { 'x-request-id': 'req_1' }))

  const image = await openai(url).generate(request, never, plenty)

  expect(image).toEqual({ bytes: PNG, contentType: 'image/png', simulated: false, requestId: 'req_1' })
  expect(seen).toHaveLength(1)
  expect(seen[0]?.path).toBe('/v1/images/generations')
  expect(seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
  expect(seen[0]?.body).toEqual({
    model: 'gpt-image-2',
    prompt: 'a lighthouse',
    n: 1,
    size: '1216x640',
    quality: 'medium',
    output_format: 'jpeg',
    output_compression: 95,
  })
})

test('asks for the size, quality and complexity that a column has', async () => {
  const { url, seen } = await serve(answer(200, PICTURE))
  const options = { size: '1536x1024', quality: 'max', complexity: 'high' } as const
  const model = { provider: 'openai', id: 'gpt-image-2.6-flare', label: 'Flare', ...options } as const

  await openai(url).generate({ ...request, model }, never, plenty)

  expect(seen[0]?.body).toMatchObject(options)
})

test('marks a picture of the emulator as simulated', async () => {
  const { url } = await serve(answer(200, PICTURE, { 'x-contactsheet-simulated': '1' }))
  expect(await openai(url).generate(request, never, plenty)).toMatchObject({ simulated: true })
})

const cases: Case[] = [
  {
    name: 'a prompt that moderation blocks is rejected',
    reply: problem(400, { type: 'image_generation_user_error', code: 'moderation_blocked' }),
    kind: 'rejected',
    retryable: false,
    status: 400,
    told: '(HTTP 400, moderation_blocked). Reword the prompt',
  },
  {
    name: 'a refusal without a code is rejected',
    reply: problem(400, { type: 'image_generation_user_error', code: null }),
    kind: 'rejected',
    retryable: false,
    status: 400,
  },
  {
    name: 'a billing cap is quota, though it comes as a bad request',
    reply: problem(400, { type: 'invalid_request_error', code: 'billing_hard_limit_reached' }),
    kind: 'quota',
    retryable: false,
    status: 400,
    told: 'Add credit',
  },
  {
    name: 'an empty account is quota, though it comes as a rate limit',
    reply: problem(429, { type: 'insufficient_quota', code: 'insufficient_quota' }, { 'retry-after': '1' }),
    kind: 'quota',
    retryable: false,
    status: 429,
    retryAfterMs: 1000,
  },
  {
    name: 'a rate limit waits the milliseconds it is told, before the seconds',
    reply: problem(429, { code: 'rate_limit_exceeded' }, { 'retry-after-ms': '1250.4', 'retry-after': '9' }),
    kind: 'rate_limited',
    retryable: true,
    status: 429,
    retryAfterMs: 1251,
    told: 'asks to wait 2 s',
  },
  {
    name: 'a rate limit waits the seconds it is told',
    reply: problem(429, { code: 'rate_limit_exceeded' }, { 'retry-after': '12' }),
    kind: 'rate_limited',
    retryable: true,
    status: 429,
    retryAfterMs: 12_000,
  },
  {
    name: 'a rate limit until a moment already past waits no longer',
    reply: problem(429, {}, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
    kind: 'rate_limited',
    retryable: true,
    status: 429,
    retryAfterMs: 0,
  },
  {
    name: 'a rate limit that names no wait leaves it open',
    reply: problem(429, { code: 'rate_limit_exceeded' }),
    kind: 'rate_limited',
    retryable: true,
    status: 429,
  },
  {
    name: 'a wrong key is auth, and even the masked key stays out',
    reply: problem(401, { message: 'Incorrect API key: sk-proj-****6789.', code: 'invalid_api_key' }),
    kind: 'auth',
    retryable: false,
    status: 401,
    told: 'Check OPENAI_API_KEY',
    detail: 'HTTP 401: Incorrect API key: [redacted]',
  },
  {
    name: 'an organization that may not use the model is auth',
    reply: problem(403, { code: null }),
    kind: 'auth',
    retryable: false,
    status: 403,
  },
  {
    name: 'an unknown model is invalid',
    reply: problem(404, { code: 'model_not_found' }),
    kind: 'invalid',
    retryable: false,
    status: 404,
    told: '(HTTP 404, model_not_found). Check the model',
  },
  {
    name: 'any other bad request is invalid',
    reply: problem(400, { code: 'invalid_value', param: 'size' }),
    kind: 'invalid',
    retryable: false,
    status: 400,
    detail: 'HTTP 400: something about [redacted]',
  },
  {
    name: 'a redirect is not followed, so that nobody else is asked',
    reply: answer(307, '', { location: 'http://127.0.0.1:9/v1/images/generations' }),
    kind: 'invalid',
    retryable: false,
    status: 307,
    told: 'OPENAI_BASE_URL',
  },
  ...[408, 409, 500, 502, 503].map(status => ({
    name: `HTTP ${status} is unavailable`,
    reply: problem(status, { type: 'server_error' }, { 'retry-after': '3' }),
    kind: 'unavailable' as const,
    retryable: true,
    status,
    retryAfterMs: 3000,
  })),
  {
    name: 'an answer with an empty list is a bad image',
    reply: answer(200, { data: [] }),
    kind: 'bad_image',
    retryable: true,
  },
  {
    name: 'bytes of no picture are a bad image',
    reply: answer(200, { data: [{ b64_json: Buffer.from('no picture at all').toString('base64') }] }),
    kind: 'bad_image',
    retryable: true,
    charged: true,
    detail: 'no PNG, JPEG, WebP, GIF or AVIF, starting 6e6f20',
  },
]

test.for([...cases, ...COMMON_CASES])('$name', each => play(each, openai, OPENAI_MODEL))

test('a refused connection is unavailable', async () => {
  const error = await failureOf(openai(await deadUrl()), OPENAI_MODEL)
  expect(error).toMatchObject({ kind: 'unavailable', retryable: true, status: undefined })
  expect(error.detail).toContain('ECONNREFUSED')
})

test('a model of another provider is invalid and costs no call', async () => {
  const { url, seen } = await serve(answer(200, PICTURE))
  expect(await failureOf(openai(url), GOOGLE_MODEL)).toMatchObject({ kind: 'invalid' })
  expect(seen).toHaveLength(0)
})

test('a cancel in the middle ends the call and throws the reason as it is', async () => {
  const reason = new Error('the batch was canceled')
  const cancel = new AbortController()
  let closed: Promise<unknown> | undefined
  const { url } = await serve(response => {
    closed = once(response, 'close')
    cancel.abort(reason)
  })

  await expect(openai(url).generate(request, cancel.signal, plenty)).rejects.toBe(reason)
  await closed
})

test('a cancel beforehand costs no call', async () => {
  const { url, seen } = await serve(answer(200, PICTURE))
  const reason = new Error('the batch was canceled')
  await expect(openai(url).generate(request, AbortSignal.abort(reason), plenty)).rejects.toBe(reason)
  expect(seen).toHaveLength(0)
})
