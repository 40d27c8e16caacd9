import { ConfigError } from '@contactsheet/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'
import { assertGuarded, listen } from './listen.ts'

describe('an API without tokens', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('may listen on %s', host => {
    expect(() => assertGuarded(host, undefined)).not.toThrow()
  })

  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', '128.0.0.1', 'localhost.example.com'])(
    'may not listen on %s',
    host => {
      expect(() => assertGuarded(host, undefined)).toThrow(ConfigError)
      expect(() => assertGuarded(host, undefined)).toThrow(/HOST .* API_TOKENS is not set/)
    },
  )

  it('is not what an empty list of tokens means', () => {
    expect(() => assertGuarded('127.0.0.1', [])).toThrow('API_TOKENS is set but holds no token.')
  })

  it('may listen anywhere once it has some', () => {
    expect(() => assertGuarded('0.0.0.0', ['token'])).not.toThrow()
  })
})

describe('listening', () => {
  let first: TestApi
  let second: TestApi
  beforeEach(async () => {
    first = await openApi()
    second = await openApi()
  })
  afterEach(() => Promise.all([first.close(), second.close()]))

  it('reports the address it got', async () => {
    const address = await listen(first.app, '127.0.0.1', 0)
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
  })

  it('says which port is taken, and which variable sets it', async () => {
    const port = Number(new URL(await listen(first.app, '127.0.0.1', 0)).port)
    const attempt = listen(second.app, '127.0.0.1', port)
    await expect(attempt).rejects.toThrow(ConfigError)
    await expect(attempt).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken. Stop what listens there, or set PORT to another (0 takes any free one).`,
    )
  })

  it('says that a host is not of this machine', async () => {
    await expect(listen(first.app, '192.0.2.1', 0)).rejects.toThrow(
      'HOST 192.0.2.1 is no address of this machine.',
    )
  })

  it('lets a request under way finish when it closes', async () => {
    const address = await listen(first.app, '127.0.0.1', 0)
    const { store } = first
    const underWay = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    vi.spyOn(store, 'check').mockImplementation(() => {
      underWay.resolve()
      return release.promise
    })
    const answer = fetch(`${address}/readyz`)
    await underWay.promise
    const closed = first.app.close()
    release.resolve()
    expect((await answer).status).toBe(200)
    await closed
    await expect(fetch(`${address}/healthz`)).rejects.toThrow()
  })
})
