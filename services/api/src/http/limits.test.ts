import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Problem } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const LIMITS = { maxImages: 100, maxPromptLength: 50, maxBodyBytes: 20_000, requestsPerMinute: 3 }

let api: TestApi
/** Where the API listens. */
let address: Promise<string> | undefined
beforeEach(async () => {
  address = undefined
  api = await openApi({ tokens: ['first-token', 'second-token'], limits: LIMITS })
})
afterEach(() => api.close())

function get(url: string, token?: string, remoteAddress = '192.0.2.1') {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return api.app.inject({ url, headers, remoteAddress })
}

async function statuses(count: number, ...request: Parameters<typeof get>): Promise<number[]> {
  const found: number[] = []
  for (let times = 0; times < count; times++) found.push((await get(...request)).statusCode)
  return found
}

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

describe('the rate limit', () => {
  it('refuses the request over it, and says when to come back', async () => {
    expect(await statuses(3, '/styles', 'first-token')).toEqual([200, 200, 200])
    const response = await get('/styles', 'first-token')
    expect(response.statusCode).toBe(429)
    expect(response.headers['content-type']).toBe('application/problem+json')
    const seconds = Number(response.headers['retry-after'])
    expect(seconds).toBeGreaterThan(0)
    expect(response.json<Problem>().detail).toBe(
      `Too many requests: 3 a minute are allowed (RATE_LIMIT_PER_MINUTE). Try again in ${seconds} seconds.`,
    )
  })

  it('counts each token by itself, from whatever address', async () => {
    expect(await statuses(2, '/styles', 'first-token')).toEqual([200, 200])
    expect(await statuses(2, '/fonts', 'first-token', '192.0.2.2')).toEqual([200, 429])
    expect(await statuses(1, '/styles', 'second-token')).toEqual([200])
  })

  it('counts guesses at tokens by address, and holds up nobody who has one', async () => {
    const guesses: number[] = []
    for (const guess of ['a', 'b', 'c', 'd']) guesses.push((await get('/styles', guess)).statusCode)
    expect(guesses).toEqual([401, 401, 401, 429])
    expect((await get('/nope')).statusCode).toBe(429)
    expect((await get('/styles', 'e', '192.0.2.2')).statusCode).toBe(401)
    expect((await get('/styles', 'first-token')).statusCode).toBe(200)
  })

  it('does not count probes, nor anything of an API without tokens', async () => {
    expect(await statuses(5, '/healthz')).toEqual([200, 200, 200, 200, 200])
    const open = await openApi({ limits: LIMITS })
    for (let times = 0; times < 5; times++)
      expect((await open.app.inject({ url: '/styles' })).statusCode).toBe(200)
    await open.close()
  })
})

describe('an address', () => {
  it('is refused if no route can mean it', async () => {
    const response = await get(`/styles?${'x'.repeat(3_000)}`, 'first-token')
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

  it('whose headers or body trickle in is ended', async () => {
    api.app.server.headersTimeout = 100
    api.app.server.requestTimeout = 100
    const [headers, body] = await Promise.all([open(), open()])
    headers.socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow:')
    body.socket.write(
      'POST /batches HTTP/1.1\r\nhost: x\r\nauthorization: Bearer first-token\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n[',
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
