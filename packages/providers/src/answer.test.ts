import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failureOf } from './cases.testing.ts'
import { createProvider } from './create.ts'
import { MAX_ANSWER_ROOM } from './image.ts'
import type { Room } from './provider.ts'
import { GOOGLE_MODEL, KEY, OPENAI_MODEL, PNG, plenty, type Reply, serve } from './server.testing.ts'

const MB = 1e6
const PROVIDERS = [
  {
    name: 'openai',
    model: OPENAI_MODEL,
    path: '/v1',
    body: (data: string) => ({ data: [{ b64_json: data }] }),
  },
  {
    name: 'google',
    model: GOOGLE_MODEL,
    path: '',
    body: (data: string) => ({ candidates: [{ content: { parts: [{ inlineData: { data } }] } }] }),
  },
] as const

const never = new AbortController().signal
const picture = (bytes: number) => Buffer.concat([PNG, Buffer.alloc(bytes - PNG.length, 'a picture')])

/** Says how long the answer is, as Node's server does for what is written at once. */
const withLength =
  (body: string): Reply =>
  response =>
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) }).end(body)

/** Does not say it. */
const inChunks =
  (body: string): Reply =>
  response => {
    response.write(body.slice(0, 1_000))
    response.end(body.slice(1_000))
  }

/** Room that is given at once, and remembers what was asked for. */
function noting() {
  const asked: number[] = []
  const room: Room = {
    reserve: async bytes => {
      asked.push(bytes)
    },
  }
  return { asked, room }
}

const REQUEST = { prompt: 'a lighthouse', model: OPENAI_MODEL }
const openai = (url: string) =>
  createProvider('openai', { apiKey: KEY, baseUrl: `${url}/v1`, timeoutMs: 20_000 })
const json = (bytes: number) => JSON.stringify({ data: [{ b64_json: picture(bytes).toString('base64') }] })

describe.each(PROVIDERS)('an answer of $name', ({ name, model, path, body }) => {
  const provider = (url: string, timeoutMs = 10_000) =>
    createProvider(name, { apiKey: KEY, baseUrl: url + path, timeoutMs })
  const request = { prompt: 'a lighthouse', model }
  const answered = (bytes: number) => JSON.stringify(body(picture(bytes).toString('base64')))

  it.each([
    ['whose length is said', withLength],
    ['whose length is not said', inChunks],
  ])('%s is read whole', async (_how, reply) => {
    const { url } = await serve(reply(answered(3 * MB)))
    const { bytes, contentType } = await provider(url).generate(request, never, plenty)
    expect(contentType).toBe('image/png')
    expect(picture(3 * MB).equals(bytes)).toBe(true)
  })

  it('has room asked for before it is read: three quarters of its length, or more as it comes', async () => {
    const known = noting()
    await provider((await serve(withLength(answered(6 * MB)))).url).generate(request, never, known.room)
    expect(known.asked).toEqual([expect.closeTo(6.52 * MB, -5)])

    const unknown = noting()
    await provider((await serve(inChunks(answered(6 * MB)))).url).generate(request, never, unknown.room)
    expect(unknown.asked).toEqual([expect.closeTo(4.2 * MB, -5), expect.closeTo(8.4 * MB, -6)])
  })

  it('has none asked for before it has come', async () => {
    const { asked, room } = noting()
    const { url, seen } = await serve(() => {})
    const call = provider(url, 300).generate(request, never, room)
    await expect(call).rejects.toMatchObject({ kind: 'timeout' })
    expect([seen.length, asked.length]).toEqual([1, 0])
  })

  it('may wait longer for room than the provider may take: it is paid for', async () => {
    const { url, seen } = await serve(withLength(answered(3 * MB)))
    const room: Room = { reserve: () => sleep(2_500) }
    const { bytes } = await provider(url, 2_000).generate(request, never, room)
    expect(bytes).toHaveLength(3 * MB)
    expect(seen).toHaveLength(1)
  })

  it('has the rest of its time left after the wait', async () => {
    const { url } = await serve(response => response.writeHead(200).write('{'))
    const room: Room = { reserve: () => sleep(500) }
    await expect(provider(url, 300).generate(request, never, room)).rejects.toMatchObject({ kind: 'timeout' })
  })

  it('is given up by who stops waiting for room', async () => {
    const { url } = await serve(withLength(answered(MB)))
    const stop = new AbortController()
    const reason = new Error('this worker is stopping')
    const room: Room = {
      reserve: (_bytes, signal) => {
        setTimeout(() => stop.abort(reason))
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    }
    await expect(provider(url).generate(request, stop.signal, room)).rejects.toBe(reason)
  })

  it('is asked for as it is, not compressed', async () => {
    const { url, seen } = await serve(withLength(answered(1_000)))
    await provider(url).generate(request, never, plenty)
    expect(seen[0]?.headers['accept-encoding']).toBe('identity')
  })

  it('that is too long to hold a picture is not read at all', async () => {
    const { asked, room } = noting()
    const { url } = await serve(response => response.writeHead(200, { 'content-length': 70 * MB }).write('{'))
    const error = await provider(url)
      .generate(request, never, room)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ kind: 'bad_image', message: expect.stringContaining('with 70.0 MB;') })
    expect(asked).toEqual([])
  })
})

it('an answer of the emulator that is too large is charged to nobody', async () => {
  const headers = { 'content-length': `${70 * MB}`, 'x-contactsheet-simulated': '1' }
  const { url } = await serve(response => response.writeHead(200, headers).write('{'))
  expect(await failureOf(openai(url), OPENAI_MODEL)).toMatchObject({ kind: 'bad_image', charge: undefined })
})

it("an answer in a gateway's encoding all the same is read", async () => {
  const body = gzipSync(json(MB))
  const headers = { 'content-encoding': 'gzip', 'content-length': body.length }
  const { url } = await serve(response => response.writeHead(200, headers).end(body))
  const { bytes } = await openai(url).generate(REQUEST, never, plenty)
  expect(picture(MB).equals(bytes)).toBe(true)
})

it.each([
  ['whose length is said', withLength, '60.0 MB; a picture may have 33.6 MB'],
  ['whose length is not said', inChunks, '44.'],
])(
  'an answer of 60 MB, %s, is no picture, may be charged, and the next one is read',
  async (_how, reply, size) => {
    const large = await serve(reply(json(45 * MB)))
    const error = await failureOf(openai(large.url), OPENAI_MODEL)
    expect(error).toMatchObject({ kind: 'bad_image', charge: { picture: false, by: 'list' } })
    expect(error.message).toContain(`with ${size}`)
    const { url } = await serve(withLength(json(MB)))
    expect((await openai(url).generate(REQUEST, never, plenty)).bytes).toHaveLength(MB)
  },
)

it('an answer never takes more room than the largest may', async () => {
  const { asked, room } = noting()
  const { url } = await serve(inChunks(JSON.stringify({ text: 'no picture, '.repeat(5 * MB) })))
  await expect(openai(url).generate(REQUEST, never, room)).rejects.toMatchObject({ kind: 'bad_image' })
  expect(Math.max(...asked)).toBe(MAX_ANSWER_ROOM)
})
