import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { examineApi } from './api.ts'
import type { Check } from './check.ts'

type Answer = [status: number, body: unknown]

const OK: Record<string, Answer> = {
  '/healthz': [200, { status: 'ok' }],
  '/readyz': [200, { status: 'ok' }],
  '/batches': [200, { batches: [] }],
  '/openapi.json': [200, { info: { version: '1' } }],
  '/models': [200, { models: [{ id: 'one', available: true }] }],
}

function problem(status: number, detail: string): Answer {
  return [status, { type: 'about:blank', title: 'No', status, detail }]
}

/** What the doctor finds at an API with these answers. */
async function found(answers: Record<string, Answer>): Promise<Check[]> {
  const server = createServer((request, response) => {
    const [status, body] = { ...OK, ...answers }[request.url?.replace(/\?.*/, '') ?? ''] ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return examined(`http://127.0.0.1:${address.port}`)
}

async function examined(url: string): Promise<Check[]> {
  const { signal } = new AbortController()
  const checks: Check[] = []
  for await (const check of examineApi({ url, token: undefined, tokens: 'set TOKEN', signal }))
    checks.push(check)
  return checks
}

test('an API in order has nothing to look at', async () => {
  const checks = await found({})
  expect(checks.map(({ name, state }) => [name, state])).toEqual([
    ['API', 'ok'],
    ['clock', 'ok'],
    ['ready', 'ok'],
    ['token', 'ok'],
    ['API version', 'ok'],
    ['models', 'ok'],
  ])
})

test('an address where nothing is, or something else, ends the looking', async () => {
  expect(await examined('http://127.0.0.1:9')).toMatchObject([{ name: 'API', state: 'fault' }])
  expect(await found({ '/healthz': [200, 'hello'] })).toMatchObject([{ name: 'API', state: 'fault' }])
})

test('what the API says of its parts is told', async () => {
  const checks = await found({ '/readyz': problem(503, 'Not ready: the queue cannot be reached.') })
  expect(checks).toContainEqual(
    expect.objectContaining({ state: 'fault', found: 'Not ready: the queue cannot be reached.' }),
  )
})

test('a token that is missing is asked for, and the models are left out', async () => {
  const checks = await found({ '/batches': problem(401, 'This API needs a token.') })
  expect(checks).toContainEqual({
    name: 'token',
    state: 'fault',
    found: 'it asks for one',
    remedy: 'Set TOKEN.',
  })
  expect(checks.map(({ name }) => name)).not.toContain('models')
})

test('models that cannot be made are named with the reason, and it is a fault if there are no others', async () => {
  const away = { available: false, unavailableReason: 'Set GOOGLE_API_KEY.' }
  const some = [{ id: 'one' }, { id: 'two', ...away }, { id: 'three', ...away }]
  expect(await found({ '/models': [200, { models: some }] })).toContainEqual({
    name: 'models',
    state: 'warning',
    found: 'two, three cannot be made: Set GOOGLE_API_KEY.',
  })
  const none = await found({ '/models': [200, { models: some.slice(1) }] })
  expect(none).toContainEqual(expect.objectContaining({ name: 'models', state: 'fault' }))
})

test('an API of another version is a fault', async () => {
  const checks = await found({ '/openapi.json': [200, { info: { version: '2' } }] })
  expect(checks).toContainEqual(expect.objectContaining({ name: 'API version', state: 'fault' }))
})
