import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:tls'
import { Redis } from 'ioredis'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { SELF_SIGNED } from '../../../../tests/support/tls.ts'
import { connectBackend } from './backend.ts'
import { connectBullOrchestrator } from './orchestrator.ts'
import { refusalOf } from './refusal.ts'

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
