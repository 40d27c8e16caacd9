import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { leavesOf, resultOf } from '@contactsheet/contract'
import { BatchStore, createDiskStore, WebhookNotes } from '@contactsheet/storage'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { sendDue } from '../../upkeep/src/webhook/sender.ts'
import { verifyWebhook, WebhookVerificationError } from './webhook.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** What a receiver got of the system itself when a batch had settled. */
let received: { id: string; headers: IncomingHttpHeaders; body: string }

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-client-'))
  const receiver = createServer(async (request, response) => {
    const body = await text(request)
    response.writeHead(204).end()
    receiver.emit('received', { headers: request.headers, body })
  }).listen(0, '127.0.0.1')
  try {
    await once(receiver, 'listening')
    const address = receiver.address()
    if (address === null || typeof address === 'string') throw new Error('expected a port')
    const objects = createDiskStore({ dataDir, bucket: 'thumbnails' })
    const store = new BatchStore(objects)
    await store.ready()
    const batch = makeBatch(1, { webhook: `http://127.0.0.1:${address.port}/hook` })
    await store.accept(batch)
    await store.settle(
      draftOf(
        resultOf(
          batch,
          [...leavesOf(batch)].map(leaf => makeRecord(batch, leaf)),
        ),
      ),
    )
    const message = once(receiver, 'received')
    const log = { info() {}, warn() {} }
    await sendDue(store, new WebhookNotes(objects), { secret: SECRET, allowPrivate: true }, log)
    received = { id: batch.id, ...(await message)[0] }
  } finally {
    receiver.close()
    await rm(dataDir, { recursive: true, force: true })
  }
})

describe('a webhook of the system', () => {
  it.each([
    ['as Node has it', (headers: IncomingHttpHeaders) => headers],
    ['as fetch has it', (headers: IncomingHttpHeaders) => new Headers(headers as Record<string, string>)],
  ])('says what it tells once it is verified, %s', (_name, headersOf) => {
    const headers = headersOf(received.headers)
    for (const body of [received.body, Buffer.from(received.body)])
      expect(verifyWebhook(body, headers, SECRET)).toMatchObject({
        type: 'batch.settled',
        data: { id: received.id, state: 'succeeded', counts: { total: 2, succeeded: 2 } },
      })
  })

  it.each([
    ['signed with another secret', {}, `whsec_${Buffer.alloc(32, 8).toString('base64')}`],
    ['changed on its way', { body: '{"type":"batch.settled"}' }, SECRET],
    ['without a signature', { headers: {} }, SECRET],
    ['sent long ago', { headers: { 'webhook-timestamp': '1795337786' } }, SECRET],
  ])(
    'is refused if it was %s',
    (_name, changes: { body?: string; headers?: IncomingHttpHeaders }, secret) => {
      const headers =
        changes.headers === undefined || Object.keys(changes.headers).length === 0
          ? (changes.headers ?? received.headers)
          : { ...received.headers, ...changes.headers }
      expect(() => verifyWebhook(changes.body ?? received.body, headers, secret)).toThrow(
        WebhookVerificationError,
      )
    },
  )
})
