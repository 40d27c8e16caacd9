import { BatchStore, createS3Store } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const POLICY =
  "default-src 'none';script-src 'self';style-src 'self';font-src 'self';connect-src 'self';img-src 'self';" +
  "manifest-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'"

let api: TestApi
beforeAll(async () => {
  api = await openApi({ tokens: ['first-token'] })
})
afterAll(() => api.close())

describe('every answer', () => {
  it.each([
    ['a page', '/', {}],
    ['data', '/styles', { authorization: 'Bearer first-token' }],
    ['a refusal', '/styles', {}],
    ['what is not there', '/nope', { authorization: 'Bearer first-token' }],
    ['a probe', '/healthz', {}],
  ])('tells browsers what it may do: %s', async (_name, url, headers) => {
    const response = await api.app.inject({ url, headers })
    expect(response.headers['content-security-policy']).toBe(POLICY)
    expect(response.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(response.headers['x-powered-by']).toBeUndefined()
  })

  it('allows a browser nothing if its address cannot even be routed', async () => {
    for (const url of ['/%zz', `/batches/${'x'.repeat(300)}`]) {
      const { headers } = await api.app.inject({ url })
      expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'")
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  it('may be read by no other site', async () => {
    const headers = { origin: 'https://elsewhere.example', authorization: 'Bearer first-token' }
    const answer = await api.app.inject({ url: '/styles', headers })
    const preflight = await api.app.inject({
      method: 'OPTIONS',
      url: '/batches',
      headers: { ...headers, 'access-control-request-method': 'POST' },
    })
    for (const response of [answer, preflight])
      expect(Object.keys(response.headers).filter(name => name.startsWith('access-control'))).toEqual([])
    expect(preflight.statusCode).toBe(405)
  })
})

it('pages may show pictures from where the store shows them', async () => {
  const objects = createS3Store({
    endpoint: 'http://127.0.0.1:9',
    accessKey: 'a',
    secretKey: 'b',
    bucket: 'thumbnails',
    publicBaseUrl: 'https://pictures.example/some/folder',
  })
  const elsewhere = await openApi({ store: new BatchStore(objects) })
  const { headers } = await elsewhere.app.inject({ url: '/healthz' })
  await elsewhere.close()
  expect(headers['content-security-policy']).toContain("img-src 'self' https://pictures.example;")
})
