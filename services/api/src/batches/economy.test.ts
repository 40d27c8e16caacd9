import {
  type Batch,
  batchViewSchema,
  type Column,
  type EconomyJob,
  leafById,
  leafPageSchema,
} from '@contactsheet/contract'
import { jobKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GOOGLE_MODEL, makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

const IN_LANE: Column = { ...OPENAI_MODEL, speed: 'economy' }
const SUBMITTED_AT = '2026-11-26T14:02:00.000Z'
const EXPECTED_BY = '2026-11-27T14:02:00.000Z'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => {
  vi.restoreAllMocks()
  return api.close()
})

/** A batch of so many prompts, of which the second column has a lane. */
async function accepted(prompts: number, rest: Partial<Batch> = {}): Promise<Batch> {
  const batch = makeBatch(prompts, { models: [GOOGLE_MODEL, IN_LANE], ...rest })
  await api.store.accept(batch)
  return batch
}

function jobOf(batch: Batch, leaves: string[], rest: Partial<EconomyJob> = {}): EconomyJob {
  const head = { version: 1 as const, batchId: batch.id, number: 1, provider: 'openai' as const }
  const taken = { id: 'batch_abc', submittedAt: SUBMITTED_AT, expectedBy: EXPECTED_BY }
  return { ...head, model: 'gpt-image-2', leaves, intendedAt: SUBMITTED_AT, ...taken, ...rest }
}

const write = (...[batch, leaves, rest]: Parameters<typeof jobOf>) =>
  api.store.economy.writeJob(jobOf(batch, leaves, rest))

const record = (batch: Batch, leafId: string, rest = {}) =>
  api.store.writeRecord(makeRecord(batch, leafById(batch, leafId), rest))

/** As an instance of the API sees it that has not looked before. */
async function get<T>(path: string, parse: (answer: unknown) => T): Promise<T> {
  const fresh = createApp(api.deps)
  try {
    return parse((await fresh.inject(path)).json())
  } finally {
    await fresh.close()
  }
}

const view = ({ id }: Batch) => get(`/batches/${id}`, answer => batchViewSchema.parse(answer))
const leaves = ({ id }: Batch, query = '') =>
  get(`/batches/${id}/leaves${query}`, answer => leafPageSchema.parse(answer).leaves)

