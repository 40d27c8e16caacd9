import { KindError, leafOf, resultOf } from '@contactsheet/contract'
import { afterEach, describe, expect, it } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { serveMetrics } from './server.ts'
import { WorkerMetrics } from './worker.ts'

const lookups = { async *openBatches() {} }
const batch = makeBatch(1, { models: [OPENAI_MODEL] })
const record = makeRecord(batch, leafOf(batch, 0, 0), { durationMs: 2_000, steps: { generate: 1_500 } })

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Serves the metrics and reads them as Prometheus would. */
async function read(metrics: WorkerMetrics, path = '/metrics'): Promise<{ status: number; text: string }> {
  const server = await serveMetrics(metrics.registry, '127.0.0.1', 0)
  closing.push(() => server.close())
  const response = await fetch(new URL(path, server.url))
  return { status: response.status, text: await response.text() }
}

describe('the metrics of a worker', () => {
  it('tell of leaves, their steps and settled batches', async () => {
    const metrics = new WorkerMetrics(lookups)
    expect(await metrics.leaves(async () => record)()).toBe(record)
    metrics.settled(resultOf(batch, [record]))
    const { text } = await read(metrics)
    for (const line of [
      'contactsheet_leaves_settled_total{provider="openai",state="succeeded"} 1',
      'contactsheet_leaf_seconds_sum{provider="openai",state="succeeded"} 2',
      'contactsheet_leaf_step_seconds_sum{step="generate"} 1.5',
      'contactsheet_batches_settled_total{state="succeeded"} 1',
      'contactsheet_open_batches 0',
    ])
      expect(text).toContain(line)
  })

  it('tell of calls to providers, how they ended and what they cost', async () => {
    const metrics = new WorkerMetrics(lookups)
    await metrics.call(OPENAI_MODEL, async () => ({ simulated: false }))
    await metrics.call(OPENAI_MODEL, async () => ({ simulated: true }))
    const limited = new KindError('rate_limited', 'Slow down, said sk-secret.')
    await expect(metrics.call(OPENAI_MODEL, () => Promise.reject(limited))).rejects.toBe(limited)
    await expect(metrics.call(OPENAI_MODEL, () => Promise.reject(new Error('stopping')))).rejects.toThrow()
    const { text } = await read(metrics)
    const outcomes = [...text.matchAll(/calls_total\{provider="openai",outcome="(\w+)"\} (\d)/g)]
    expect(outcomes.map(([, outcome, count]) => [outcome, count])).toEqual([
      ['ok', '2'],
      ['rate_limited', '1'],
      ['aborted', '1'],
    ])
    expect(text).toContain('contactsheet_cost_usd_total{provider="openai"} 0.04')
    expect(text).not.toContain('sk-secret')
  })

  it('count the open batches once, however often they are read', async () => {
    let counted = 0
    const metrics = new WorkerMetrics({
      async *openBatches() {
        counted++
        yield* ['one', 'two']
      },
    })
    for (let times = 0; times < 3; times++)
      expect((await read(metrics)).text).toContain('contactsheet_open_batches 2')
    expect(counted).toBe(1)
  })

  it('are all that is served there', async () => {
    expect((await read(new WorkerMetrics(lookups), '/')).status).toBe(404)
  })
})
