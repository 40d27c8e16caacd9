import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const BATCH = { prompts: ['A fox'], models: ['gpt-image-2'] }
const RIGHTS = {
  page: { access: 'read' },
  slow: { requestsPerMinute: 2 },
  thrifty: { maxCostUsd: 0.05 },
}

let api: TestApi
beforeAll(async () => {
  const tokens = ['page:may-look', 'slow:one', 'thrifty:two', 'plain', 'old:looks-named']
  api = await openApi({ tokens, rights: RIGHTS })
})
afterAll(() => api.close())

const as = (token: string, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  api.app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload && { payload }) })

describe('a token with a name', () => {
  it('is sent without it, and may be sent as it stands in the list', async () => {
    expect((await as('two', 'GET', '/styles')).statusCode).toBe(200)
    expect((await as('old:looks-named', 'GET', '/styles')).statusCode).toBe(200)
    expect((await as('thrifty', 'GET', '/styles')).statusCode).toBe(401)
  })

  it('that may only read sees everything, and changes nothing', async () => {
    expect((await as('may-look', 'GET', '/batches')).statusCode).toBe(200)
    expect((await as('may-look', 'POST', '/preview', { style: 'neon', text: 'A fox' })).statusCode).toBe(200)
    for (const [method, url] of [
      ['POST', '/batches'],
      ['POST', '/batches/zzzzzzzzzz-zzzzzz/cancel'],
      ['DELETE', '/batches/zzzzzzzzzz-zzzzzz'],
    ] as const) {
      const response = await as('may-look', method, url, method === 'POST' ? BATCH : undefined)
      expect([response.statusCode, response.json().detail]).toEqual([
        403,
        'The token "page" may read, and change nothing (TOKEN_RIGHTS). Use one with full access.',
      ])
    }
    expect(api.orchestrator.started).toEqual([])
  })

  it('has the same rights in a session', async () => {
    const opened = await api.app.inject({
      method: 'POST',
      url: '/session',
      payload: { token: 'may-look' },
    })
    const cookie = String(opened.headers['set-cookie']).split(';')[0]
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    expect((await api.app.inject({ url: '/batches', headers })).statusCode).toBe(200)
    const made = await api.app.inject({ method: 'POST', url: '/batches', headers, payload: BATCH })
    expect(made.statusCode).toBe(403)
  })

  it('has its own number of requests in a minute', async () => {
    for (const expected of [200, 200]) expect((await as('one', 'GET', '/styles')).statusCode).toBe(expected)
    const response = await as('one', 'GET', '/styles')
    expect([response.statusCode, response.json().detail]).toEqual([
      429,
      expect.stringContaining('2 a minute are allowed (TOKEN_RIGHTS of "slow")'),
    ])
    expect((await as('plain', 'GET', '/styles')).statusCode).toBe(200)
  })

  it('has its own most that a batch may cost', async () => {
    expect((await as('two', 'POST', '/batches', BATCH)).statusCode).toBe(202)
    const dear = { ...BATCH, prompts: ['A fox', 'A hare'] }
    const response = await as('two', 'POST', '/batches', dear)
    expect([response.statusCode, response.json().detail]).toEqual([
      422,
      expect.stringContaining('at most $0.05 is allowed (TOKEN_RIGHTS)'),
    ])
    expect((await as('plain', 'POST', '/batches', dear)).statusCode).toBe(202)
  })
})
