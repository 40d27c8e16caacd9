import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Catalog, firstAttempt, leafOf, limitedBy, limitedNames } from '@contactsheet/contract'
import { attemptLeaf, leafTools } from '@contactsheet/leaf'
import {
  catalogVariables,
  type Env,
  moderationOf,
  moderationVariables,
  providerVariables,
  queueAddress,
  queueVariables,
  readEnv,
} from '@contactsheet/runtime'
import { ProcessMetrics, WorkerMetrics } from '@contactsheet/runtime/metrics'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { observedTools } from '../../../services/worker/src/observed.ts'
import { PROVIDER_SETTINGS } from '../../../tests/deploy/providers.ts'
import { makeBatch } from '../../../tests/support/batch.ts'
import { isSimulated, readSettings, SIMULATED } from '../../stack/src/settings.ts'
import { standInUrls } from './config.ts'
import type { OpenOptions } from './provider.ts'
import { answer, PNG, plenty, type Reply, serve } from './server.testing.ts'

/** A third provider, in the one place where it is named: everything below must have heard of it from here. */
const third = await vi.hoisted(async () => {
  const { z } = await import('zod')
  return {
    options: { shade: z.enum(['dark', 'light']) },
    row: {
      title: 'Third Light',
      keys: [
        { name: 'THIRD_API_KEY', about: 'key for Third Light' },
        { name: 'LIGHT_API_KEY', about: 'key for Third Light, if THIRD_API_KEY is not set' },
      ],
      baseUrl: {
        name: 'THIRD_BASE_URL',
        about: 'address of the Third Light API, up to and with /v7',
        default: 'https://api.third.example/v7',
      },
      keyPatterns: [/\bthird-key-\w+/g],
      load: async (options: OpenOptions) => (await import('./third-api.testing.ts')).thirdProvider(options),
      loadModeration: async () => async (texts: readonly string[]) => texts.map(() => ['dimness']),
    },
  }
})

vi.mock(import('../../contract/src/catalog/model-options.ts'), async original => {
  const { MODEL_OPTIONS } = await original()
  return { MODEL_OPTIONS: Object.assign({}, MODEL_OPTIONS, { third: third.options }) }
})
vi.mock(import('./registry.ts'), async original => {
  const { REGISTRY } = await original()
  return { REGISTRY: Object.assign({}, REGISTRY, { third: third.row }) }
})

const EXTRA_MODELS = JSON.stringify([{ provider: 'third', id: 'third-1', label: 'Third', shade: 'dark' }])
const KEY = 'third-key-NeverShowThisToAnybody'
const never = new AbortController().signal

let folder: string
let store: BatchStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-third-'))
  store = new BatchStore(createDiskStore({ dataDir: folder, bucket: 'test' }))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** What a service reads from an environment, as it would be started with. */
function configOf(env: Env) {
  return readEnv(
    { ...catalogVariables, ...providerVariables, ...queueVariables },
    { EXTRA_MODELS, QUEUE_URL: 'redis://localhost', ...env },
  )
}

function modelOf() {
  const model = new Catalog(configOf({}).EXTRA_MODELS).get('third-1')
  if (model === undefined) throw new Error('The catalog has no third-1.')
  return model
}

/** Runs one leaf of the third provider's model as a worker that measures its calls does. */
async function runThirdLeaf(env: Env) {
  const batch = makeBatch(1, { models: [modelOf()] })
  await store.accept(batch)
  const metrics = new WorkerMetrics(new ProcessMetrics('worker'))
  const tools = observedTools(leafTools(configOf(env), store), metrics)
  const record = await attemptLeaf(tools, batch, leafOf(batch, 0, 0), firstAttempt(), never, {
    isSure: () => true,
    isNew: () => false,
  })
  return { record, batch, metrics }
}

function picture(): Reply {
  return response => response.end(JSON.stringify({ data: PNG.toString('base64') }))
}

