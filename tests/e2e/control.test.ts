import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { batchViewSchema } from '@contactsheet/contract'
import { createEmulatorClient } from '@contactsheet/emulator'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { get, post, untilSettled } from '../support/http.ts'
import { type System, startSystem } from '../support/system.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const REQUEST = {
  prompts: Array.from({ length: 20 }, (_, index) => `A fox, number ${index + 1}`),
  models: ['gpt-image-2', 'gemini-3-pro-image'],
}

async function system(options: { latencyMs?: string; env?: Record<string, string> } = {}) {
  const started = await startSystem({ queueUrl: inject('postgresUrl'), ...options })
  closing.push(() => started.stop())
  const call = async (path: string) => {
    const response = await fetch(started.url + path, { method: 'POST' })
    const text = await response.text()
    return { status: response.status, text }
  }
  return { ...started, call }
}

/** A receiver of webhooks, and the bodies it was sent. */
async function receiver() {
  const bodies: unknown[] = []
  const server = createServer(async (request, response) => {
    bodies.push(await json(request))
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => new Promise(resolve => server.close(resolve)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.')
  return { url: `http://127.0.0.1:${address.port}/hook`, bodies }
}

/** What the worker has measured, as it says where. */
async function workerMetrics({ logs }: System): Promise<string> {
  const lines = (await readFile(logs('worker')[0] ?? '', 'utf8')).trim().split('\n')
  const { url } = lines.map(line => JSON.parse(line)).find(({ msg }) => msg === 'metrics')
  return (await fetch(url)).text()
}

describe('a running system', () => {
  it('settles a canceled batch at once: what waits and what runs is canceled, what is finished stays', async () => {
    const running = await system({ latencyMs: '60000-60001', env: { LEAF_CONCURRENCY: '5' } })
    const { id } = await post(running, '/batches', REQUEST)
    await vi.waitFor(async () => {
      const { counts } = batchViewSchema.parse(await get(running, `/batches/${id}`))
      expect(counts.running).toBeGreaterThan(0)
    }, 15_000)
    expect((await running.call(`/batches/${id}/cancel`)).status).toBe(202)
    const view = await untilSettled(running, id)
    expect(view).toMatchObject({
      state: 'canceled',
      counts: { total: 40, canceled: 40, running: 0, queued: 0 },
    })
    expect((await running.call(`/batches/${id}/cancel`)).status).toBe(409)
  }, 60_000)

  it('runs the failed leaves of a batch again and no others, and tells its webhook how it ended', async () => {
    const hook = await receiver()
    const running = await system({
      env: { WEBHOOK_SECRET, WEBHOOK_ALLOW_PRIVATE: 'true', METRICS_PORT: '0' },
    })
    const emulator = createEmulatorClient(running.emulatorUrl)
    await emulator.orderFaults([{ kind: 'moderation', provider: 'google' }])
    const { id } = await post(running, '/batches', { ...REQUEST, webhook: hook.url })
    expect(await untilSettled(running, id)).toMatchObject({
      state: 'partial',
      counts: { total: 40, succeeded: 20, failed: 20 },
    })
    await emulator.clearFaults()
    const { status, text } = await running.call(`/batches/${id}/retry`)
    expect(status).toBe(202)
    expect(batchViewSchema.parse(JSON.parse(text)).counts).toMatchObject({ succeeded: 20, failed: 0 })
    const view = await untilSettled(running, id)
    expect(view).toMatchObject({ state: 'succeeded', counts: { total: 40, succeeded: 40 } })
    const { providers } = await emulator.calls()
    expect([providers.openai.calls, providers.google.calls]).toEqual([20, 40])
    const told = { type: 'batch.settled', data: { id, state: 'succeeded' } }
    await vi.waitFor(() => expect(hook.bodies.at(-1)).toMatchObject(told), 20_000)

    const measured = await workerMetrics(running)
    for (const line of [
      'contactsheet_batches_settled_total{state="partial"} 1',
      'contactsheet_batches_settled_total{state="succeeded"} 1',
      'contactsheet_leaves_settled_total{provider="openai",state="succeeded"} 20',
      'contactsheet_provider_calls_total{provider="google",outcome="rejected"} 20',
      'contactsheet_leaf_step_seconds_count{step="generate"} 60',
      'contactsheet_open_batches 0',
      'contactsheet_queue_jobs{queue="leaves-openai",state="active"} 0',
    ])
      expect(measured).toContain(line)
    expect(measured).not.toContain('A fox')
  }, 60_000)
})
