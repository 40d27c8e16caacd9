import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { createObjectStore } from '@contactsheet/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { startS3Server } from '../../../../../tests/support/s3-server.ts'
import { temporaryFolder } from '../../../../stack/src/temporary.testing.ts'
import { examineComposing, examineRoom } from './machine.ts'
import { examineProviders } from './providers.ts'
import { examineQueueServer } from './queue.ts'
import { examineStore } from './store.ts'
import { readEach } from './variables.ts'

const KEY = 'sk-proj-abcdefghijklmnop'

/** The configuration in an environment of its own folder. */
async function configured(env: Record<string, string> = {}) {
  return readEach({ DATA_DIR: join(await temporaryFolder(), 'data'), ...env }).config
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return `http://127.0.0.1:${address.port}`
}

test('each variable at fault is named by itself, and counts as unset', () => {
  const { config, checks, atFault } = readEach({ PORT: '80800', MAX_IMAGES: 'lots', LOG_LEVEL: 'debug' })
  expect(atFault).toEqual(['PORT', 'MAX_IMAGES'])
  expect(checks).toMatchObject([
    { name: 'PORT', state: 'fault', found: 'must be a whole number from 0 to 65535' },
    { name: 'MAX_IMAGES', state: 'fault' },
  ])
  expect(config).toMatchObject({ PORT: 8080, LOG_LEVEL: 'debug' })
})

test('variables that need one another are told of', () => {
  const { checks } = readEach({
    MINIO_ENDPOINT: 'http://127.0.0.1:9',
    PROVIDER_LIMITS: '{"nobody":{"rpm":1}}',
  })
  expect(checks).toMatchObject([
    { state: 'fault', found: 'MINIO_ACCESS_KEY must be set when MINIO_ENDPOINT is.' },
    { state: 'fault', found: expect.stringContaining('PROVIDER_LIMITS names nobody') },
  ])
})

test('a key that its provider refuses is a fault, told without the key', async () => {
  const url = await serve((request, response) => {
    const message = `Incorrect API key provided: ${request.headers.authorization}`
    response.writeHead(401).end(JSON.stringify({ error: { message } }))
  })
  const checks = await examineProviders(
    await configured({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1` }),
  )
  expect(checks).toMatchObject([
    { name: 'OPENAI_API_KEY', state: 'fault', found: expect.stringContaining('refuses it (401') },
    { name: 'GOOGLE_API_KEY', state: 'warning' },
    { name: 'clock', state: 'ok' },
  ])
  expect(JSON.stringify(checks)).not.toContain(KEY)
})

test('keys that are taken, missing, or of a provider that is away', async () => {
  const url = await serve((_, response) => response.end('{}'))
  const config = await configured({
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: `${url}/v1`,
    GOOGLE_API_KEY: 'AIza-key',
    GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:9',
  })
  expect(await examineProviders(config)).toMatchObject([
    { name: 'OPENAI_API_KEY', state: 'ok' },
    { name: 'GOOGLE_API_KEY', state: 'fault', found: expect.stringContaining('cannot be reached') },
    { name: 'clock' },
  ])
  expect(await examineProviders(await configured())).toMatchObject([{ name: 'keys', state: 'warning' }])
})

test('files under DATA_DIR are tried out, and nothing of it stays', async () => {
  const config = await configured()
  expect(await examineStore(config)).toMatchObject([
    { state: 'ok', found: expect.stringContaining('first start') },
  ])
  await mkdir(join(config.DATA_DIR, config.MINIO_BUCKET), { recursive: true })
  expect(await examineStore(config)).toMatchObject([
    { state: 'ok', found: expect.stringContaining('takes objects') },
  ])
})

test('a bucket that is not there yet is told, and a store that is not there is a fault', async () => {
  const server = await startS3Server()
  onTestFinished(() => server.stop())
  const there = {
    MINIO_ACCESS_KEY: server.accessKey,
    MINIO_SECRET_KEY: server.secretKey,
    MINIO_REGION: server.region,
    MINIO_BUCKET: `doctor-${Date.now()}`,
  }
  const [missing] = await examineStore(await configured({ ...there, MINIO_ENDPOINT: server.endpoint }))
  expect(missing).toMatchObject({ state: 'warning', remedy: expect.stringContaining('first start makes it') })
  await createObjectStore(await configured({ ...there, MINIO_ENDPOINT: server.endpoint })).ready()
  const [made] = await examineStore(await configured({ ...there, MINIO_ENDPOINT: server.endpoint }))
  expect(made).toMatchObject({ state: 'ok', found: expect.stringContaining('takes objects') })
  const [away] = await examineStore(await configured({ ...there, MINIO_ENDPOINT: 'http://127.0.0.1:9' }))
  expect(away).toMatchObject({ state: 'fault', remedy: expect.stringContaining('Set MINIO_ENDPOINT') })
})

test('a queue that nobody serves is a fault, told without its password', async () => {
  const config = await configured({ QUEUE_URL: 'redis://:very-secret@127.0.0.1:9' })
  const [check] = await examineQueueServer(config)
  expect(check).toMatchObject({ state: 'fault', remedy: expect.stringContaining('set QUEUE_URL') })
  expect(JSON.stringify(check)).not.toContain('very-secret')
  expect(await examineQueueServer(await configured())).toMatchObject([{ state: 'ok' }])
})

test('fonts, sharp and room are there where these tests run', async () => {
  expect((await examineComposing()).map(({ state }) => state)).toEqual(['ok', 'ok'])
  expect((await examineRoom(await configured())).found).toMatch(/^\d+\.\d GB free at \//)
})
