import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import { text } from 'node:stream/consumers'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { EgressOptions } from '@contactsheet/egress'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startProxy } from '../../../../tests/support/proxy.ts'
import { SELF_SIGNED } from '../../../../tests/support/tls.ts'
import { post } from './post.ts'

const trusted = getCACertificates('default')

beforeAll(() => setDefaultCACertificates([...trusted, SELF_SIGNED.cert]))
afterAll(() => setDefaultCACertificates(trusted))

/** A receiver on this machine, which only the proxy knows the way to. */
async function startReceiver() {
  const received: { host: string | undefined; body: string }[] = []
  const server: Server = createServer(SELF_SIGNED, async (request, response) => {
    received.push({ host: request.headers.host, body: await text(request) })
    response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return { received, at: `127.0.0.1:${address.port}` }
}

function answering(address: string): NonNullable<EgressOptions['lookup']> {
  return (_host, _options, done) => done(null, [{ address, family: 4 }])
}

describe('a webhook behind a proxy', () => {
  it('goes to the address that was looked up and judged here, under the name of the receiver', async () => {
    const receiver = await startReceiver()
    const proxy = await startProxy({ route: () => receiver.at })
    const status = await post(
      'https://receiver.example/hook',
      '{}',
      {},
      {
        allowPrivate: false,
        proxyFor: () => proxy.url,
        lookup: answering('93.184.216.34'),
      },
    )
    expect(status).toBe(204)
    expect(proxy.seen).toEqual(['CONNECT 93.184.216.34:443'])
    expect(receiver.received).toEqual([{ host: 'receiver.example', body: '{}' }])
  })

  it('goes nowhere, and the proxy is not even asked, if the name leads to a private address', async () => {
    const proxy = await startProxy()
    const sending = (address: string) =>
      post(
        address,
        '{}',
        {},
        {
          allowPrivate: false,
          proxyFor: () => proxy.url,
          lookup: answering('169.254.169.254'),
        },
      )
    await expect(sending('https://receiver.example/hook')).rejects.toThrow('private address')
    await expect(sending('https://10.0.0.1/hook')).rejects.toThrow('private address')
    await expect(sending('https://[::1]/hook')).rejects.toThrow('private address')
    expect(proxy.seen).toEqual([])
  })

  it('is refused if whoever answers there has no certificate for the name', async () => {
    const receiver = await startReceiver()
    const proxy = await startProxy({ route: () => receiver.at })
    const sending = post(
      'https://other.example/hook',
      '{}',
      {},
      {
        allowPrivate: false,
        proxyFor: () => proxy.url,
        lookup: answering('93.184.216.34'),
      },
    )
    await expect(sending).rejects.toThrow(/altnames/)
    expect(receiver.received).toEqual([])
  })

  it('is left to the proxy, by name, where private addresses are allowed', async () => {
    const receiver = await startReceiver()
    const proxy = await startProxy({ route: () => receiver.at })
    const options = { allowPrivate: true, proxyFor: () => proxy.url }
    expect(await post('https://receiver.example:8443/hook', '{}', {}, options)).toBe(204)
    expect(proxy.seen).toEqual(['CONNECT receiver.example:8443'])
  })

  it('says that the proxy refused, without its password', async () => {
    const proxy = await startProxy({ connects: 'refuse' })
    const options = { allowPrivate: true, proxyFor: () => proxy.url }
    const error = await post('https://receiver.example/', '{}', {}, options).catch(error => error)
    expect(error.message).toMatch(/tunnel.*403/)
    expect(error.message).not.toContain('proxy-password')
  })
})
