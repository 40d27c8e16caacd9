import { Catalog } from '@contactsheet/contract'
import {
  ConfigError,
  choresVariables,
  createLogger,
  orchestratorVariables,
  readEnv,
  storageVariables,
} from '@contactsheet/runtime'
import { ProcessMetrics } from '@contactsheet/runtime/metrics'
import { createDiskStore } from '@contactsheet/storage'
import { describe, expect, it } from 'vitest'
import { connectOrchestrator, optionalQueueVariables } from './orchestrator.ts'

function connect(env: Record<string, string>) {
  const variables = {
    ...optionalQueueVariables,
    ...orchestratorVariables,
    ...storageVariables,
    ...choresVariables,
  }
  const service = {
    config: readEnv(variables, env),
    log: createLogger('api', 'silent'),
    onShutdown: () => {},
  }
  // Refused before anything is opened.
  const objects = createDiskStore({ dataDir: 'nowhere', bucket: 'thumbnails' })
  return connectOrchestrator(service, objects, new Catalog(), new ProcessMetrics('api'))
}

const WORKFLOWS = { ORCHESTRATOR: 'workflows', WORKFLOW_SLUG: 'sheet' }

// A system on Render Workflows is among the end to end tests.
describe('the choice of an orchestrator', () => {
  it.each([
    ['bullmq without a queue', {}, /^QUEUE_URL must be set when ORCHESTRATOR is bullmq/],
    ['workflows without a slug', { ORCHESTRATOR: 'workflows' }, /^WORKFLOW_SLUG must be set/],
    ['workflows without a key', WORKFLOWS, /^RENDER_API_KEY must be set .* RENDER_USE_LOCAL_DEV/],
    [
      'a local server that is not to be used',
      { ...WORKFLOWS, RENDER_LOCAL_DEV_URL: 'http://localhost:1', RENDER_USE_LOCAL_DEV: 'false' },
      /^RENDER_LOCAL_DEV_URL is set, but RENDER_USE_LOCAL_DEV is false/,
    ],
    [
      'Render with files on this machine',
      { ...WORKFLOWS, RENDER_API_KEY: 'rnd_secret' },
      /^MINIO_ENDPOINT must be set/,
    ],
    [
      'limits that tasks cannot keep',
      { ...WORKFLOWS, RENDER_LOCAL_DEV_URL: 'http://localhost:1', PROVIDER_LIMITS: '{"openai":{"rpm":50}}' },
      /^PROVIDER_LIMITS cannot be kept by Render Workflows/,
    ],
    ['what there is not', { ORCHESTRATOR: 'cron' }, /^ORCHESTRATOR must be one of: bullmq, workflows/],
  ])('refuses %s', async (_, env, message) => {
    const failure = await Promise.try(connect, env).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ConfigError)
    expect(failure).toHaveProperty('message', expect.stringMatching(message))
  })
})