describe('an open batch with an economy lane', () => {
  it('says so before anything is submitted, and by when it is to be done', async () => {
    const batch = await accepted(2, { deadline: EXPECTED_BY })
    const shown = await view(batch)
    expect(shown).toMatchObject({
      state: 'queued',
      speed: 'economy',
      deadline: EXPECTED_BY,
      economy: { submitted: 0, done: 0, jobs: 0, hurried: 0 },
    })
    expect(shown.economy).not.toHaveProperty('since')
    expect(shown.models.map(({ speed }) => speed)).toEqual([undefined, 'economy'])
  })

  it('counts what providers have as running, and shows since when and until when', async () => {
    const batch = await accepted(3)
    await write(batch, ['0000-01', '0001-01'], { counts: { done: 1, failed: 0 } })
    const later = { submittedAt: '2026-11-26T15:00:00.000Z', expectedBy: '2026-11-27T15:00:00.000Z' }
    await write(batch, ['0002-01'], { number: 2, id: 'batch_def', ...later })
    expect(await view(batch)).toMatchObject({
      state: 'running',
      counts: { total: 6, queued: 3, running: 3 },
      economy: {
        submitted: 3,
        done: 1,
        since: SUBMITTED_AT,
        expectedBy: later.expectedBy,
        jobs: 2,
        hurried: 0,
      },
    })
    const shown = await leaves(batch)
    expect(shown.map(({ phase }) => phase ?? '')).toEqual(['', 'submitted', '', 'submitted', '', 'submitted'])
    expect(shown[1]).toMatchObject({ state: 'running', submittedAt: SUBMITTED_AT, expectedBy: EXPECTED_BY })
    expect(shown[5]).toMatchObject(later)
    expect(shown[0]).not.toHaveProperty('submittedAt')
    const running = await leaves(batch, '?state=running')
    expect(running.map(({ leafId }) => leafId)).toEqual(['0000-01', '0001-01', '0002-01'])
    expect(await leaves(batch, '?state=queued')).toHaveLength(3)
  })

  it('counts a leaf that runs once, whoever has it', async () => {
    const batch = await accepted(2)
    await write(batch, ['0000-01', '0001-01'])
    for (const leafId of ['0000-00', '0000-01']) api.orchestrator.leaves.add(leafId)
    expect((await view(batch)).counts).toMatchObject({ queued: 1, running: 3 })
  })

  it('counts no more as done than are left of a job whose first images have settled', async () => {
    const batch = await accepted(3, { models: [IN_LANE] })
    const ended = { at: SUBMITTED_AT, how: 'completed' as const }
    await write(batch, ['0000-00', '0001-00', '0002-00'], { counts: { done: 2, failed: 1 }, ended })
    await record(batch, '0000-00', { speed: 'economy' })
    const shown = await view(batch)
    expect(shown).toMatchObject({ counts: { running: 2, succeeded: 1 }, economy: { submitted: 2, done: 2 } })
    expect(shown.leaves[0]).not.toHaveProperty('phase')
    expect(shown.leaves[0]).toMatchObject({ state: 'succeeded', speed: 'economy' })
  })

  it('has nothing at a provider of a job that is only meant to be, or was collected', async () => {
    const batch = await accepted(1)
    const { id: _, submittedAt: __, expectedBy: ___, ...intent } = jobOf(batch, ['0000-01'])
    await api.store.economy.writeJob(intent)
    const collected = { at: SUBMITTED_AT, missed: {} }
    await write(batch, ['0000-01'], { number: 2, ended: { at: SUBMITTED_AT, how: 'expired' }, collected })
    expect(await view(batch)).toMatchObject({
      state: 'queued',
      counts: { queued: 2, running: 0 },
      economy: { submitted: 0, jobs: 0 },
    })
  })

  it('says how many were given up for its deadline', async () => {
    const batch = await accepted(3, { deadline: EXPECTED_BY })
    await api.store.economy.writeHurried(batch.id, ['0000-01', '0002-01'])
    expect((await view(batch)).economy).toMatchObject({ hurried: 2 })
  })

  it('is paused with what providers have of it still running', async () => {
    const batch = await accepted(2)
    await write(batch, ['0000-01'])
    await api.store.pause(batch.id)
    expect(await view(batch)).toMatchObject({ state: 'paused', counts: { running: 1, queued: 3 } })
  })

  it('is shown with what can be read of it', async () => {
    const batch = await accepted(1)
    await api.objects.put(jobKey(batch.id, 1), Buffer.from('garbage'), { contentType: 'application/json' })
    expect(await view(batch)).toMatchObject({ state: 'queued', speed: 'economy' })
  })

  it('has its jobs read once in two seconds, however many ask', async () => {
    const batch = await accepted(1)
    await write(batch, ['0000-01'])
    const jobs = vi.spyOn(api.store.economy, 'jobs')
    const hurried = vi.spyOn(api.store.economy, 'hurried')
    const ask = async () => (await api.app.inject(`/batches/${batch.id}`)).json()
    await Promise.all([ask(), ask()])
    api.orchestrator.leaves.add('0000-00')
    // The rest of it is read anew meanwhile.
    await vi.waitFor(async () => expect((await ask()).counts.running).toBe(2), 5_000)
    expect([jobs.mock.calls.length, hurried.mock.calls.length]).toEqual([1, 0])
    await write(batch, ['0000-01'], { counts: { done: 1, failed: 0 } })
    await vi.waitFor(async () => expect((await ask()).economy.done).toBe(1), 10_000)
    expect(jobs).toHaveBeenCalledTimes(2)
  })
})

describe('a batch without a lane', () => {
  it('says nothing of one, and nothing is read for it', async () => {
    const batch = await accepted(1, { models: [OPENAI_MODEL] })
    const jobs = vi.spyOn(api.store.economy, 'jobs')
    const shown = (await api.app.inject(`/batches/${batch.id}`)).json()
    expect(Object.keys(shown).filter(name => ['speed', 'deadline', 'economy'].includes(name))).toEqual([])
    expect(jobs).not.toHaveBeenCalled()
  })
})

describe('a settled batch of the economy lane', () => {
  it('has its speed, that of its images and of their charges, and nothing at providers', async () => {
    const batch = await accepted(1, { deadline: EXPECTED_BY })
    await settle(api.store, batch, leafId => {
      const charge = { model: 'gpt-image-2', picture: true, calls: 1, usd: 0.02, by: 'list' as const }
      return leafId === '0000-01'
        ? { speed: 'economy', costUsd: 0.02, charges: [{ ...charge, speed: 'economy' }] }
        : {}
    })
    const shown = await view(batch)
    expect(shown).toMatchObject({ state: 'succeeded', speed: 'economy', deadline: EXPECTED_BY })
    expect(shown).not.toHaveProperty('economy')
    expect(shown.leaves.map(({ speed }) => speed)).toEqual([undefined, 'economy'])
    const leaf = (await api.app.inject(`/batches/${batch.id}/leaves/0000-01`)).json()
    expect(leaf).toMatchObject({ speed: 'economy', charges: [{ usd: 0.02, speed: 'economy' }] })
    const csv = (await api.app.inject(`/batches/${batch.id}/results.csv`)).payload.trim().split('\r\n')
    expect(csv.map(line => line.split(',').at(-2))).toEqual(['speed', '', 'economy'])
    const lines = (await api.app.inject(`/batches/${batch.id}/results.jsonl`)).payload.trim().split('\n')
    expect(lines.map(line => JSON.parse(line).speed)).toEqual([undefined, 'economy'])
  })
})
