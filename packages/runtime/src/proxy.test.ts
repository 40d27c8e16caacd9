import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { startProxy } from '../../../tests/support/proxy.ts'
import { ConfigError, readEnv } from './env.ts'
import { proxyFor, useProxies } from './proxy.ts'
import { proxyVariables } from './variables.ts'

const PROXY = 'http://proxy.example:3128'
const proxyOf = (env: Record<string, string>, url: string) =>
  proxyFor(readEnv(proxyVariables, env), new URL(url))

describe('the proxy on the way to an address', () => {
  it('is there for its scheme, in either case of letters', () => {
    expect(proxyOf({ HTTPS_PROXY: PROXY }, 'https://api.example')).toBe(PROXY)
    expect(proxyOf({ HTTPS_PROXY: PROXY }, 'http://api.example')).toBeUndefined()
    expect(proxyOf({ http_proxy: PROXY }, 'http://api.example')).toBe(PROXY)
    expect(proxyOf({ https_proxy: 'http://other', HTTPS_PROXY: PROXY }, 'https://api.example')).toBe(PROXY)
    expect(proxyOf({ HTTPS_PROXY: 'proxy.example:3128' }, 'https://api.example')).toBe(PROXY)
    expect(proxyOf({}, 'https://api.example')).toBeUndefined()
  })

  it.each([
    'http://localhost:9000',
    'http://127.0.0.1:9000',
    'http://127.8.9.1',
    'http://[::1]:9000',
    'http://store.localhost',
  ])('is never there for %s', url => {
    expect(proxyOf({ HTTP_PROXY: PROXY }, url)).toBeUndefined()
  })

  it.each([
    ['*', 'http://anything.example', true],
    ['minio', 'http://minio:9000', true],
    ['store.example', 'http://store.example', true],
    ['store.example', 'http://eu.store.example', true],
    ['.store.example', 'http://eu.store.example', true],
    ['*.store.example', 'http://eu.store.example', true],
    ['store.example', 'http://notstore.example', false],
    ['10.0.0.5', 'http://10.0.0.5:9000', true],
    ['10.0.0.5', 'http://10.0.0.55', false],
    ['store.example:9000', 'http://store.example:9000', true],
    ['store.example:9000', 'http://store.example', false],
    ['fd00::1', 'http://[fd00::1]:9000', true],
    ['a.example, minio', 'http://minio', true],
  ])('with NO_PROXY=%s is left out for %s: %s', (list, url, direct) => {
    expect(proxyOf({ HTTP_PROXY: PROXY, NO_PROXY: list }, url)).toBe(direct ? undefined : PROXY)
  })

  it('has to be one that is spoken to by http', () => {
    const read = () => readEnv(proxyVariables, { HTTPS_PROXY: 'socks5://proxy.example' })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(/HTTPS_PROXY must be a URL that starts with http:\/\/ or https:\/\//)
  })
})

describe("Node's fetch, once the proxies are in use", () => {
  afterEach(() => useProxies({ HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: ['*'] }))

  async function startOrigin(): Promise<string> {
    const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('expected a port')
    return `127.0.0.1:${address.port}`
  }

  it('goes through one, but to this machine and to what is excepted', async () => {
    const origin = await startOrigin()
    const port = origin.split(':')[1]
    const proxy = await startProxy({ route: () => origin })
    useProxies({ HTTP_PROXY: proxy.url, NO_PROXY: ['excepted.example'] })
    expect(await fetch('http://api.example/v1').then(answer => answer.text())).toBe('hello')
    expect(proxy.seen).toEqual(['CONNECT api.example:80'])
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await fetch(`http://${host}:${port}/`).then(answer => answer.text())).toBe('hello')
    for (const host of ['excepted.example', 'eu.excepted.example'])
      await expect(fetch(`http://${host}/`)).rejects.toThrow('fetch failed')
    expect(proxy.seen).toHaveLength(1)
  })
})
