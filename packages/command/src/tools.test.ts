import { UsageError } from '@contactsheet/stack/shell'
import { expect, test } from 'vitest'
import type { Here } from './here.ts'
import { addressIn, openApi, type Tools, tokenIn } from './tools.ts'

const { signal } = new AbortController()

/** What a packed command works with in an environment. */
function packed(env: Record<string, string> = {}): Tools {
  const interruption = { stop: signal, force: signal }
  return {
    invocation: { args: [], env, folder: '/', interruption },
    called: 'contactsheet',
    repository: undefined,
  }
}

test('the address of the call is stronger than that of the environment, and an empty one is none', () => {
  const { invocation } = packed({ CONTACTSHEET_URL: 'https://one.example' })
  expect(addressIn(invocation, {})).toBe('https://one.example')
  expect(addressIn(invocation, { url: 'http://two.example' })).toBe('http://two.example')
  expect(addressIn(packed({ CONTACTSHEET_URL: ' ' }).invocation, {})).toBeUndefined()
})

test.each([
  [{ url: 'localhost:8080' }, {}, '--url localhost:8080 is no address'],
  [{}, { CONTACTSHEET_URL: 'ftp://one.example' }, 'CONTACTSHEET_URL ftp://one.example is no address'],
])('what is no address is refused by where it was given: %j %j', (options, env, message) => {
  expect(() => addressIn(packed(env).invocation, options)).toThrow(message)
})

test('the token of the call comes first, then that of the environment, then that of this machine', () => {
  const here = { token: 'of this machine' } as Here
  const { invocation } = packed({ CONTACTSHEET_TOKEN: 'of the environment' })
  expect(tokenIn(invocation, { token: 'of the call' }, here)).toBe('of the call')
  expect(tokenIn(invocation, {}, here)).toBe('of the environment')
  expect(tokenIn(packed().invocation, {}, here)).toBe('of this machine')
  expect(tokenIn(packed().invocation, {}, undefined)).toBeUndefined()
})

test('without an address a packed command says what to give, and one in a repository what to start as well', async () => {
  await expect(openApi(packed(), {})).rejects.toThrow(UsageError)
  await expect(openApi(packed(), {})).rejects.toThrow('set CONTACTSHEET_URL')
  const here = { token: undefined, running: async () => undefined } as unknown as Here
  const repository = { open: async () => here, async *examine() {} }
  await expect(openApi({ ...packed(), repository }, {})).rejects.toThrow('npm start')
})

test('in a repository the system that runs there is asked', async () => {
  const here = { token: undefined, running: async () => 'http://localhost:8080' } as unknown as Here
  const repository = { open: async () => here, async *examine() {} }
  expect((await openApi({ ...packed(), repository }, {})).url).toBe('http://localhost:8080/')
})
