import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { Problem } from '@contactsheet/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const BATCH = JSON.stringify({ prompts: ['Café à la crème'], models: ['gpt-image-2'] })
const DRY = { method: 'POST', url: '/batches?dryRun=true' } as const

let api: TestApi
beforeAll(async () => {
  api = await openApi({ tokens: ['a-token'] })
})
afterAll(() => api.close())

function post(payload: string | Buffer, headers: Record<string, string> = {}, url: string = DRY.url) {
  const all = { authorization: 'Bearer a-token', 'content-type': 'application/json', ...headers }
  return api.app.inject({ ...DRY, url, payload, headers: all })
}

async function refusal(...request: Parameters<typeof post>): Promise<[number, string]> {
  const response = await post(...request)
  return [response.statusCode, response.json<Problem>().detail]
}

/** The prompts of the batch that a body makes. */
async function promptsOf(payload: string | Buffer, headers: Record<string, string> = {}): Promise<string[]> {
  const response = await post(payload, headers, '/batches')
  expect(response.json()).toMatchObject({ state: 'queued' })
  const batch = await api.store.batch(response.json().id)
  return batch?.prompts ?? []
}

describe('a body', () => {
  it('may begin with a byte order mark', async () => {
    expect(await promptsOf(`\uFEFF${BATCH}`)).toEqual(['Café à la crème'])
    expect(await promptsOf(Buffer.from(`\uFEFF${BATCH}`, 'utf16le'))).toEqual(['Café à la crème'])
  })

  it.each(['iso-8859-1', '"windows-1252"', 'Latin1'])('is decoded as its charset says: %s', async charset => {
    const body = Buffer.from(BATCH, 'latin1')
    expect(await promptsOf(body, { 'content-type': `application/json; charset=${charset}` })).toEqual([
      'Café à la crème',
    ])
  })

  it('that is not UTF-8 is refused by name and place, and not made with other letters', async () => {
    expect(await refusal(Buffer.from(BATCH, 'latin1'))).toEqual([
      400,
      'The body is not UTF-8: byte 0xE9 at line 1 column 17. Send UTF-8, or name the encoding, as in "Content-Type: application/json; charset=windows-1252".',
    ])
  })

  it('in a charset that nobody knows is refused', async () => {
    expect(await refusal(BATCH, { 'content-type': 'application/json; charset=klingon' })).toEqual([
      415,
      'The body is in an encoding that is not known here: send it as UTF-8.',
    ])
  })

  it('keeps one kind of line end, whatever system it comes from', async () => {
    const prompts = ['First\r\nSecond\rThird', 'a\u000bb\u000cc']
    expect(await promptsOf(JSON.stringify({ prompts, models: ['gpt-image-2'] }))).toEqual([
      'First\nSecond\nThird',
      'a b c',
    ])
  })

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is unpacked as its Content-Encoding says: %s', async (coding, pack) => {
    expect(await promptsOf(pack(BATCH), { 'content-encoding': coding })).toEqual(['Café à la crème'])
  })

  it.each(['zstd', 'compress', 'gzip, br', 'constructor', '__proto__'])(
    'packed as %s is refused',
    async coding => {
      const response = await post(BATCH, { 'content-encoding': coding })
      expect([response.statusCode, response.headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br'])
      expect(response.json<Problem>().detail).toContain('send it with gzip, deflate or br, or as it is')
    },
  )

  it('that is not what its Content-Encoding says, or cut short, is refused', async () => {
    const detail = 'The body is not gzip, as its Content-Encoding says, or is cut short.'
    expect(await refusal(BATCH, { 'content-encoding': 'gzip' })).toEqual([400, detail])
    expect(await refusal(gzipSync(BATCH).subarray(0, 30), { 'content-encoding': 'gzip' })).toEqual([
      400,
      detail,
    ])
  })

  it('may be no larger unpacked than it may be as it is', async () => {
    const bomb = gzipSync(`"${'x'.repeat(15_000_000)}"`)
    expect(bomb.length).toBeLessThan(20_000)
    expect(await refusal(bomb, { 'content-encoding': 'gzip' })).toEqual([
      413,
      'The body is larger than the 20000 bytes allowed (MAX_BODY_BYTES). Split the batch.',
    ])
  })

  it('that is not there is not unpacked', async () => {
    const headers = { authorization: 'Bearer a-token', 'content-encoding': 'nonsense' }
    expect((await api.app.inject({ url: '/styles', headers })).statusCode).toBe(200)
  })

  it('of a route that is open to all is not unpacked', async () => {
    const response = await post(gzipSync('{"token":"a-token"}'), { 'content-encoding': 'gzip' }, '/session')
    expect([response.statusCode, response.headers['accept-encoding']]).toEqual([415, 'identity'])
  })

  it('that holds more than any batch is refused before its parts are looked at', async () => {
    const large = await openApi({ limits: { ...api.deps.limits, maxBodyBytes: 20_000_000 } })
    const keys = Array.from({ length: 1_300_000 }, (_, index) => `"${index}":0`)
    const [many, deep] = await Promise.all(
      [`{${keys.join(',')}}`, `[${'['.repeat(1_000_000)}`].map(payload =>
        large.app.inject({ ...DRY, payload, headers: { 'content-type': 'application/json' } }),
      ),
    )
    await large.close()
    expect(many?.json<Problem>().detail).toBe('The body holds more than 250000 values, which no batch does.')
    expect(deep?.json<Problem>().detail).toBe(
      'The body is nested more than 32 levels deep at line 1 column 33.',
    )
  })

  it('is not quoted at length in its refusal', async () => {
    const large = await openApi({ limits: { ...api.deps.limits, maxBodyBytes: 20_000_000 } })
    const long = 'x'.repeat(15_000_000)
    for (const body of [{ prompts: ['A fox'], models: [long] }, { [long]: 1 }, { prompts: [long] }]) {
      const response = await large.app.inject({ ...DRY, payload: body })
      expect(response.statusCode).toBe(400)
      expect(response.payload.length).toBeLessThan(3_000)
    }
    await large.close()
  })
})
