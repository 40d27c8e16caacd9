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

const google = (url: string, timeoutMs = 10_000) =>
  createProvider('google', { apiKey: KEY, baseUrl: url, timeoutMs })

const request = { prompt: 'a lighthouse', model: GOOGLE_MODEL }
const never = new AbortController().signal

const inline = (bytes: Buffer, more = {}) => ({
  inlineData: { mimeType: 'image/png', data: bytes.toString('base64') },
  ...more,
})

function parts(parts: unknown[], candidate = {}, headers: Record<string, string> = {}): Reply {
  const candidates = [{ content: { role: 'model', parts }, finishReason: 'STOP', ...candidate }]
  return answer(200, { responseId: 'answer-1', candidates }, headers)
}

/** An answer that ends without a picture. */
const finish = (finishReason: string) => parts([{ text: `sorry, ${KEY}` }], { finishReason })

function problem(
  status: number,
  error: { message?: string; status?: string; details?: unknown[] },
  headers: Record<string, string> = {},
): Reply {
  return answer(status, { error: { code: status, message: `something about ${KEY}`, ...error } }, headers)
}

const RETRY_IN_53_S = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '53s' }

test('asks for one picture as the model says', async () => {
  const { url, seen } = await serve(parts([inline(PNG)]))

  const image = await google(url).generate(request, never, plenty)

  expect(image).toEqual({ bytes: PNG, contentType: 'image/png', simulated: false, requestId: 'answer-1' })
  expect(seen).toHaveLength(1)
  expect(seen[0]?.path).toBe('/v1/models/gemini-3-pro-image:generateContent')
  expect(seen[0]?.headers['x-goog-api-key']).toBe(KEY)
  expect(seen[0]?.body).toEqual({
    contents: [{ role: 'user', parts: [{ text: 'a lighthouse' }] }],
    generationConfig: {
      responseModalities: ['IMAGE'],
      imageConfig: { aspectRatio: '16:9', imageSize: '2K' },
    },
  })
})

test('marks a picture of the emulator as simulated', async () => {
  const { url } = await serve(parts([inline(PNG)], {}, { 'x-contactsheet-simulated': '1' }))
  expect(await google(url).generate(request, never, plenty)).toMatchObject({ simulated: true })
})

test('takes the final picture, not the interim one of a model that thinks', async () => {
  const interim = inline(Buffer.from('an interim picture'), { thought: true })
  const { url } = await serve(parts([{ text: 'Here it is.' }, interim, inline(PNG)]))
  expect(await google(url).generate(request, never, plenty)).toMatchObject({ bytes: PNG })
})

test.for([
  ['a later part', parts([{ text: 'First some words.' }, { text: 'And more.' }, inline(PNG)])],
  [
    'a later candidate',
    answer(200, { candidates: [{ finishReason: 'OTHER' }, { content: { parts: [inline(PNG)] } }] }),
  ],
  ['names in snake case', parts([{ inline_data: { mime_type: 'image/png', data: PNG.toString('base64') } }])],
  ['a data URL', parts([{ fileData: { fileUri: `data:image/png;base64,${PNG.toString('base64')}` } }])],
] as const)('takes the picture from %s', async ([, reply]) => {
  const { url, seen } = await serve(reply)
  expect(await google(url).generate(request, never, plenty)).toMatchObject({ bytes: PNG })
  expect(seen).toHaveLength(1)
})

test('does not call again when the answer offers to go on', async () => {
  const { url, seen } = await serve(
    parts([{ text: 'to be continued' }], { finishReason: 'CONTINUATION', continuationToken: 'next' }),
  )
  expect(await failureOf(google(url), GOOGLE_MODEL)).toMatchObject({ kind: 'bad_image' })
  expect(seen).toHaveLength(1)
})

