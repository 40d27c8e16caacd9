import { createHmac } from 'node:crypto'
import sharp from '@contactsheet/compose/sharp'
import {
  createEmulatorClient,
  type EmulatorClient,
  type JobFaultOrder,
  type RunningEmulator,
  startEmulator,
} from '@contactsheet/emulator'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { get, post, untilSettled } from '../support/http.ts'
import { type System, startSystem } from '../support/system.ts'

const MODELS = ['gpt-image-2', 'gemini-3-pro-image']

/** Longer than any test waits. */
const NEVER = { minMs: 600_000, maxMs: 600_000 }

const QUEUES: [string, string][] = [
  ['BullMQ on Redis', inject('redisUrl') ?? ''],
  ['BullMQ on PostgreSQL', inject('postgresUrl')],
  ['Render Workflows', 'workflows'],
].filter((queue): queue is [string, string] => queue[1] !== '')

describe.each(QUEUES)('an economy batch, under %s', (_, queueUrl) => {
  let system: System
  /** Passes for providers that charge. */
  let emulator: RunningEmulator
  let client: EmulatorClient
  beforeEach(async () => {
    const latency = { minMs: 10, maxMs: 50 }
    const jobLatency = { minMs: 1_000, maxMs: 1_000 }
    emulator = await startEmulator({ seed: 1, latency, jobLatency, pictures: 'flat', isMarked: false })
    client = createEmulatorClient(emulator.url)
    system = await startSystem({ queueUrl, emulatorUrl: emulator.url, env: { ECONOMY_LOOK_SECONDS: '10' } })
  })
  afterEach(async () => {
    await system.stop()
    await emulator.close()
  })

  async function upload(): Promise<string> {
    const body = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0a0' } })
      .png()
      .toBuffer()
    const response = await fetch(new URL('/references', system.url), {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: new Uint8Array(body),
    })
    return ((await response.json()) as { id: string }).id
  }

  it('makes what one at once makes, by jobs, for exactly half', async () => {
    const references = [await upload()]
    const request = {
      prompts: ['A fox', { prompt: 'A hare', references }],
      models: MODELS,
      variations: 2,
    }
    const asap = await untilSettled(system, (await post(system, '/batches', request)).id)
    await client.forgetCalls()
    const accepted = await post(system, '/batches', { ...request, speed: 'economy' })
    expect(accepted.estimateUsd * 2).toBeCloseTo(asap.cost.estimateUsd, 6)
    const view = await untilSettled(system, accepted.id)
    expect(view).toMatchObject({ state: 'succeeded', counts: { succeeded: 8 }, speed: 'economy' })
    expect(view.leaves.map(({ leafId, state }) => [leafId, state])).toEqual(
      asap.leaves.map(({ leafId, state }) => [leafId, state]),
    )
    expect(view.cost.actualUsd * 2).toBeCloseTo(asap.cost.actualUsd, 6)
    const { calls, requests } = await client.calls()
    expect([calls, new Set(requests.map(each => each.calls))]).toEqual([8, new Set([2])])
    const { jobs, files } = await client.jobs()
    // One of each endpoint or model.
    expect(jobs.map(({ lines }) => lines)).toEqual([2, 2, 2, 2])
    expect(files.openai.deleted).toBeGreaterThanOrEqual(4)
  }, 120_000)
})

