import { KindError, leafOf, newBatchId, resultOf } from '@contactsheet/contract'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import type { LaneSeen } from './economy-jobs.ts'
import { ProcessMetrics } from './process.ts'
import { serveMetrics } from './server.ts'
import type { WorkMemory } from './work-memory.ts'
import { WorkerMetrics, type WorkerParts } from './worker.ts'

const batch = makeBatch(1, { models: [OPENAI_MODEL] })
const record = makeRecord(batch, leafOf(batch, 0, 0), { durationMs: 2_000, steps: { generate: 1_500 } })

function workerMetrics(parts?: WorkerParts) {
  const measures = new ProcessMetrics('worker')
  return { measures, metrics: new WorkerMetrics(measures, parts) }
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  vi.useRealTimers()
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
    const { metrics } = workerMetrics()
    expect(await metrics.leaves(async () => record)()).toBe(record)
    metrics.settled(resultOf(batch, [record]))
    const { text } = await read(metrics)
    for (const line of [
      'contactsheet_leaves_settled_total{provider="openai",state="succeeded"} 1',
      'contactsheet_leaf_seconds_sum{provider="openai",state="succeeded"} 2',
      'contactsheet_leaf_step_seconds_sum{step="generate"} 1.5',
      'contactsheet_batches_settled_total{state="succeeded"} 1',
    ])
      expect(text).toContain(line)
  })

  it('tell of calls to providers, how they ended and what they cost', async () => {
    const { metrics } = workerMetrics()
    await metrics.providers.call(OPENAI_MODEL, async () => ({ simulated: false }))
    await metrics.providers.call(OPENAI_MODEL, async () => ({ simulated: true }))
    const limited = new KindError('rate_limited', 'Slow down, said sk-secret.')
    await expect(metrics.providers.call(OPENAI_MODEL, () => Promise.reject(limited))).rejects.toBe(limited)
    await expect(
      metrics.providers.call(OPENAI_MODEL, () => Promise.reject(new Error('stopping'))),
    ).rejects.toThrow()
    const { text } = await read(metrics)
    const outcomes = [...text.matchAll(/calls_total\{provider="openai",outcome="(\w+)"\} ([1-9])/g)]
    expect(Object.fromEntries(outcomes.map(([, outcome, count]) => [outcome, count]))).toEqual({
      ok: '2',
      rate_limited: '1',
      aborted: '1',
    })
    const errors = [...text.matchAll(/provider_errors_total\{(.*)\} (\d)/g)].map(([, ...error]) => error)
    expect(errors).toEqual([[`provider="openai",model="${OPENAI_MODEL.id}",kind="rate_limited"`, '1']])
    const ok = `{provider="openai",model="${OPENAI_MODEL.id}",outcome="ok"}`
    expect(text).toContain(`contactsheet_provider_call_seconds_count${ok} 2`)
    expect(text).toContain('contactsheet_cost_usd_total{provider="openai"} 0.04')
    expect(text).not.toContain('sk-secret')
  })

  it('tell why leaves failed for good', async () => {
    const { metrics } = workerMetrics()
    const error = { kind: 'rejected' as const, message: 'No.' }
    await metrics.leaves(async () => ({ ...record, state: 'failed', error }))()
    const { text } = await read(metrics)
    expect(text).toContain('contactsheet_leaf_failures_total{provider="openai",kind="rejected"} 1')
  })

  it('tell of slots: how many there are, which are taken, and what leaves wait for', async () => {
    const { metrics } = workerMetrics({ providerOf: name => (name === 'gpt-image-2' ? 'openai' : name) })
    const openai = { queue: 'leaves-openai', limitedBy: 'openai' }
    const ofModel = { queue: 'leaves-gpt-image-2', limitedBy: 'gpt-image-2' }
    metrics.slots.opened(openai, 150, undefined)
    metrics.slots.opened(ofModel, 150, 20)
    const ended = metrics.slots.started(openai)
    metrics.slots.started(openai)
    ended()
    metrics.slots.triedAgain(ofModel, 'rate_limited', { next: 'wait', ms: 20_000 })
    metrics.slots.triedAgain(openai, 'timeout', { next: 'retry', ms: 1_500 })
    metrics.slots.triedAgain(openai, 'rejected', { next: 'fallback', ms: 0 })
    const { text } = await read(metrics)
    for (const line of [
      'contactsheet_leaf_slots{queue="leaves-openai",provider="openai"} 150',
      'contactsheet_leaves_running{queue="leaves-openai",provider="openai"} 1',
      'contactsheet_leaves_running{queue="leaves-gpt-image-2",provider="openai"} 0',
      'contactsheet_queue_concurrency_limit{queue="leaves-gpt-image-2",provider="openai"} 20',
      'contactsheet_leaf_retries_total{provider="openai",kind="rate_limited",next="wait"} 1',
      'contactsheet_leaf_retries_total{provider="openai",kind="rejected",next="fallback"} 1',
      'contactsheet_leaf_wait_seconds_sum{provider="openai",kind="rate_limited"} 20',
      'contactsheet_leaf_wait_seconds_sum{provider="openai",kind="timeout"} 1.5',
    ])
      expect(text).toContain(line)
    expect(text).not.toContain('contactsheet_queue_concurrency_limit{queue="leaves-openai"')
    expect(text).not.toContain('contactsheet_leaf_wait_seconds_sum{provider="openai",kind="rejected"}')
  })

  it('tell of the memory that pictures take, and of leaves that wait for it', async () => {
    const memory: WorkMemory = { bytes: 64, heldBytes: 40, waiting: 3 }
    const { metrics } = workerMetrics({ memory })
    memory.onWaited?.(2_000)
    const { text } = await read(metrics)
    for (const line of [
      'contactsheet_work_memory_limit_bytes 64',
      'contactsheet_work_memory_held_bytes 40',
      'contactsheet_work_memory_waiting_leaves 3',
      'contactsheet_work_memory_wait_seconds_sum 2',
    ])
      expect(text).toContain(line)
  })

  it('tell of the queues what their server says, and leave out what it does not say', async () => {
    const { metrics } = workerMetrics({
      queues: {
        depths: async () => ({ 'leaves-openai': { active: 3, waiting: 7 } }),
        limitedMs: () => Promise.reject(new Error('down')),
      },
    })
    const { text } = await read(metrics)
    expect(text).toContain('contactsheet_queue_jobs{queue="leaves-openai",state="waiting"} 7')
    expect(text).not.toMatch(/^contactsheet_queue_limited_seconds\{/m)
  })

  it('tell of open batches what the last pass of the reconciler saw', async () => {
    const { measures, metrics } = workerMetrics()
    expect((await read(metrics)).text).not.toMatch(/^contactsheet_open_batches [1-9]/m)
    const [older, newer] = [newBatchId(1_700_000_000_000), newBatchId(1_700_000_060_000)]
    measures.upkeep.passed([newer, older])
    const { text } = await read(metrics)
    expect(text).toContain('contactsheet_open_batches 2')
    expect(text).toContain('contactsheet_oldest_open_batch_timestamp_seconds 1700000000')
    measures.upkeep.passed(undefined)
    const after = (await read(metrics)).text
    expect(after).not.toMatch(/^contactsheet_(oldest_)?open_batch/m)
    expect(after).toContain('contactsheet_reconciler_passes_total{outcome="failed"} 1')
  })

  it('tell of jobs that providers have, until whoever looks next is due', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { metrics } = workerMetrics()
    const jobs = [
      { provider: 'openai', leaves: 40 },
      { provider: 'openai', leaves: 2 },
    ]
    const look = metrics.lanes(async (_batch: { id: string }, jobs: LaneSeen['jobs']) => ({
      jobs,
      lookAt: Date.now() + 600_000,
    }))
    await look({ id: 'one' }, jobs)
    await look({ id: 'two' }, jobs)
    await look({ id: 'two' }, [])
    const { text } = await read(metrics)
    expect(text).toContain('contactsheet_economy_jobs{provider="openai"} 2')
    expect(text).toContain('contactsheet_economy_leaves{provider="openai"} 42')
    expect(text).toContain('contactsheet_economy_jobs{provider="google"} 0')
    vi.setSystemTime(Date.now() + 660_000)
    expect((await read(metrics)).text).toContain('contactsheet_economy_jobs{provider="openai"} 0')
  })

  it('show nought where nothing has failed yet, so that the first failure is seen as one', async () => {
    const { text } = await read(workerMetrics().metrics)
    for (const line of [
      'contactsheet_provider_calls_total{provider="google",outcome="auth"} 0',
      'contactsheet_leaf_failures_total{provider="openai",kind="storage"} 0',
      'contactsheet_leaves_settled_total{provider="google",state="succeeded"} 0',
      'contactsheet_cost_usd_total{provider="openai"} 0',
      'contactsheet_webhook_deliveries_total{outcome="given_up"} 0',
      'contactsheet_reconciled_batches_total{action="started"} 0',
      'contactsheet_lease_events_total{event="lost_sight_of"} 0',
    ])
      expect(text).toContain(line)
  })

  it('say what runs here and what memory it may use', async () => {
    const { text } = await read(workerMetrics().metrics)
    expect(text).toMatch(
      /^contactsheet_build_info\{service="worker",version="\d+\.\d+\.\d+[^"]*",node="v\d+[^"]*",commit="\w+"\} 1$/m,
    )
    expect(text).toMatch(/^contactsheet_memory_limit_bytes \d{8,}$/m)
  })

  it('are all that is served there', async () => {
    expect((await read(workerMetrics().metrics, '/')).status).toBe(404)
  })
})