const cases: Case[] = [
  {
    name: 'a blocked prompt is rejected, though it comes as a success without candidates',
    reply: answer(200, { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }),
    kind: 'rejected',
    retryable: false,
    told: '(PROHIBITED_CONTENT). Reword the prompt',
  },
  {
    name: 'a block for a reason nobody has heard of is rejected',
    reply: answer(200, { promptFeedback: { blockReason: 'NEW_REASON', blockReasonMessage: `no, ${KEY}` } }),
    kind: 'rejected',
    retryable: false,
    detail: 'NEW_REASON: no, [redacted]',
  },
  ...[
    'SAFETY',
    'PROHIBITED_CONTENT',
    'BLOCKLIST',
    'SPII',
    'RECITATION',
    'IMAGE_SAFETY',
    'IMAGE_PROHIBITED_CONTENT',
    'IMAGE_RECITATION',
  ].map(reason => ({
    name: `an answer that ends with ${reason} is rejected`,
    reply: finish(reason),
    kind: 'rejected' as const,
    retryable: false,
    told: `(${reason})`,
    detail: 'sorry, [redacted]',
  })),
  ...['NO_IMAGE', 'IMAGE_OTHER', 'OTHER', 'MAX_TOKENS'].map(reason => ({
    name: `an answer that ends with ${reason} is a bad image`,
    reply: finish(reason),
    kind: 'bad_image' as const,
    retryable: true,
    told: `(${reason})`,
  })),
  {
    name: 'words instead of a picture are a bad image, and the log quotes them',
    reply: parts([{ text: 'I would rather' }, { text: 'write a poem.' }]),
    kind: 'bad_image',
    retryable: true,
    detail: 'I would rather write a poem.',
  },
  {
    name: 'a picture that is only a thought is a bad image',
    reply: parts([inline(PNG, { thought: true })]),
    kind: 'bad_image',
    retryable: true,
  },
  {
    name: 'bytes of no picture are a bad image',
    reply: parts([inline(Buffer.from('no picture at all'))]),
    kind: 'bad_image',
    retryable: true,
    detail: 'no PNG, JPEG, WebP, GIF or AVIF',
  },
  {
    name: 'a rate limit waits as its details say, before its headers',
    reply: problem(429, { status: 'RESOURCE_EXHAUSTED', details: [RETRY_IN_53_S] }, { 'retry-after': '1' }),
    kind: 'rate_limited',
    retryable: true,
    status: 429,
    retryAfterMs: 53_000,
    told: '(HTTP 429, RESOURCE_EXHAUSTED) and asks to wait 53 s',
  },
  {
    name: 'a rate limit waits a fraction of a second',
    reply: problem(429, { details: [{ retryDelay: '2.994280153s' }] }),
    kind: 'rate_limited',
    retryable: true,
    status: 429,
    retryAfterMs: 2995,
  },
  {
    name: 'a rate limit by the minute stays one, although its text speaks of billing',
    reply: problem(429, {
      message: 'You exceeded your current quota, please check your plan and billing details. limit: 10',
      details: [{ violations: [{ quotaId: 'RequestsPerMinutePerProject', quotaValue: '10' }] }],
    }),
    kind: 'rate_limited',
    retryable: true,
    status: 429,
  },
  {
    name: 'a limit of zero is quota, although it comes with a wait',
    reply: problem(429, {
      message: 'Quota exceeded for metric: free_tier_requests, limit: 0, model: gemini-3-pro-image',
      details: [RETRY_IN_53_S],
    }),
    kind: 'quota',
    retryable: false,
    status: 429,
    retryAfterMs: 53_000,
  },
  {
    name: 'a limit by the day is quota',
    reply: problem(429, { details: [{ violations: [{ quotaId: 'RequestsPerDayPerProject-FreeTier' }] }] }),
    kind: 'quota',
    retryable: false,
    status: 429,
  },
  {
    name: 'used-up credit is quota',
    reply: problem(429, { message: 'Your prepayment credits are depleted.' }),
    kind: 'quota',
    retryable: false,
    status: 429,
    told: 'The Google account has no credit',
  },
  {
    name: 'a project without billing is quota',
    reply: problem(403, { status: 'PERMISSION_DENIED', details: [{ reason: 'BILLING_DISABLED' }] }),
    kind: 'quota',
    retryable: false,
    status: 403,
  },
  {
    name: 'a wrong key is auth, though it comes as a bad request',
    reply: problem(400, { status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] }),
    kind: 'auth',
    retryable: false,
    status: 400,
    told: '(HTTP 400, API_KEY_INVALID). Check GOOGLE_API_KEY',
  },
  ...[401, 403].map(status => ({
    name: `HTTP ${status} is auth`,
    reply: problem(status, { status: 'PERMISSION_DENIED' }),
    kind: 'auth' as const,
    retryable: false,
    status,
  })),
  {
    name: 'an unknown model is invalid',
    reply: problem(404, { status: 'NOT_FOUND' }),
    kind: 'invalid',
    retryable: false,
    status: 404,
  },
  {
    name: 'any other bad request is invalid',
    reply: problem(400, { status: 'INVALID_ARGUMENT' }),
    kind: 'invalid',
    retryable: false,
    status: 400,
    detail: 'HTTP 400: something about [redacted]',
  },
  {
    name: 'a redirect is not followed, so that nobody else gets the key',
    reply: answer(307, '', { location: 'http://127.0.0.1:9/' }),
    kind: 'invalid',
    retryable: false,
    status: 307,
    told: 'GOOGLE_GEMINI_BASE_URL',
  },
  ...[500, 503, 504].map(status => ({
    name: `HTTP ${status} is unavailable`,
    reply: problem(status, { status: 'UNAVAILABLE' }, { 'retry-after': '3' }),
    kind: 'unavailable' as const,
    retryable: true,
    status,
    retryAfterMs: 3000,
  })),
]

test.for([...cases, ...COMMON_CASES])('$name', each => play(each, google, GOOGLE_MODEL))

test('a refused connection is unavailable', async () => {
  const error = await failureOf(google(await deadUrl()), GOOGLE_MODEL)
  expect(error).toMatchObject({ kind: 'unavailable', retryable: true, status: undefined })
  expect(error.detail).toContain('ECONNREFUSED')
})

test('a model of another provider is invalid and costs no call', async () => {
  const { url, seen } = await serve(parts([inline(PNG)]))
  expect(await failureOf(google(url), OPENAI_MODEL)).toMatchObject({ kind: 'invalid' })
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

  await expect(google(url).generate(request, cancel.signal, plenty)).rejects.toBe(reason)
  await closed
})

test('a cancel beforehand costs no call', async () => {
  const { url, seen } = await serve(parts([inline(PNG)]))
  const reason = new Error('the batch was canceled')
  await expect(google(url).generate(request, AbortSignal.abort(reason), plenty)).rejects.toBe(reason)
  expect(seen).toHaveLength(0)
})
