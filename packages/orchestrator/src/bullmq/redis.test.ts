import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Redis } from 'ioredis'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { SELF_SIGNED } from '../../../../tests/support/tls.ts'
import { connectBackend } from './backend.ts'
import { connectBullOrchestrator } from './orchestrator.ts'
import { refusalOf } from './refusal.ts'

/** Empty only where no Redis can be had, which the run reports with what would help. */
const SERVER = inject('redisUrl') ?? ''

/** How the start ends with a queue at this address: the message, or "ready". */
async function startOn(url: string, prefix = `test_${randomBytes(6).toString('hex')}`): Promise<string> {
  const orchestrator = connectBullOrchestrator({ url, prefix, limits: {} }, () => {})
  try {
    return await orchestrator.ready().then(
      () => 'ready',
      error => String(error.message),
    )
  } finally {
    await orchestrator.close()
  }
}

function withUser(user: string, password: string): string {
  const url = new URL(SERVER)
  url.username = user
  url.password = password
  return url.href
}

/** A way to the server that can be cut right after the server has taken a command, before its answer is through. */
async function openWay() {
  const { hostname, port } = new URL(SERVER)
  let isToBeCut = false
  const way = createServer(incoming => {
    const outgoing = connect(Number(port), hostname)
    const sockets = [incoming, outgoing]
    for (const socket of sockets)
      socket.on('error', () => {}).on('close', () => sockets.map(one => one.destroy()))
    incoming.pipe(outgoing)
    outgoing.on('data', answer => {
      if (!isToBeCut) return incoming.write(answer)
      isToBeCut = false
      incoming.destroy()
    })
  })
  way.listen(0, '127.0.0.1')
  await once(way, 'listening')
  onTestFinished(() => void way.close())
  const url = new URL(SERVER)
  url.host = `127.0.0.1:${(way.address() as AddressInfo).port}`
  return { url: url.href, cut: () => (isToBeCut = true) }
}

describe.skipIf(SERVER === '')('a Redis whose answer is lost with its connection', () => {
  it.each([
    ['adder', false],
    ['consumer', true],
  ] as const)('hears a role (%s) send its jobs again: %s', async (role, again) => {
    const prefix = `test_${randomBytes(6).toString('hex')}`
    const way = await openWay()
    const here = connectBackend({ url: SERVER, prefix, limits: {} }, 'producer', () => {})
    const behind = connectBackend({ url: way.url, prefix, limits: {} }, role, () => {})
    const [seen, queue] = [here.queue('some'), behind.queue('some')]
    await queue.waitUntilReady()
    way.cut()
    const added = queue.addBulk([{ name: 'a job', data: {}, opts: { jobId: 'a-job' } }]).then(
      () => 'added',
      () => 'failed',
    )
    await vi.waitUntil(() => seen.getJob('a-job'))
    // As when a worker has run it meanwhile.
    await seen.remove('a-job')
    expect(await added).toBe(again ? 'added' : 'failed')
    await queue.waitUntilReady()
    await queue.count()
    expect(await seen.count()).toBe(again ? 1 : 0)
    await seen.obliterate()
    await Promise.all([seen.close(), queue.close()])
    await Promise.all([here.close(), behind.close()])
  })

  it('is known to have been away', async () => {
    const prefix = `test_${randomBytes(6).toString('hex')}`
    const way = await openWay()
    const backend = connectBackend({ url: way.url, prefix, limits: {} }, 'consumer', () => {})
    const queue = backend.queue('some')
    await queue.count()
    const since = backend.connectedAt()
    expect(backend.reconnectedAt()).toBeUndefined()
    way.cut()
    await queue.count()
    expect(backend.reconnectedAt()).toBe(backend.connectedAt())
    expect(backend.reconnectedAt()).toBeGreaterThanOrEqual(since)
    await queue.close()
    await backend.close()
  })
})

describe.skipIf(SERVER === '')('a Redis that refuses', () => {
  it('a password names it as the cause, and does not show it', async () => {
    const message = await startOn(withUser('nobody-here', 'not-the-password'))
    expect(message).toContain('it refuses the user or the password in QUEUE_URL')
    expect(message).not.toContain('not-the-password')
  })

  it('a database names it as the cause, and nothing is written to database 0 instead', async () => {
    const url = new URL(SERVER)
    url.pathname = '/9999'
    const prefix = `test_${randomBytes(6).toString('hex')}`
    expect(await startOn(url.href, prefix)).toContain('it does not have the database that QUEUE_URL ends in')

    const errors = vi.fn()
    const backend = connectBackend({ url: url.href, prefix, limits: {} }, 'consumer', errors)
    const worker = backend.worker('leaves', async () => {}, { concurrency: 1 })
    void backend.queue('leaves').add('leaf', {})
    await vi.waitFor(() => expect(errors.mock.calls.length).toBeGreaterThan(2), { timeout: 5_000 })
    const database0 = new Redis(SERVER)
    onTestFinished(() => void database0.disconnect())
    expect(await database0.keys(`${prefix}*`)).toEqual([])
    await backend.close()
    void worker.close(true)
  })
})

it('a server whose certificate nobody signed is told from one that is not there', async () => {
  const server = createTlsServer(SELF_SIGNED, socket => socket.on('error', () => {})).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  const message = await startOn(`rediss://127.0.0.1:${address.port}`)
  expect(message).toContain(
    'signed by nobody this machine trusts: name the file of its CA in NODE_EXTRA_CA_CERTS',
  )
  server.close()
  await once(server, 'close')
  expect(await startOn(`rediss://127.0.0.1:${address.port}`)).toContain('ECONNREFUSED')
})

it.each([
  ['NOAUTH Authentication required.', 'it asks for a password'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'it refuses the user or the password'],
  ['ERR AUTH <password> called without any password configured', 'it has no password'],
  ['password authentication failed for user "queue"', 'it refuses the user or the password'],
  ['database "nowhere" does not exist', 'it does not have the database'],
  ['self-signed certificate in certificate chain', 'signed by nobody this machine trusts'],
  ['read ECONNRESET', 'it closes the connection'],
  ['connect ETIMEDOUT', 'connect ETIMEDOUT'],
])('tells what %j means', (said, meaning) => {
  expect(refusalOf(new Error(said))).toContain(meaning)
})
