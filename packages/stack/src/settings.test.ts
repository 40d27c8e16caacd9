import { ConfigError } from '@contactsheet/runtime'
import { expect, test } from 'vitest'
import { isSimulated, readSettings } from './settings.ts'

test('needs nothing to be set', () => {
  expect(readSettings({})).toMatchObject({
    PORT: 8080,
    HOST: '127.0.0.1',
    DATA_DIR: expect.stringMatching(/^\/.*data$/),
  })
})

test('names what cannot be used before anything is started', () => {
  expect(() => readSettings({ PORT: 'http', LEAF_CONCURRENCY: '0' })).toThrow(ConfigError)
  expect(() => readSettings({ PORT: 'http' })).toThrow(/PORT must be a whole number/)
})

test('gives every data folder a name of its own in a shared queue', () => {
  const prefixOf = (dataDir: string) => readSettings({ DATA_DIR: dataDir }).QUEUE_PREFIX
  expect(prefixOf('/a')).toMatch(/^contactsheet_[0-9a-f]{10}$/)
  expect(prefixOf('/a')).toBe(prefixOf('/a/'))
  expect(prefixOf('/a')).not.toBe(prefixOf('/b'))
})

test('leaves the name in the queue alone where it is set or the store is shared', () => {
  expect(readSettings({ QUEUE_PREFIX: 'mine' }).QUEUE_PREFIX).toBe('mine')
  expect(readSettings({ MINIO_ENDPOINT: 'http://localhost:9000' }).QUEUE_PREFIX).toBeUndefined()
})

test.each([
  [{}, true],
  [{ OPENAI_API_KEY: '' }, true],
  [{ OPENAI_API_KEY: 'k' }, false],
  [{ GEMINI_API_KEY: 'k' }, false],
  [{ OPENAI_BASE_URL: 'http://localhost:1/v1' }, false],
])('with %o the pictures are simulated: %s', (env, simulated) => {
  expect(isSimulated(readSettings(env))).toBe(simulated)
})
