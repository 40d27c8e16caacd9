import { request } from 'node:http'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const BATCH = { prompts: ['A fox'], models: ['gpt-image-2'] }

let api: TestApi
beforeAll(async () => {
  api = await openApi({ tokens: ['first-token', 'second-token'] })
})
afterAll(() => api.close())

describe('an API with tokens', () => {
  it.each(['first-token', 'second-token'])('answers whoever brings one of them: %s', async token => {
    const headers = { authorization: `Bearer ${token}` }
    expect((await api.app.inject({ url: '/batches', headers })).statusCode).toBe(200)
    expect((await api.app.inject({ url: '/styles', headers })).statusCode).toBe(200)
  })

  it.each([
    undefined,
    '',
    'first-token',
    'Basic first-token',
    'Bearer',
    'Bearer ',
    'Bearer third-token',
    'Bearer first-token,second-token',
    'Bearer first-toke',
  ])('refuses whoever brings %j', async authorization => {
    const headers = authorization === undefined ? {} : { authorization }
    const response = await api.app.inject({ method: 'POST', url: '/batches', headers, payload: BATCH })
    expect(response.statusCode).toBe(401)
    expect(response.headers['content-type']).toBe('application/problem+json')
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/)
    expect(api.orchestrator.started).toEqual([])
  })

  it.each(['/batches', '/batches/zzzzzzzzzz-zzzzzz', '/images/a/b', '/models', '/nope'])(
    'guards %s',
    async url => {
      expect((await api.app.inject({ url })).statusCode).toBe(401)
    },
  )

  it.each(['/healthz', '/readyz'])('leaves %s open', async url => {
    expect((await api.app.inject({ url })).statusCode).toBe(200)
  })

  it('refuses before it has read the body', async () => {
    const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
    expect(await statusWithoutBody(`${address}/batches`)).toBe(401)
  })

  it('writes neither tokens nor prompts to the log', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: line => lines.push(line) })
    const loud = await openApi({ tokens: ['first-token'], log })
    try {
      const headers = { authorization: 'Bearer first-token' }
      await loud.app.inject({ method: 'POST', url: '/batches', headers, payload: BATCH })
      await loud.app.inject({ url: '/batches', headers: { authorization: 'Bearer wrong-token' } })
    } finally {
      await loud.close()
    }
    expect(lines.filter(line => line.includes('"answered"'))).toHaveLength(2)
    expect(lines.join('')).not.toMatch(/first-token|wrong-token|A fox/)
  })
})

/** Status of a request that announces a body and never sends it. */
function statusWithoutBody(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '1000' },
    })
    sent.on('error', reject)
    sent.on('response', response => {
      resolve(response.statusCode)
      sent.destroy()
    })
    sent.flushHeaders()
  })
}
