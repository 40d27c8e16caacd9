import { once } from 'node:events'
import { request } from 'node:http'
import { problemSchema } from '@contactsheet/contract'
import { currentOrigin, type Origin } from '@contactsheet/telemetry'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const UUID = /^[\da-f]{8}-[\da-f-]{27}$/

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const get = (url: string, headers: Record<string, string> = {}) => api.app.inject({ url, headers })

describe('the id of a request', () => {
  it.each(['/styles', '/nothing-here', '/batches/%zz', '/batches'])(
    'comes back with the answer of %s',
    async url => {
      const { headers } = await get(url, { 'x-request-id': 'order-4711' })
      expect(headers['x-request-id']).toBe('order-4711')
    },
  )

  it.each([undefined, 'with a space', 'x'.repeat(129)])('is a new one where it is %j', async id => {
    const answers = [1, 2].map(() => get('/styles', id === undefined ? {} : { 'x-request-id': id }))
    const ids = (await Promise.all(answers)).map(({ headers }) => headers['x-request-id'])
    for (const made of ids) expect(made).toMatch(UUID)
    expect(new Set(ids).size).toBe(2)
  })

  it('is what problem details are about', async () => {
    const own = problemSchema.parse((await get('/nothing-here', { 'x-request-id': 'order-4711' })).json())
    expect(own.instance).toBe('urn:contactsheet:request:order-4711')
    const answer = await get('/nothing-here')
    expect(problemSchema.parse(answer.json()).instance).toBe(`urn:uuid:${answer.headers['x-request-id']}`)
  })
})

describe('the place of a request in a trace', () => {
  it('comes back with the answer, if there is one', async () => {
    expect((await get('/styles', { traceparent: TRACEPARENT })).headers.traceparent).toBe(TRACEPARENT)
    expect((await get('/styles')).headers).not.toHaveProperty('traceparent')
    expect((await get('/styles', { traceparent: 'yes' })).headers).not.toHaveProperty('traceparent')
  })
})

describe('what a request brings about', () => {
  it('is done in its name, though its body comes in pieces, and the store keeps that', async () => {
    const seen: Origin[] = []
    vi.spyOn(api.orchestrator, 'start').mockImplementation(async () => void seen.push(currentOrigin()))
    const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
    const sent = request(`${address}/batches`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'order-4711', traceparent: TRACEPARENT },
    })
    sent.write('{"prompts": ["A fox"],')
    setImmediate(() => sent.end('"models": ["gpt-image-2"]}'))
    const [answer] = await once(sent, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(202)
    const origin = { requestId: 'order-4711', traceparent: TRACEPARENT }
    expect(seen).toEqual([origin])
    const [batchId = ''] = await Array.fromAsync(api.store.openBatches())
    expect(await api.store.open.origin(batchId)).toEqual(origin)
  })
})