describe('an economy batch', () => {
  let system: System
  let emulator: RunningEmulator
  let client: EmulatorClient
  beforeEach(async () => {
    const latency = { minMs: 10, maxMs: 50 }
    emulator = await startEmulator({ seed: 1, latency, jobLatency: NEVER, pictures: 'flat', isMarked: false })
    client = createEmulatorClient(emulator.url)
    const queueUrl = inject('redisUrl') ?? inject('postgresUrl')
    system = await startSystem({ queueUrl, emulatorUrl: emulator.url, env: { ECONOMY_LOOK_SECONDS: '10' } })
  })
  afterEach(async () => {
    await system.stop()
    await emulator.close()
  })

  const order = (faults: JobFaultOrder[]) => client.setJobs({ faults })

  it('has the rest made at once in time for its deadline, as far as its limit allows', async () => {
    const prompts = Array.from({ length: 10 }, (_, index) => `A fox, number ${index}`)
    const deadline = new Date(Date.now() + 14_000).toISOString()
    const request = { prompts, models: ['gpt-image-2'], speed: 'economy', deadline }
    const dryRun = await fetch(`${system.url}/batches?dryRun=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    const { estimateUsd, asapUsd } = (await dryRun.json()) as { estimateUsd: number; asapUsd: number }
    expect(asapUsd).toBe(2 * estimateUsd)
    // Ten at half the price, and three of them at the whole of it.
    const maxCostUsd = 1.3 * estimateUsd
    const { id } = await post(system, '/batches', { ...request, maxCostUsd })
    await expect.poll(async () => (await client.jobs()).jobs.length).toBeGreaterThan(0)
    // What is left to the lane comes soon.
    await client.setJobs({ latency: { minMs: 1_000, maxMs: 1_000 } })
    const view = await untilSettled(system, id)
    expect(view).toMatchObject({ state: 'succeeded', counts: { succeeded: 10 } })
    expect(view.leaves.map(leaf => ('speed' in leaf ? leaf.speed : undefined))).toEqual([
      ...Array(3).fill(undefined),
      ...Array(7).fill('economy'),
    ])
    expect(view.cost.actualUsd).toBeLessThanOrEqual(maxCostUsd)
    const { jobs } = await client.jobs()
    expect(jobs.map(({ lines, state }) => [lines, state])).toEqual([
      [10, 'canceled'],
      [7, 'completed'],
    ])
  }, 120_000)

  it('has its jobs canceled with it, and what they had made is used where it is finished', async () => {
    await client.setJobs({ latency: { minMs: 20_000, maxMs: 20_000 } })
    const { id } = await post(system, '/batches', {
      prompts: ['A fox', 'A hare', 'An owl'],
      models: MODELS,
      speed: 'economy',
    })
    const made = async () => (await client.jobs()).jobs.filter(({ done }) => done > 0).length
    await expect.poll(made, { timeout: 30_000 }).toBe(2)
    await fetch(`${system.url}/batches/${id}/cancel`, { method: 'POST' })
    const view = await untilSettled(system, id)
    expect(view.state).toBe('canceled')
    expect(view.cost.actualUsd).toBeGreaterThan(0)
    const { calls } = await client.calls()
    expect(calls).toBeLessThan(6)
    await client.setJobs({ latency: { minMs: 500, maxMs: 500 } })
    await fetch(`${system.url}/batches/${id}/finish`, { method: 'POST' })
    await expect
      .poll(async () => (await untilSettled(system, id)).state, { timeout: 60_000 })
      .toBe('succeeded')
    expect((await client.calls()).calls).toBe(6)
  }, 180_000)

  it('tells why an account cannot have jobs, and asks it once', async () => {
    await order([{ kind: 'refused', provider: 'openai' }])
    const prompts = Array.from({ length: 60 }, (_, index) => `A fox, number ${index}`)
    const { id } = await post(system, '/batches', { prompts, models: ['gpt-image-2'], speed: 'economy' })
    const view = await untilSettled(system, id)
    expect(view).toMatchObject({ state: 'failed', counts: { failed: 60 }, cost: { actualUsd: 0 } })
    const messages = new Set(view.leaves.map(({ error }) => error?.message))
    expect([...messages]).toEqual([expect.stringMatching(/account may not use the batch API/)])
    const store = new BatchStore(createDiskStore({ dataDir: system.dataDir, bucket: 'thumbnails' }))
    expect(await store.economy.jobs(id)).toHaveLength(1)
    expect((await client.jobs()).jobs).toEqual([])
  }, 120_000)

  it('is gone on with as soon as its provider tells that a job has ended', async () => {
    const key = Buffer.from('what a provider signs its events with')
    await client.setJobs({ latency: { minMs: 1_000, maxMs: 1_000 } })
    const queueUrl = inject('redisUrl') ?? inject('postgresUrl')
    // The first look would come after three minutes.
    const env = { ECONOMY_LOOK_SECONDS: '3600', OPENAI_WEBHOOK_SECRET: `whsec_${key.toString('base64')}` }
    const other = await startSystem({ queueUrl, emulatorUrl: emulator.url, env })
    try {
      const request = { prompts: ['A heron'], models: ['gpt-image-2'], speed: 'economy' }
      const { id } = await post(other, '/batches', request)
      const ended = async () => (await client.jobs()).jobs.find(({ state }) => state === 'completed')?.id
      await expect.poll(ended, { timeout: 20_000 }).toBeDefined()
      const body = JSON.stringify({ type: 'batch.completed', data: { id: await ended() } })
      const at = String(Math.floor(Date.now() / 1_000))
      const signature = createHmac('sha256', key).update(`wh_1.${at}.${body}`).digest('base64')
      const headers = {
        'content-type': 'application/json',
        'webhook-id': 'wh_1',
        'webhook-timestamp': at,
        'webhook-signature': `v1,${signature}`,
      }
      const answer = await fetch(`${other.url}/nudges/openai`, { method: 'POST', headers, body })
      expect(answer.status).toBe(204)
      expect((await untilSettled(other, id)).state).toBe('succeeded')
    } finally {
      await other.stop()
    }
  }, 60_000)

  it('shows what providers have of it, and since when', async () => {
    const { id } = await post(system, '/batches', { prompts: ['A fox'], models: MODELS, speed: 'economy' })
    const view = async () => (await get(system, `/batches/${id}`)) as { economy?: object; leaves: object[] }
    await expect
      .poll(async () => (await view()).economy, { timeout: 20_000 })
      .toMatchObject({ submitted: 2, done: 0, jobs: 2 })
    const { leaves } = await view()
    expect(leaves).toEqual(
      leaves.map(() =>
        expect.objectContaining({ state: 'running', phase: 'submitted', expectedBy: expect.any(String) }),
      ),
    )
  }, 60_000)
})
