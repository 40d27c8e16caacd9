import { readFile } from 'node:fs/promises'
import { batchViewSchema } from '@contactsheet/contract'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { startSystem } from '../support/system.ts'
import { startTraceReceiver } from '../support/trace-receiver.ts'
import { serve, startService } from './support/refused.ts'

/** What every variable that holds a secret is set to. */
const SECRETS = {
  API_TOKENS: 'secret-token-4f1d9b7c2a,secret-token-8e6a0c3d5b',
  OPENAI_API_KEY: 'sk-proj-secretOpenAiKey0123456789abcdef',
  GOOGLE_API_KEY: 'AIzaSecretGoogleKey0123456789abcdefghijk',
  MINIO_ACCESS_KEY: 'SECRETACCESSKEY01234',
  MINIO_SECRET_KEY: 'secretStoreKey/0123456789+abcdefghijklmn',
  WEBHOOK_SECRET: `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`,
  RENDER_API_KEY: 'rnd_secretRenderKey0123456789',
}
const QUEUE_PASSWORD = 'secretQueuePassword01'
const HOOK_TOKEN = 'secretHookToken0123456789'
const PROXY_PASSWORD = 'secretProxyPassword01'
const TRACES_KEY = 'secretTracesKey0123456789'
const TOKEN = SECRETS.API_TOKENS.split(',')[0] ?? ''

const NEVER_SHOWN = [
  ...Object.values(SECRETS).flatMap(value => value.split(',')),
  QUEUE_PASSWORD,
  HOOK_TOKEN,
  PROXY_PASSWORD,
  TRACES_KEY,
]

function expectNoSecret(text: string): void {
  expect(NEVER_SHOWN.filter(secret => text.includes(secret))).toEqual([])
}

/** A server that answers every request with an error that quotes what came: keys, signatures, addresses. */
const startEcho = () =>
  serve((request, response) => {
    const quoted = JSON.stringify({ headers: request.headers, url: request.url })
    const message = `Incorrect API key provided: ${quoted}`
    response.writeHead(401, { 'content-type': 'application/json', 'x-quoted': encodeURIComponent(quoted) })
    response.end(
      JSON.stringify({ error: { message, code: 401, status: message, type: 'invalid_request_error' } }),
    )
  })

describe('secrets', () => {
  it('are in no answer, record, log or trace of a batch whose every call is refused with its key quoted', async () => {
    const echo = await startEcho()
    const traces = await startTraceReceiver()
    onTestFinished(() => traces.stop())
    const system = await startSystem({
      queueUrl: inject('postgresUrl'),
      env: {
        ...SECRETS,
        OPENAI_BASE_URL: `${echo}/v1`,
        GOOGLE_GEMINI_BASE_URL: echo,
        WEBHOOK_ALLOW_PRIVATE: 'true',
        LOG_LEVEL: 'trace',
        OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
        OTEL_EXPORTER_OTLP_HEADERS: `api-key=${TRACES_KEY}`,
      },
    })
    onTestFinished(() => system.stop())
    const answers: string[] = []
    const call = async (path: string, init: RequestInit = {}) => {
      const headers = {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        ...init.headers,
      }
      const response = await fetch(system.url + path, { ...init, headers })
      const text = await response.text()
      answers.push(JSON.stringify([...response.headers]), text)
      return text
    }
    const request = {
      prompts: ['A fox'],
      models: ['gpt-image-2', 'gemini-3-pro-image'],
      webhook: `${echo}/hooks/${HOOK_TOKEN}?token=${HOOK_TOKEN}`,
    }
    const { id } = JSON.parse(await call('/batches', { method: 'POST', body: JSON.stringify(request) }))
    const view = await vi.waitFor(
      async () => {
        const view = batchViewSchema.parse(JSON.parse(await call(`/batches/${id}`)))
        expect(view.state).toBe('failed')
        return view
      },
      { timeout: 20_000, interval: 200 },
    )
    expect(view.leaves.map(leaf => leaf.error?.kind)).toEqual(['auth', 'auth'])
    for (const path of ['/metrics', '/batches', '/nope', '/readyz', `/batches/${id}/leaves`]) await call(path)
    await call('/styles', { headers: { authorization: `Bearer ${SECRETS.OPENAI_API_KEY}` } })
    await call('/batches', { method: 'POST', body: 'not json' })
    const logged = async () =>
      (
        await Promise.all(
          [...system.logs('api'), ...system.logs('worker')].map(file => readFile(file, 'utf8')),
        )
      ).join('')
    await vi.waitFor(async () => expect(await logged()).toContain('webhook not taken'), { timeout: 15_000 })
    expectNoSecret(answers.join('\n'))
    expectNoSecret(await logged())
    await Promise.all([system.api, ...system.workers].map(child => child.stop()))
    expect(traces.spans.map(({ name }) => name)).toContain('generate_image gpt-image-2')
    expectNoSecret(traces.text())
  }, 60_000)

  it.each([
    ['a queue that refuses', 'api', { QUEUE_URL: `redis://user:${QUEUE_PASSWORD}@127.0.0.1:1` }],
    ['a queue that refuses', 'worker', { QUEUE_URL: `postgres://user:${QUEUE_PASSWORD}@127.0.0.1:1/queue` }],
    ['a proxy that is none', 'api', { https_proxy: `socks5://user:${PROXY_PASSWORD}@127.0.0.1:1` }],
    [
      'a store behind a proxy that is not there',
      'api',
      {
        HTTPS_PROXY: `user:${PROXY_PASSWORD}@127.0.0.1:1`,
        MINIO_ENDPOINT: 'https://store.example',
        QUEUE_URL: 'redis://127.0.0.1:1',
      },
    ],
    ['a queue URL that is none', 'api', { QUEUE_URL: `http://user:${QUEUE_PASSWORD}@127.0.0.1:1` }],
    ['a store that is not there', 'worker', { MINIO_ENDPOINT: 'http://127.0.0.1:1' }],
    ['a store that quotes what it refuses', 'api', { MINIO_ENDPOINT: 'echo' }],
    ['a secret of the wrong form', 'api', { WEBHOOK_SECRET: `whsec_${QUEUE_PASSWORD}` }],
    ['tokens that are wanted and not there', 'api', { HOST: '0.0.0.0', API_TOKENS: '' }],
    ['a workflow without a slug', 'api', { ORCHESTRATOR: 'workflows' }],
  ])(
    'are not shown by a start that fails because of %s (%s)',
    async (_name, service, env) => {
      const echo = await startEcho()
      const { child, logFile } = await startService(service, {
        QUEUE_URL: inject('postgresUrl'),
        ...SECRETS,
        ...env,
        ...('MINIO_ENDPOINT' in env && env.MINIO_ENDPOINT === 'echo' ? { MINIO_ENDPOINT: echo } : {}),
      })
      const reason = await child.ready.then(
        () => 'it started',
        (error: unknown) => String(error),
      )
      expect(reason).not.toBe('it started')
      expectNoSecret(reason)
      expectNoSecret(await readFile(logFile, 'utf8'))
    },
    60_000,
  )
})
