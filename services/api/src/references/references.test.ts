import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ReferenceIntake } from '@contactsheet/brand/intake'
import { REFERENCE_LIMITS } from '@contactsheet/contract'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

const picture = (background: string) =>
  sharp({ create: { width: 30, height: 20, channels: 3, background } })
    .png()
    .toBuffer()
const idOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let red: Buffer
let blue: Buffer
let server: Server
let origin: string
/** Paths that were asked for. */
let asked: (string | undefined)[]
let serve: RequestListener
beforeAll(async () => {
  ;[red, blue] = (await Promise.all(['#c00', '#00c'].map(picture))) as [Buffer, Buffer]
  server = createServer((request, response) => {
    asked.push(request.url)
    serve(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

let api: TestApi
/** The same, on a network of its own: addresses may be private. */
let within: TestApi['app']
beforeEach(async () => {
  asked = []
  serve = (_request, response) => response.end(blue)
  api = await openApi()
  within = createApp({
    ...api.deps,
    references: new ReferenceIntake(api.store.references, { allowPrivate: true }),
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await within.close()
  await api.close()
})

function upload(payload: Buffer | string, type = 'image/png') {
  return api.app.inject({ method: 'POST', url: '/references', payload, headers: { 'content-type': type } })
}

const get = (url: string, headers = {}) => api.app.inject({ url, headers })
const remove = (url: string) => api.app.inject({ method: 'DELETE', url })

function post(
  body: object,
  { app = api.app, query = '', key }: { app?: TestApi['app']; query?: string; key?: string } = {},
) {
  return app.inject({
    method: 'POST',
    url: `/batches${query}`,
    payload: { prompts: ['A fox'], models: ['gpt-image-2'], ...body },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  })
}

const stored = (prefix: string) => Array.fromAsync(api.objects.list(prefix))

describe('an upload', () => {
  it('is kept as it came, under the hash of its bytes, and told of by what is inside', async () => {
    for (const type of ['image/png', 'image/jpeg', 'application/octet-stream']) {
      const response = await upload(red, type)
      expect([response.statusCode, response.headers.location]).toEqual([201, `/references/${idOf(red)}`])
      expect(response.json()).toEqual({
        id: idOf(red),
        url: `/references/${idOf(red)}`,
        contentType: 'image/png',
        bytes: red.length,
        width: 30,
        height: 20,
      })
    }
    expect(await stored('references/')).toHaveLength(1)
  })

  it('is shown for as long as it is there, to be kept for good by whoever has it', async () => {
    const { url } = (await upload(red)).json()
    const shown = await get(url)
    expect([shown.statusCode, shown.rawPayload.equals(red)]).toEqual([200, true])
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      etag: `"${idOf(red)}"`,
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
    expect((await get(url, { 'if-none-match': `"${idOf(red)}"` })).statusCode).toBe(304)
    expect((await remove(url)).statusCode).toBe(204)
    for (const gone of [await get(url), await remove(url), await get('/references/nothing')])
      expect(gone.statusCode).toBe(404)
  })

  it.each<[what: string, file: () => Buffer | string, type: string, status: number, why: string]>([
    ['nothing', () => '', 'image/png', 400, 'The body is empty'],
    ['what is no picture', () => '<script>', 'image/png', 400, 'no picture that models can be given'],
    ['a picture cut short', () => red.subarray(0, -30), 'image/png', 400, 'damaged or cut short'],
    ['a form of a foreign page', () => 'a=b', 'text/plain', 415, 'The body must be a file'],
    [
      'more than 20 MiB',
      () => Buffer.alloc(REFERENCE_LIMITS.bytes + 1),
      'image/png',
      413,
      '20971520 bytes that are read here',
    ],
  ])('is refused of %s', async (_what, file, type, status, why) => {
    const response = await upload(file(), type)
    expect([response.statusCode, response.json().detail]).toEqual([status, expect.stringContaining(why)])
    expect(await stored('references/')).toEqual([])
  })

  it('may be larger than other bodies', async () => {
    const noise = Buffer.from(Uint8Array.from({ length: 120_000 }, (_, place) => (place * 7919) % 251))
    const large = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer()
    expect(large.length).toBeGreaterThan(api.deps.limits.maxBodyBytes)
    expect((await upload(large)).statusCode).toBe(201)
  })
})

describe('a batch with references', () => {
  it('has copies of its own of what it names, once each, and shows them after the uploads are gone', async () => {
    await upload(red)
    await upload(blue)
    const made = await post({
      references: [idOf(red)],
      prompts: ['A fox', { prompt: 'A hen', references: [idOf(blue), idOf(red)] }],
    })
    expect(made.statusCode).toBe(202)
    const { id } = made.json()
    for (const upload of [red, blue]) await remove(`/references/${idOf(upload)}`)
    expect(await stored(`batches/${id}/references/`)).toHaveLength(2)
    const view = (await get(`/batches/${id}`)).json()
    expect(view.items).toEqual([{ references: [idOf(red)] }, { references: [idOf(red), idOf(blue)] }])
    const leaf = (await get(`/batches/${id}/leaves/0001-00`)).json()
    expect(leaf.references.map((reference: { id: string }) => reference.id)).toEqual([idOf(red), idOf(blue)])
    const shown = await get(leaf.references[1].url)
    expect([shown.statusCode, shown.rawPayload.equals(blue)]).toEqual([200, true])
    expect((await get(`/batches/${id}/references/${'0'.repeat(64)}`)).statusCode).toBe(404)
  })

  it('fetches what is elsewhere, once each, and keeps it', async () => {
    const url = `${origin}/mascot.png`
    const made = await post(
      { references: [url], prompts: ['A fox', { prompt: 'B', references: [url] }] },
      { app: within },
    )
    expect(made.statusCode).toBe(202)
    expect(asked).toEqual(['/mascot.png'])
    expect((await get(`/references/${idOf(blue)}`)).statusCode).toBe(200)
    const batch = await api.store.batch(made.json().id)
    expect(batch?.references).toMatchObject([{ sha256: idOf(blue), contentType: 'image/png' }])
  })

  it('writes nothing in a dry run, which looks at everything', async () => {
    const references = [`${origin}/a.png`]
    expect((await post({ references }, { app: within, query: '?dryRun=true' })).statusCode).toBe(200)
    expect(asked).toHaveLength(1)
    expect([...(await stored('references/')), ...(await stored('batches/'))]).toEqual([])
    const wrong = await post({ references: ['0'.repeat(64)] }, { query: '?dryRun=true' })
    expect(wrong.statusCode).toBe(400)
  })

  it('is refused with all that is at fault, by field, and nothing is started', async () => {
    serve = (request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/blue.png' }).end()
      else if (request.url === '/gone') response.writeHead(404).end()
      else if (request.url === '/large')
        response.writeHead(200, { 'content-length': REFERENCE_LIMITS.bytes + 1 }).end()
      else response.end('<html>')
    }
    const response = await post(
      {
        references: ['0'.repeat(64)],
        prompts: [
          'A fox',
          { prompt: 'B', references: ['moved', 'gone', 'large', 'page'].map(path => `${origin}/${path}`) },
        ],
      },
      { app: within },
    )
    expect(response.statusCode).toBe(400)
    expect(response.json().errors).toEqual([
      { field: 'references[0]', message: 'is the id of no picture here: upload it with POST /references' },
      {
        field: 'prompts[1].references[0]',
        message: 'could not be fetched: HTTP 302: redirects are not followed, name where it leads to',
      },
      { field: 'prompts[1].references[1]', message: 'could not be fetched: HTTP 404' },
      {
        field: 'prompts[1].references[2]',
        message: 'could not be fetched: it is larger than 20971520 bytes',
      },
      {
        field: 'prompts[1].references[3]',
        message: expect.stringContaining('leads to what cannot be used: '),
      },
    ])
    expect(await stored('batches/')).toEqual([])
    expect(api.orchestrator.started).toEqual([])
  })

  it('comes as a column of a table, with blanks between, and is told of by its line', async () => {
    await upload(red)
    const send = (payload: string) =>
      within.inject({
        method: 'POST',
        url: '/batches?models=gpt-image-2',
        payload,
        headers: { 'content-type': 'text/csv' },
      })
    const table = `prompt;References\r\nA fox;${idOf(red)} ${origin}/a.png\r\nB;\r\n`
    const batch = await api.store.batch((await send(table)).json().id)
    expect(batch?.references?.map(({ sha256 }) => sha256)).toEqual([idOf(red), idOf(blue)])
    expect(batch?.items?.map(({ references }) => references)).toEqual([[0, 1], undefined])
    const wrong = await send(`${table}C;${idOf(red)} ${'0'.repeat(64)}\r\nD;mascot`)
    expect(wrong.json().errors).toMatchObject([{ line: 5, column: 'References' }])
    const gone = await send(`${table}C;${idOf(red)} ${'0'.repeat(64)}`)
    expect(gone.json().errors).toEqual([
      {
        field: 'prompts[2].references[1]',
        line: 4,
        column: 'References',
        message: 'is the id of no picture here: upload it with POST /references',
      },
    ])
  })

  it('fetches nothing from private addresses, and nothing over http, where nobody allowed that', async () => {
    const references = [
      'https://127.0.0.1/a.png',
      'https://[::1]/',
      'https://169.254.169.254/latest',
      'https://localhost/a.png',
      'http://example.com/a.png',
    ]
    const messages = (await post({ references }))
      .json()
      .errors.map(({ message }: { message: string }) => message)
    expect(messages).toHaveLength(5)
    for (const message of messages.slice(0, 4)) expect(message).toContain('a private address')
    expect(messages[4]).toContain('https only')
    expect(asked).toEqual([])
  })

  it('is refused by a model that takes none, and by name', async () => {
    await upload(red)
    const taking = await post({ references: [idOf(red)], models: ['gpt-image-2', 'imagen-4'] })
    expect([taking.statusCode, taking.json().errors[0].field]).toEqual([400, 'models[1]'])
  })

  it('is refused by the economy lane where one is larger than that can be given', async () => {
    const side = 2_300
    const large = await sharp(Buffer.alloc(side * side * 3, 7), {
      raw: { width: side, height: side, channels: 3 },
    })
      .png({ compressionLevel: 0 })
      .toBuffer()
    expect((await upload(large)).statusCode).toBe(201)
    const references = [idOf(large)]
    for (const query of ['', '?dryRun'])
      expect((await post({ references, speed: 'economy' }, { query })).json()).toMatchObject({
        status: 400,
        errors: [
          {
            field: 'references',
            message: `have one of ${large.length} bytes; gpt-image-2 takes at most 15728622 in one from the economy lane. Make them smaller, or leave out \`speed\` economy`,
          },
        ],
      })
    expect((await post({ references })).statusCode).toBe(202)
    const elsewhere = { references, speed: 'economy', models: ['gpt-image-2.6-flare'] }
    expect((await post(elsewhere)).statusCode).toBe(202)
  })

  it('is refused if more pictures are named than a batch can have', async () => {
    const prompts = Array.from({ length: 11 }, (_, prompt) => ({
      prompt: `Number ${prompt}`,
      references: Array.from({ length: 10 }, (_, place) => `${origin}/${prompt}-${place}.png`),
    }))
    const response = await post({ prompts }, { app: within })
    expect(response.json().errors).toEqual([
      { field: 'references', message: 'are 110 pictures; a batch can have at most 100' },
    ])
    expect(asked).toEqual([])
  })

  it('comes once for one Idempotency-Key, though what an address leads to has changed or gone', async () => {
    const request = { references: [`${origin}/a.png`] }
    const first = await post(request, { app: within, key: 'k-1' })
    serve = (_request, response) => response.writeHead(404).end()
    const again = await post(request, { app: within, key: 'k-1' })
    expect([first.statusCode, again.statusCode, again.payload]).toEqual([202, 202, first.payload])
    expect(asked).toHaveLength(1)
    expect((await post({ references: [idOf(blue)] }, { app: within, key: 'k-1' })).statusCode).toBe(422)
  })

  it('is told so if an upload goes while the batch is accepted, and leaves nothing behind', async () => {
    await upload(red)
    vi.spyOn(api.orchestrator, 'ready').mockImplementationOnce(async () => {
      await api.store.references.remove(idOf(red))
    })
    const response = await post({ references: [idOf(red)] })
    expect([response.statusCode, response.json().errors]).toMatchObject([400, [{ field: 'references' }]])
    expect(await stored('batches/')).toEqual([])
  })
})
