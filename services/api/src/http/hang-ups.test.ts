import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Batch } from '@contactsheet/contract'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const WARN = 40
const BODY = '{"prompts":["A fox"]'

let api: TestApi
let batch: Batch
let lines: { level: number; msg: string }[]
beforeEach(async () => {
  lines = []
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(JSON.parse(line)) })
  api = await openApi({ log })
  batch = makeBatch(1)
  await api.store.accept(batch)
})
afterEach(() => api.close())

/** Sends this to the API as it listens. */
async function send(...parts: (string | Buffer)[]): Promise<Socket> {
  const { port, hostname } = new URL(await api.app.listen({ port: 0, host: '127.0.0.1' }))
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.on('error', () => {})
  for (const part of parts) socket.write(part)
  return socket
}

function post(encoding: string): string {
  return `POST /batches HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-encoding: ${encoding}\r\ncontent-length: 9000\r\n\r\n`
}

function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`
}

/** The store takes its time, so that somebody can be gone before it answers. */
function slowDown(): void {
  const get = api.objects.get.bind(api.objects)
  vi.spyOn(api.objects, 'get').mockImplementation(async key => {
    await sleep(150)
    return get(key)
  })
}

/** Whatever became of a request whose client is gone is over by now, and nothing of it is in the log that calls for anybody. */
async function expectCalm(): Promise<void> {
  await sleep(400)
  expect(lines.filter(({ level }) => level >= WARN)).toEqual([])
}

describe('a client that hangs up is nobody at fault here', () => {
  it.each([
    ['cuts the connection', (socket: Socket) => socket.resetAndDestroy()],
    ['ends it', (socket: Socket) => socket.end()],
  ])('when it %s in the middle of its body', async (_name, leave) => {
    const socket = await send(post('identity'), BODY)
    await sleep(50)
    leave(socket)
    await expectCalm()
  })

  it('when it goes in the middle of a compressed body', async () => {
    const socket = await send(post('gzip'), gzipSync(BODY).subarray(0, 15))
    await sleep(50)
    socket.resetAndDestroy()
    await expectCalm()
  })

  it('when its body takes too long', async () => {
    api.app.server.requestTimeout = 100
    api.app.server.headersTimeout = 100
    const socket = await send(post('identity'), BODY)
    await once(socket.resume(), 'close')
    await expectCalm()
  }, 10_000)

  it.each(['', '/events', '/leaves', '/sheet.jpg', '/archive.zip'])(
    'when it does not wait for the answer of /batches/:id%s',
    async path => {
      slowDown()
      const socket = await send(get(`/batches/${batch.id}${path}`))
      await sleep(50)
      socket.resetAndDestroy()
      await expectCalm()
    },
  )

  it('when it has heard enough events', async () => {
    const socket = await send(get(`/batches/${batch.id}/events`))
    await once(socket, 'data')
    socket.resetAndDestroy()
    await expectCalm()
  })

  it('when it goes in the middle of an archive', async () => {
    await settle(api.store, batch)
    slowDown()
    const socket = await send(get(`/batches/${batch.id}/archive.zip`))
    await once(socket, 'data')
    socket.resetAndDestroy()
    await expectCalm()
  })
})
