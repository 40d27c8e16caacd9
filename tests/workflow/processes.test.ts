import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Column } from '@contactsheet/contract'
import { createEmulatorClient, type RunningEmulator, startEmulator } from '@contactsheet/emulator'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../support/batch.ts'
import { PROCESS_ENV } from '../support/process-env.ts'
import { type LocalServer, startLocalServer } from '../support/render/local-server.ts'

const ENTRY = fileURLToPath(new URL('../../services/workflow/src/main.ts', import.meta.url))
const PRELOADS = ['register.mjs', 'modules.mjs'].flatMap(file => [
  '--import',
  new URL(`../support/render/${file}`, import.meta.url).href,
])
const LOOK = ['photorealistic', 'bottom-bar', 'inter', '', '']

let emulator: RunningEmulator
let folder: string
let store: BatchStore
let render: LocalServer

beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, faults: [], pictures: 'flat' })
})

afterAll(() => emulator.close())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-workflow-'))
  store = new BatchStore(createDiskStore({ dataDir: folder, bucket: 'thumbnails' }))
  const env = {
    ...PROCESS_ENV,
    DATA_DIR: folder,
    OPENAI_BASE_URL: emulator.openAiBaseUrl,
    GOOGLE_GEMINI_BASE_URL: emulator.geminiBaseUrl,
  }
  const command = { program: process.execPath, args: [...PRELOADS, ENTRY], env }
  render = await startLocalServer({ command, slots: 4 })
})

afterEach(async () => {
  await createEmulatorClient(emulator.url).clearFaults()
  await render.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Which of these packages a process loaded. */
function loaded(task: string, packages: string[]): string[] {
  const end = render.platform.processes.find(process => process.task === task)
  return packages.filter(name => end?.stderr.includes(`/node_modules/${name}/`))
}

/** Waits until every process has ended by itself. */
async function allEnded(count: number): Promise<void> {
  while (render.platform.processes.length < count) await new Promise(resolve => setTimeout(resolve, 20))
}

describe('the workflow service', { timeout: 120_000 }, () => {
  it('registers its tasks with their options', async () => {
    expect(await render.platform.tasks()).toEqual([
      {
        name: 'generateThumbnail',
        options: {
          retry: { max_retries: 3, wait_duration_ms: 1_000, factor: 2 },
          timeout_seconds: 2_400,
          plan: 'standard',
        },
      },
      { name: 'generateBatch', options: expect.objectContaining({ retry: expect.anything() }) },
      { name: 'generateThumbnails', options: expect.objectContaining({ retry: expect.anything() }) },
    ])
  })

  it('runs a batch in processes that end by themselves, and loads into each only what it needs', async () => {
    const run = await render.run('generateBatch', [['A fox'], ['gpt-image-2'], ...LOOK])
    expect(run).toMatchObject({ status: 'completed', results: [{ state: 'succeeded' }] })
    await allEnded(2)
    expect(render.platform.processes.map(({ code }) => code)).toEqual([0, 0])
    const heavy = ['sharp', 'openai', '@google/genai', 'bullmq', 'ioredis', 'pg', 'prom-client', 'rolldown']
    expect(loaded('generateBatch', heavy)).toEqual([])
    expect(loaded('generateThumbnail', heavy)).toEqual(['sharp', 'openai'])
  })

  it('is started by hand with a call that is wrong: fails once, with the reason', async () => {
    const run = await render.run('generateBatch', [['A fox'], ['gpt-image-3'], ...LOOK])
    expect(run).toMatchObject({ status: 'failed', retries: 0 })
    expect(run.error).toContain('models[0]: Unknown model "gpt-image-3"')
  })

  it('ends its run as failed when every leaf did, once, with the reason', async () => {
    await createEmulatorClient(emulator.url).orderFaults([{ kind: 'moderation' }])
    const run = await render.run('generateBatch', [['A fox'], ['gpt-image-2'], ...LOOK])
    expect(run).toMatchObject({ status: 'failed', retries: 0 })
    expect(run.error).toMatch(/0 of 1 leaves succeeded, 1 failed\. 1 x rejected: ./)
  })

  it('leaves a partial batch when a leaf fails for good in every attempt', async () => {
    await createEmulatorClient(emulator.url).orderFaults([{ kind: 'unavailable', prompt: 'unlucky' }])
    const run = await render.run('generateBatch', [['A fox', 'An unlucky fox'], ['gpt-image-2'], ...LOOK])
    expect(run.status).toBe('completed')
    const [batchId] = await Array.fromAsync(store.batchIds())
    const result = await store.result(batchId ?? '')
    expect(result).toMatchObject({ state: 'partial', counts: { succeeded: 1, failed: 1 } })
    expect(result?.records[1]).toMatchObject({ attempts: 4, error: { kind: 'unavailable', status: 503 } })
  })

  it('goes on with a sample of variations whose task was killed, and asks for no picture twice', async () => {
    await createEmulatorClient(emulator.url).forgetCalls()
    const label = 'GPT Image 2'
    const high: Column = { provider: 'openai', id: 'gpt-image-2', label, size: '1216x640', quality: 'high' }
    const batch = makeBatch(2, { version: 2, models: [OPENAI_MODEL, high], variations: 2, sample: [0, 1, 7] })
    await store.accept(batch)
    const killed = render.run('generateBatch', [batch.id])
    const settled = async () => {
      for await (const id of store.openBatches()) if ((await store.settledStates(id)).size > 0) return id
      return undefined
    }
    let batchId = await settled()
    while (batchId === undefined) {
      await new Promise(resolve => setTimeout(resolve, 20))
      batchId = await settled()
    }
    const [parent] = render.platform.runs.values()
    if (parent !== undefined) parent.abort?.()
    expect(await killed).toMatchObject({ status: 'failed' })
    await render.platform.idle()
    const run = await render.run('generateBatch', [batchId])
    expect(run).toMatchObject({ status: 'completed', results: [{ counts: { total: 3, succeeded: 3 } }] })
    expect((await createEmulatorClient(emulator.url).calls()).calls).toBe(3)
  })
})

describe('the workflow service without the Render SDK', () => {
  it('says how to install it', async () => {
    const child = spawn(process.execPath, [ENTRY], { stdio: ['ignore', 'ignore', 'pipe'] })
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect(said).toMatch(/needs @renderinc\/sdk, which is not installed\. Add "npm run add-render-sdk"/)
    expect(code).toBe(2)
  })
})
