import { inspect } from 'node:util'
import { type ErrorKind, KindError, type Model } from '@contactsheet/contract'
import { expect } from 'vitest'
import type { ImageProvider } from './image-provider.ts'
import { answer, KEY, plenty, type Reply, serve } from './server.testing.ts'

/** A reply of the provider, and the error it must become. What is left out must be absent, or is not looked at. */
export interface Case {
  name: string
  reply: Reply
  timeoutMs?: number
  kind: ErrorKind
  retryable: boolean
  status?: number
  retryAfterMs?: number
  /** Whether the provider may have charged it; not looked at if not said. */
  charged?: boolean
  /** Part of the public message. */
  told?: string
  /** Part of what the log gets. */
  detail?: string
}

/** The error of a call that must fail, after a look for the key in every corner of it. */
export async function failureOf(provider: ImageProvider, model: Model): Promise<KindError> {
  const error = await provider
    .generate({ prompt: 'a lighthouse', model }, new AbortController().signal, plenty)
    .then(() => undefined)
    .catch((thrown: unknown) => thrown)
  if (!(error instanceof KindError)) throw new Error(`expected a KindError, got ${inspect(error)}`)
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain(KEY)
  expect(error.message).toContain(model.id)
  return error
}

/** Plays one case: the reply must become the error, after one call. */
export async function play(
  { reply, timeoutMs = 10_000, kind, retryable, status, retryAfterMs, charged, told = '', detail = '' }: Case,
  create: (url: string, timeoutMs: number) => ImageProvider,
  model: Model,
): Promise<void> {
  const { url, seen } = await serve(reply)

  const error = await failureOf(create(url, timeoutMs), model)

  expect(error).toMatchObject({ kind, retryable, status, retryAfterMs })
  if (charged !== undefined) expect(error.charge !== undefined).toBe(charged)
  expect(error.message).toContain(told)
  expect(error.detail).toContain(detail)
  expect(seen).toHaveLength(1)
}

const JSON_HEAD = { 'content-type': 'application/json' }

const hang: Reply = () => {}

const stall: Reply = response => {
  response.writeHead(200, JSON_HEAD)
  response.write('{"data":[')
}

const reset: Reply = response => response.destroy()

const cut: Reply = response => {
  response.writeHead(200, { ...JSON_HEAD, 'content-length': '1000' })
  response.write('{"data":[', () => response.destroy())
}

const endless: Reply = response => {
  const chunk = Buffer.alloc(1024 * 1024, 'A')
  const pump = () => {
    while (!response.destroyed && response.write(chunk));
    response.once('drain', pump)
  }
  response.writeHead(200, JSON_HEAD)
  response.write('"', pump)
}

const HTML = { 'content-type': 'text/html' }

const unavailable = { kind: 'unavailable', retryable: true } as const

/** What goes wrong in the same way with any provider. */
export const COMMON_CASES: Case[] = [
  { name: 'a connection that is reset is unavailable', reply: reset, ...unavailable, charged: true },
  { name: 'an answer cut in the middle is unavailable', reply: cut, ...unavailable, charged: true },
  {
    name: 'no answer in time is a timeout',
    reply: hang,
    timeoutMs: 300,
    kind: 'timeout',
    retryable: true,
    told: 'within 0.3 s',
    charged: true,
  },
  {
    name: 'an answer that stops in the middle is a timeout',
    reply: stall,
    timeoutMs: 300,
    kind: 'timeout',
    retryable: true,
  },
  {
    name: 'an error page of a proxy is unavailable',
    reply: answer(502, `<html>Bad gateway ${KEY}</html>`, { 'content-type': 'text/html' }),
    ...unavailable,
    status: 502,
    charged: true,
    detail: 'Bad gateway [redacted]',
  },
  {
    name: 'an error that only says it is JSON is unavailable',
    reply: answer(503, 'oops', { 'retry-after': '3' }),
    ...unavailable,
    status: 503,
    charged: false,
    retryAfterMs: 3000,
  },
  {
    name: 'a page of Cloudflare says that the network is blocked, not the key',
    reply: answer(403, '<!DOCTYPE html><html><title>Attention Required! | Cloudflare</title></html>', HTML),
    ...unavailable,
    status: 403,
    charged: false,
    told: 'Cloudflare, which stands before',
  },
  {
    name: 'what Cloudflare says in a word means the same',
    reply: answer(403, 'error code: 1020', { 'content-type': 'text/plain' }),
    ...unavailable,
    status: 403,
    told: 'the network that the worker calls from is blocked',
  },
  ...[401, 403].map(status => ({
    name: `a page with HTTP ${status} is of something before the provider`,
    reply: answer(status, '<html>Blocked by policy</html>', HTML),
    ...unavailable,
    status,
    told: 'A web page came',
  })),
  ...[520, 524].map(status => ({
    name: `HTTP ${status} of a gateway is unavailable, and the call may be charged`,
    reply: answer(status, '<html>Cloudflare</html>', HTML),
    ...unavailable,
    status,
    charged: true,
  })),
  {
    name: 'a page instead of an answer is unavailable',
    reply: answer(200, `<html>${KEY}</html>`, { 'content-type': 'text/html' }),
    ...unavailable,
    detail: 'the answer is not JSON',
  },
  { name: 'an answer that only says it is JSON is unavailable', reply: answer(200, KEY), ...unavailable },
  { name: 'an empty answer is unavailable', reply: answer(200, ''), ...unavailable },
  { name: 'an answer of null is unavailable', reply: answer(200, 'null'), ...unavailable },
  {
    name: 'an answer of nothing is a bad image, and may be charged',
    reply: answer(200, {}),
    kind: 'bad_image',
    retryable: true,
    charged: true,
  },
  {
    name: 'a blank answer of the emulator is charged to nobody',
    reply: answer(200, {}, { 'x-contactsheet-simulated': '1' }),
    kind: 'bad_image',
    retryable: true,
    charged: false,
  },
  {
    name: 'a refusal that comes as a success is one',
    reply: answer(200, { error: { code: 'content_filter', message: 'no' } }),
    kind: 'rejected',
    retryable: false,
    charged: false,
    told: '(content_filter)',
  },
  {
    name: 'an endless answer is a bad image',
    reply: endless,
    kind: 'bad_image',
    retryable: true,
    detail: 'the answer is larger than',
  },
]
