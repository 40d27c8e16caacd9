import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Problem } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

let api: TestApi
/** Where the API listens. */
let address: Promise<string> | undefined
beforeEach(async () => {
  address = undefined
  api = await openApi({ tokens: ['a-token'] })
})
afterEach(() => api.close())

/** A connection to the API as it listens. */
async function open(): Promise<{ socket: Socket; ended: Promise<string> }> {
  address ??= api.app.listen({ port: 0, host: '127.0.0.1' })
  const { port, hostname } = new URL(await address)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  let received = ''
  socket.setEncoding('utf8').on('data', text => {
    received += text
  })
  // The server may close while the other side still writes.
  socket.on('error', () => {})
  const ended = new Promise<string>(resolve => {
    socket.on('close', () => resolve(received))
  })
  return { socket, ended }
}

describe('an address', () => {
  it('is refused if no route can mean it', async () => {
    const response = await api.app.inject({ url: `/styles?${'x'.repeat(3_000)}` })
    expect(response.statusCode).toBe(414)
    expect(response.json<Problem>().detail).toBe(
      'The address is 3008 characters long; at most 2048 are read.',
    )
  })
})

describe('a connection', () => {
  it('with a wrong token and a huge body is refused and closed with the body unread', async () => {
    const size = 10_000_000
    let accepted: Socket | undefined
    api.app.server.on('connection', (socket: Socket) => {
      accepted = socket
    })
    const { socket, ended } = await open()
    socket.write(
      `POST /batches HTTP/1.1\r\nhost: x\r\nauthorization: Bearer wrong\r\ncontent-type: application/json\r\ncontent-length: ${size}\r\n\r\n`,
    )
    await once(socket, 'data')
    socket.write('x'.repeat(size))
    expect(await ended).toMatch(/^HTTP\/1.1 401 /)
    expect(accepted?.bytesRead).toBeLessThan(size / 2)
  })

  it.each([
    ['POST', '/session', 413],
    ['DELETE', '/session', 413],
    ['PUT', '/session', 401],
    ['POST', '/healthz', 401],
    ['POST', '/docs/static/index.html', 401],
    ['POST', '/nope', 401],
  ])('without a token can have only a little held in memory: %s %s', async (method, path, status) => {
    let accepted: Socket | undefined
    api.app.server.on('connection', (socket: Socket) => {
      accepted = socket
    })
    const { socket, ended } = await open()
    socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
    )
    for (let chunk = 0; chunk < 20 && !socket.destroyed; chunk++) {
      socket.write(`10000\r\n${'x'.repeat(0x10000)}\r\n`)
      await sleep(5)
    }
    expect(await ended).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(accepted?.bytesRead).toBeLessThan(500_000)
  })

  it('is told how much is read where no token is needed', async () => {
    const payload = { token: 'x'.repeat(5_000) }
    const response = await api.app.inject({ method: 'POST', url: '/session', payload })
    expect(response.json<Problem>().detail).toBe('The body is larger than the 4096 bytes that are read here.')
  })

  it('whose headers or body trickle in is ended', async () => {
    api.app.server.headersTimeout = 100
    api.app.server.requestTimeout = 100
    const [headers, body] = await Promise.all([open(), open()])
    headers.socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow:')
    body.socket.write(
      'POST /batches HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a-token\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n[',
    )
    for (const { ended } of [headers, body])
      expect(await ended).toMatch(/^HTTP\/1.1 408 .*The request took too long to arrive\./s)
  })

  it('with more headers than are read is ended', async () => {
    const { socket, ended } = await open()
    socket.write(`GET /healthz HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(await ended).toMatch(/^HTTP\/1.1 431 .*The headers are too large\./s)
  })

  it('has limits on everything that can be slow', () => {
    const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = api.app.server
    for (const limit of [headersTimeout, requestTimeout, timeout, keepAliveTimeout]) {
      expect(limit).toBeGreaterThan(0)
      expect(limit).toBeLessThanOrEqual(120_000)
    }
  })
})
