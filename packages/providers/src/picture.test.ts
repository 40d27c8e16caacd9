import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startProxy } from '../../../tests/support/proxy.ts'
import { failureOf } from './cases.testing.ts'
import { createProvider } from './create.ts'
import type { FetchRules } from './fetch-picture.ts'
import { pictureIn } from './picture.ts'
import { answer, KEY, OPENAI_MODEL, PNG, plenty, serve } from './server.testing.ts'

const base64 = PNG.toString('base64')
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const never = new AbortController().signal
const request = { prompt: 'a lighthouse', model: OPENAI_MODEL }

/** A server of pictures, which answers with these statuses first and then with a picture. */
async function servePictures(statuses: number[] = [], picture: Buffer = PNG) {
  const asked: { path: string | undefined; headers: object }[] = []
  const server = createServer(({ url, headers }, response) => {
    asked.push({ path: url, headers })
    const status = statuses.shift() ?? 200
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(picture)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pic.png`, asked }
}

const inAnswer = (body: unknown, rules: FetchRules) =>
  pictureIn({ body, pictures: new Map(), simulated: false }, rules, plenty, never)

const openai = (url: string, allowPrivate = true) =>
  createProvider('openai', { apiKey: KEY, baseUrl: `${url}/v1`, timeoutMs: 10_000, allowPrivate })

test.for([
  ['in base64', { data: [{ b64_json: base64 }] }],
  ['as a data URL in the place of base64', { data: [{ b64_json: `data:image/png;base64,${base64}` }] }],
  ['as a data URL in the place of an address', { data: [{ url: `data:image/png;base64,${base64}` }] }],
  ['in a later item', { data: [{ revised_prompt: 'a tower' }, { b64_json: '' }, { b64_json: base64 }] }],
  ['behind an item that is no picture', { data: [{ b64_json: 'bm8gcGljdHVyZQ==' }, { b64_json: base64 }] }],
  ['in an item that is not in a list', { data: { b64_json: base64 } }],
] as const)('a picture is taken %s, and bought once', async ([, body]) => {
  const { url, seen } = await serve(answer(200, body))
  expect(await openai(url).generate(request, never, plenty)).toMatchObject({
    bytes: PNG,
    contentType: 'image/png',
  })
  expect(seen).toHaveLength(1)
})

test('a GIF is a picture', async () => {
  const { url } = await serve(answer(200, { data: [{ b64_json: GIF.toString('base64') }] }))
  expect(await openai(url).generate(request, never, plenty)).toMatchObject({ contentType: 'image/gif' })
})

test('a picture that is named by its address is fetched from there, without the key', async () => {
  const { address, asked } = await servePictures()
  const { url, seen } = await serve(answer(200, { data: [{ url: address }] }))
  expect(await openai(url).generate(request, never, plenty)).toMatchObject({ bytes: PNG })
  expect(seen).toHaveLength(1)
  expect(asked.map(({ path }) => path)).toEqual(['/pic.png'])
  expect(JSON.stringify(asked)).not.toContain(KEY)
})

test('a picture whose server breaks down is fetched again, not bought again', async () => {
  const { address, asked } = await servePictures([503, 500])
  const { url, seen } = await serve(answer(200, { data: [{ url: address }] }))
  expect(await openai(url).generate(request, never, plenty)).toMatchObject({ bytes: PNG })
  expect([seen.length, asked.length]).toEqual([1, 3])
})

test.for([403, 404, 302])('an address that answers %i has no picture, and is asked once', async status => {
  const { address, asked } = await servePictures([status])
  const { url } = await serve(answer(200, { data: [{ url: address }] }))
  const error = await failureOf(openai(url), OPENAI_MODEL)
  expect(error).toMatchObject({ kind: 'bad_image', charge: { picture: false, by: 'list' } })
  expect(error.message).toContain('could not be fetched')
  expect(error.detail).toContain(`HTTP ${status}`)
  expect(asked).toHaveLength(1)
})

test('an address on our own network is not asked unless that is allowed', async () => {
  const { address, asked } = await servePictures()
  const { url } = await serve(answer(200, { data: [{ url: address }] }))
  const error = await failureOf(openai(url, false), OPENAI_MODEL)
  expect(error).toMatchObject({ kind: 'bad_image', charge: { picture: false, by: 'list' } })
  expect(error.message).toContain('WEBHOOK_ALLOW_PRIVATE')
  expect(asked).toEqual([])
})

test.for([
  'https://127.0.0.1/pic.png',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::1]/pic.png',
  'https://10.1.2.3/pic.png',
  'http://93.184.215.14/pic.png',
])('%s is not asked', async address => {
  const rules = { baseUrl: 'https://api.openai.com/v1', allowPrivate: false }
  await expect(inAnswer({ url: address }, rules)).rejects.toMatchObject({ kind: 'bad_image' })
})

test('an address of the provider itself is as good as the provider', async () => {
  const { address } = await servePictures()
  const rules = { baseUrl: new URL('/v1', address).href, allowPrivate: false }
  expect(await inAnswer({ data: [{ url: address }] }, rules)).toMatchObject({ bytes: PNG })
})

test('an address behind a proxy is fetched through it', async () => {
  const { address } = await servePictures()
  const proxy = await startProxy({ route: () => new URL(address).host })
  const rules = { baseUrl: 'https://api.openai.com/v1', allowPrivate: true, proxyFor: () => proxy.url }
  const body = { data: [{ url: 'http://203.0.113.7/pic.png' }] }
  expect(await inAnswer(body, rules)).toMatchObject({ bytes: PNG })
  expect(proxy.seen).toEqual(['GET http://203.0.113.7/pic.png'])
})

test('a picture in the answer is taken before one that has to be fetched', async () => {
  const { address, asked } = await servePictures()
  const rules = { baseUrl: 'https://api.openai.com/v1', allowPrivate: true }
  const body = { data: [{ url: address }, { b64_json: base64 }] }
  expect(await inAnswer(body, rules)).toMatchObject({ bytes: PNG })
  expect(asked).toEqual([])
})

test('neither an address in words nor what is nested without end is taken for a picture', async () => {
  const endless = JSON.parse(`${'{"a":'.repeat(3_000)}{"b64_json":"${base64}"}${'}'.repeat(3_000)}`)
  const rules = { baseUrl: 'https://api.openai.com/v1', allowPrivate: true }
  expect(await inAnswer(endless, rules)).toBeUndefined()
  expect(await inAnswer({ text: 'see https://example.com/pic.png' }, rules)).toBeUndefined()
})