describe('a third provider, added as one row', () => {
  it('makes the picture of a leaf, called with its key at its base URL', async () => {
    const { url, seen } = await serve(picture())
    const { record, batch, metrics } = await runThirdLeaf({
      THIRD_API_KEY: KEY,
      THIRD_BASE_URL: `${url}/v7`,
    })
    expect(record).toMatchObject({ state: 'succeeded', provider: 'third', model: 'third-1' })
    expect(seen).toMatchObject([
      {
        path: '/v7/paint',
        headers: { authorization: `Bearer ${KEY}` },
        body: { prompt: expect.stringContaining('A fox'), model: { id: 'third-1', shade: 'dark' } },
      },
    ])
    expect(await store.record(batch, record.leafId, 'succeeded')).toEqual(record)
    expect(await metrics.registry.metrics()).toContain('calls_total{provider="third",outcome="ok"} 1')
  })

  it('takes the next of its keys where the first is not set, and none for a stand-in', async () => {
    const { url, seen } = await serve(picture())
    await runThirdLeaf({ LIGHT_API_KEY: 'another-key', THIRD_BASE_URL: url })
    await runThirdLeaf({ THIRD_BASE_URL: url })
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer another-key', 'Bearer none'])
  })

  it('names the variable of its key where none is set', async () => {
    const { record } = await runThirdLeaf({})
    expect(record.error).toMatchObject({
      kind: 'auth',
      message: 'No key for third: set THIRD_API_KEY where the worker runs, then retry.',
    })
  })

  it('has its failures told with its title and variables, and its keys kept out of the log', async () => {
    const { url } = await serve(answer(401, `bad key ${KEY}, not third-key-of42another`))
    const env = { THIRD_API_KEY: KEY, THIRD_BASE_URL: url }
    const { record } = await runThirdLeaf(env)
    expect(record.error?.message).toBe(
      'Third Light refused the key for third-1 (HTTP 401). Check THIRD_API_KEY, and that its project may use this model.',
    )
    const model = modelOf()
    const provider = leafTools(configOf(env), store).providers[model.provider]
    await expect(provider.generate({ prompt: 'a fox', model }, never, plenty)).rejects.toMatchObject({
      detail: 'HTTP 401: bad key [redacted], not [redacted]',
    })
  })

  it('is refused a model or an address that it cannot have', () => {
    expect(() => configOf({ EXTRA_MODELS: EXTRA_MODELS.replace('dark', 'striped') })).toThrow(
      /EXTRA_MODELS at 0\.shade/,
    )
    expect(() => configOf({ THIRD_BASE_URL: 'nowhere' })).toThrow(
      /^THIRD_BASE_URL must be a URL .* \(THIRD_BASE_URL: address of the Third Light API, up to and with \/v7\)$/,
    )
  })

  it('has a queue and limits of its own', () => {
    const config = configOf({ PROVIDER_LIMITS: '{"third":{"rpm":50}}' })
    const { limits } = queueAddress(config, new Catalog(config.EXTRA_MODELS))
    expect(limitedBy(modelOf(), limits)).toBe('third')
    expect(limitedNames({})).toEqual(['openai', 'google', 'third'])
  })

  it('has no batch API unless its row has one', async () => {
    const providers = leafTools(configOf({ THIRD_API_KEY: KEY }), store).providers
    await expect(providers[modelOf().provider].batches()).rejects.toMatchObject({
      kind: 'invalid',
      message: 'No batch API of Third Light is known: ask for `speed` asap.',
    })
  })

  it('can judge prompts, by the name of its row', async () => {
    const config = readEnv(moderationVariables, { MODERATION: 'third', THIRD_API_KEY: KEY })
    expect(await moderationOf(config)?.(['a fox'], never)).toEqual([['dimness']])
    expect(() => moderationOf(readEnv(moderationVariables, { MODERATION: 'third' }))).toThrow(
      'THIRD_API_KEY must be set where MODERATION is third',
    )
  })

  it('has local commands use it instead of the emulator, which stands in for it otherwise', () => {
    expect(isSimulated(readSettings({}))).toBe(true)
    for (const name of ['THIRD_API_KEY', 'LIGHT_API_KEY'])
      expect(isSimulated(readSettings({ [name]: KEY }))).toBe(false)
    expect(SIMULATED).toContain('Set OPENAI_API_KEY, GOOGLE_API_KEY or THIRD_API_KEY')
    expect(standInUrls('http://localhost:8090')).toMatchObject({ THIRD_BASE_URL: 'http://localhost:8090/v7' })
  })

  it('is asked of the Compose file and the Blueprint', () => {
    const settings = ['THIRD_API_KEY', 'LIGHT_API_KEY', 'THIRD_BASE_URL']
    expect(PROVIDER_SETTINGS).toEqual(expect.arrayContaining(settings))
  })
})
