import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Batch, leavesOf, newBatchId, resultOf } from '@contactsheet/contract'
import {
  BatchStore,
  createDiskStore,
  type ObjectStore,
  WebhookNotes,
  webhookKey,
} from '@contactsheet/storage'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { isPublic, PrivateAddressError, publicLookup } from '../../../egress/src/address.ts'
import { post } from './post.ts'
import { sendDue, WAITS_MS } from './sender.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const OPTIONS = { secret: SECRET, allowPrivate: true }

interface Received {
  path: string | undefined
  headers: IncomingHttpHeaders
  body: string
}

let folder: string
let objects: ObjectStore
let store: BatchStore
let notes: WebhookNotes
let server: Server
let origin: string
let received: Received[]
/** How the receiver answers, in turn; with 204 when there is nothing left. */
let answers: { status: number; headers?: Record<string, string> }[]
/** How tries ended, as those who count are told. */
let tried: string[]
const log = { info: vi.fn(), warn: vi.fn() }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-webhook-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  store = new BatchStore(objects)
  notes = new WebhookNotes(objects)
  await store.ready()
  received = []
  answers = []
  tried = []
  const listener: RequestListener = async (request, response) => {
    received.push({ path: request.url, headers: request.headers, body: await text(request) })
    const { status, headers } = answers.shift() ?? { status: 204 }
    response.writeHead(status, headers).end()
  }
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.')
  origin = `http://127.0.0.1:${address.port}`
  log.info.mockReset()
  log.warn.mockReset()
})
afterEach(async () => {
  vi.useRealTimers()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function settle(webhook?: string, rest: Partial<Batch> = {}): Promise<Batch> {
  const batch = makeBatch(1, { ...(webhook === undefined ? {} : { webhook }), ...rest })
  await store.accept(batch)
  const records = [...leavesOf(batch)].map(leaf => makeRecord(batch, leaf))
  await store.settle(draftOf(resultOf(batch, records)))
  return batch
}

const pass = () => sendDue(store, notes, { ...OPTIONS, onTried: outcome => tried.push(outcome) }, log)
const waiting = () => Array.fromAsync(notes.batchIds())

describe('the webhook of a batch', () => {
  it('tells its receiver once that it has settled, signed by the Standard Webhooks scheme', async () => {
    const batch = await settle(`${origin}/hook?token=secret`)
    await pass()
    await pass()
    expect(received.map(({ path }) => path)).toEqual(['/hook?token=secret'])
    const [message] = received
    if (message === undefined) throw new Error('Nothing was received.')
    const { headers, body } = message
    const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
    expect(new Webhook(SECRET).verify(body, signed)).toEqual({
      type: 'batch.settled',
      timestamp: expect.any(String),
      data: {
        id: batch.id,
        state: 'succeeded',
        counts: { total: 2, queued: 0, running: 0, succeeded: 2, failed: 0, canceled: 0 },
        url: `/batches/${batch.id}`,
      },
    })
    expect(headers['webhook-id']).toContain(batch.id)
    expect(await waiting()).toEqual([])
  })

  it('links to where the API is reached from outside, if that is known', async () => {
    const batch = await settle(`${origin}/hook`)
    await sendDue(store, notes, { ...OPTIONS, api: 'https://pictures.example.com/sheets' }, log)
    const { data } = JSON.parse(received[0]?.body ?? '')
    expect(data.url).toBe(`https://pictures.example.com/sheets/batches/${batch.id}`)
  })

  it('is sent though its note is damaged, and so are the others', async () => {
    const damaged = await settle(`${origin}/damaged`)
    await settle(`${origin}/whole`)
    const JSON_TYPE = { contentType: 'application/json' }
    await objects.put(webhookKey(damaged.id), Buffer.from('garbage'), JSON_TYPE)
    await objects.put(webhookKey(newBatchId()), Buffer.from('garbage'), JSON_TYPE)
    await pass()
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/damaged', '/whole']))
    expect(received.map(({ headers }) => headers['webhook-id'])).toContainEqual(
      expect.stringContaining(damaged.id),
    )
    expect(await waiting()).toEqual([])
  })

  it('is not there for a batch that asked for none', async () => {
    await settle()
    expect(await waiting()).toEqual([])
  })

  it('is noted before the batch is closed, and after its result is written', async () => {
    const calls = (['put', 'putPieces', 'delete'] as const).map(call => vi.spyOn(objects, call))
    const batch = await settle(origin)
    const keys = calls.flatMap(({ mock }) =>
      mock.calls.map(([key], index) => ({ key, order: mock.invocationCallOrder[index] ?? 0 })),
    )
    const order = keys.sort((a, b) => a.order - b.order).map(({ key }) => key)
    expect(order.slice(-5)).toEqual([
      `batches/${batch.id}/result.json`,
      expect.stringContaining(`/${batch.id}.json`),
      `webhooks/${batch.id}`,
      `batches/${batch.id}/paused`,
      `open/${batch.id}`,
    ])
  })

  it('is tried again with growing waits, as the same message, until it is taken', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    answers = [{ status: 500 }, { status: 429 }]
    await settle(origin)
    await pass()
    await pass()
    expect(received).toHaveLength(1)
    vi.setSystemTime(Date.now() + 5_001)
    await pass()
    expect(received).toHaveLength(2)
    vi.setSystemTime(Date.now() + 29_000)
    await pass()
    expect(received).toHaveLength(2)
    vi.setSystemTime(Date.now() + 2_000)
    await pass()
    expect(received).toHaveLength(3)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(tried).toEqual(['refused', 'refused', 'sent'])
    expect(await waiting()).toEqual([])
  })

  it('is tried again by another process when the one that sent it died', async () => {
    const batch = await settle(origin)
    const note = await notes.note(batch.id)
    if (note === undefined) throw new Error('There is no note.')
    await notes.write({ ...note, tries: 1, dueAt: Date.now() - 1 })
    await pass()
    expect(received).toHaveLength(1)
  })

  it('is given up after a day and some, and says so', async () => {
    server.close()
    const batch = await settle(`${origin}/hook?token=secret`)
    const note = await notes.note(batch.id)
    if (note === undefined) throw new Error('There is no note.')
    await notes.write({ ...note, tries: WAITS_MS.length, dueAt: 0 })
    await pass()
    expect(await waiting()).toEqual([])
    expect(tried).toEqual(['given_up'])
    expect(log.warn).toHaveBeenCalledWith(expect.objectContaining({ to: origin }), 'webhook given up')
    expect(JSON.stringify(log.warn.mock.calls)).not.toContain('secret')
    expect(WAITS_MS.reduce((sum, wait) => sum + wait)).toBeGreaterThan(24 * 3_600_000)
  })

  it('does not go where it is redirected', async () => {
    answers = [{ status: 302, headers: { location: `${origin}/elsewhere` } }]
    await settle(origin)
    await pass()
    expect(received.map(({ path }) => path)).toEqual(['/'])
    expect(await waiting()).toHaveLength(1)
  })

  it('tells of the batch anew when that has settled again', async () => {
    answers = [{ status: 500 }]
    const batch = await settle(origin)
    await pass()
    const records = [...leavesOf(batch)].map(leaf =>
      makeRecord(batch, leaf, { settledAt: new Date(Date.now() + 1_000).toISOString() }),
    )
    await store.settle(draftOf(resultOf(batch, records)))
    await pass()
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
    expect(await waiting()).toEqual([])
  })
})

describe('a webhook to a private address', () => {
  const send = (address: string, addresses: string[] = []) =>
    post(
      address,
      '{}',
      {},
      {
        allowPrivate: false,
        lookup: (_host, _options, done) =>
          done(
            null,
            addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
          ),
      },
    )

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a00:1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[::7f00:1]/',
    'https://[::a9fe:a9fe]/',
    'https://[::ffff:0:7f00:1]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/',
    'https://[2606:4700::5efe:7f00:1]/',
    'https://[2606:4700::200:5efe:a00:1]/',
    'https://[fec0::1]/',
    'https://[100::1]/',
    'https://[5f00::1]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[ff02::1]/',
    'https://198.18.0.1/',
    'https://192.0.0.8/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://224.0.0.1/',
  ])('is not sent: %s', async address => {
    await expect(send(address)).rejects.toThrow(PrivateAddressError)
    expect(received).toEqual([])
  })

  it.each([
    [['127.0.0.1']],
    [['93.184.215.14', '10.0.0.1']],
    [['2606:4700::1111', '::1']],
    [['::7f00:1']],
    [['::ffff:169.254.169.254']],
    [[]],
  ])('is not sent to a name that leads to %j', async addresses => {
    await expect(send('https://receiver.example/', addresses)).rejects.toThrow(PrivateAddressError)
  })

  it('is not sent over http at all', async () => {
    await expect(send('http://93.184.215.14/')).rejects.toThrow('https only')
  })

  it('cannot be reached by answering differently the second time: a name is looked up once for each try', async () => {
    const asked = vi.fn()
    const lookup = publicLookup((_host, _options, done) => {
      asked()
      done(null, [{ address: '93.184.215.14', family: 4 }])
    })
    const found = await new Promise(resolve =>
      lookup('receiver.example', { all: true }, (_error, addresses) => resolve(addresses)),
    )
    expect(found).toEqual([{ address: '93.184.215.14', family: 4 }])
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it.each(['1.1.1.1', '93.184.215.14', '2606:4700::1111'])('is none on the internet: %s', address => {
    expect(isPublic(address)).toBe(true)
  })
})
