import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Batch,
  batchViewSchema,
  type Counts,
  KindError,
  type LeafView,
  leafOf,
  newBatchId,
} from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function view(id: string) {
  const response = await api.app.inject({ url: `/batches/${id}` })
  expect(response.statusCode).toBe(200)
  const batch = batchViewSchema.parse(response.json())
  expectToAddUp(batch.counts)
  return batch
}

function expectToAddUp({ total, ...states }: Counts) {
  expect(Object.values(states).reduce((sum, count) => sum + count)).toBe(total)
}

async function accept(batch: Batch): Promise<Batch> {
  await api.store.accept(batch)
  return batch
}

/** Writes the record of a leaf of an open batch. */
async function record(batch: Batch, prompt: number, model: number, rest: Parameters<typeof makeRecord>[2]) {
  await api.store.writeRecord(makeRecord(batch, leafOf(batch, prompt, model), rest))
}

const FAILED = {
  state: 'failed',
  attempts: 4,
  costUsd: 0,
  error: { kind: 'unavailable', message: 'The provider is down.', status: 503 },
} as const

describe('a leaf by itself', () => {
  it('has what its provider was sent, and the variables of its prompt', async () => {
    const variables = { product: 'mugs' }
    const batch = await accept(makeBatch(1, { version: 2, items: [{ variables }] }))
    const leaf = async (id: string) => api.app.inject(`/batches/${batch.id}/leaves/${id}`)
    expect((await leaf('0000-00')).json()).toEqual({
      leafId: '0000-00',
      state: 'queued',
      promptIndex: 0,
      modelIndex: 0,
      title: 'A fox, number 1',
      model: 'gemini-3-pro-image',
      provider: 'google',
      asked: 'A fox, number 1',
      variables,
    })
    await record(batch, 0, 0, { prompt: 'A fox\nStyle: neon' })
    await vi.waitFor(async () =>
      expect((await leaf('0000-00')).json()).toMatchObject({
        state: 'succeeded',
        prompt: 'A fox\nStyle: neon',
      }),
    )
    expect((await leaf('0001-00')).statusCode).toBe(404)
  })
})

describe('the cost of a batch', () => {
  it('tells apart what may have been charged for nothing, while it is open and once it has settled', async () => {
    const batch = await accept(makeBatch(1))
    await record(batch, 0, 0, { costUsd: 0.1, atRiskUsd: 0.2 })
    await record(batch, 0, 1, { ...FAILED, atRiskUsd: null })
    const expected = {
      cost: { actualUsd: 0.1, atRiskUsd: 0.2 },
      leaves: [{ atRiskUsd: 0.2 }, { atRiskUsd: null }],
    }
    expect(await view(batch.id)).toMatchObject(expected)
    await settle(api.store, batch, leafId =>
      leafId === '0000-00' ? { costUsd: 0.1, atRiskUsd: 0.2 } : { atRiskUsd: null },
    )
    await vi.waitFor(async () => expect((await view(batch.id)).settledAt).toBeDefined())
    expect(await view(batch.id)).toMatchObject(expected)
  })

  it('says nothing of a risk where there is none', async () => {
    const batch = await accept(makeBatch(1))
    await settle(api.store, batch)
    expect((await view(batch.id)).cost).not.toHaveProperty('atRiskUsd')
  })
})

describe('an open batch', () => {
  it('is queued before anything has happened', async () => {
    const batch = await accept(makeBatch(2, { estimateUsd: 0.16, warnings: ['A warning.'] }))
    const shown = await view(batch.id)
    expect(shown).toMatchObject({
      id: batch.id,
      state: 'queued',
      createdAt: batch.createdAt,
      style: 'photorealistic',
      template: 'bottom-bar',
      font: 'inter',
      prompts: batch.prompts,
      models: [
        { id: 'gemini-3-pro-image', label: 'Gemini 3 Pro Image', provider: 'google' },
        { id: 'gpt-image-2', label: 'GPT Image 2', provider: 'openai' },
      ],
      counts: { total: 4, queued: 4 },
      cost: { estimateUsd: 0.16, actualUsd: 0 },
      warnings: ['A warning.'],
      simulated: false,
    })
    expect(shown.settledAt).toBeUndefined()
    expect(shown.nextCursor).toBeUndefined()
    expect(shown.leaves.map(leaf => [leaf.leafId, leaf.state, leaf.title, leaf.model])).toEqual([
      ['0000-00', 'queued', 'A fox, number 1', 'gemini-3-pro-image'],
      ['0000-01', 'queued', 'A fox, number 1', 'gpt-image-2'],
      ['0001-00', 'queued', 'A fox, number 2', 'gemini-3-pro-image'],
      ['0001-01', 'queued', 'A fox, number 2', 'gpt-image-2'],
    ])
  })

  it('shows what it may cost, and of its webhook only where that leads', async () => {
    const webhook = 'https://user:password@hooks.example/services/a-secret?token=another'
    const batch = await accept(makeBatch(1, { webhook, maxCostUsd: 2 }))
    expect(await view(batch.id)).toMatchObject({ maxCostUsd: 2, webhook: 'https://hooks.example' })
  })

  it('shows what has settled, what runs and what waits', async () => {
    const batch = await accept(makeBatch(2))
    const times = { queuedMs: 10, durationMs: 1500, steps: { generate: 1400 }, costUsd: 0.04 }
    await record(batch, 0, 0, { ...times, simulated: false })
    await record(batch, 0, 1, { ...FAILED, durationMs: 700, simulated: false })
    api.orchestrator.leaves.add('0001-00')
    const shown = await view(batch.id)
    expect(shown.state).toBe('running')
    expect(shown.counts).toEqual({ total: 4, queued: 1, running: 1, succeeded: 1, failed: 1, canceled: 0 })
    expect(shown.timings).toMatchObject({ slowestLeafMs: 1500, sumOfLeavesMs: 2200 })
    expect(shown.cost.actualUsd).toBe(0.04)
    expect(shown.leaves.map(leaf => leaf.state)).toEqual(['succeeded', 'failed', 'running', 'queued'])
    expect(shown.leaves[0]).toMatchObject({ attempts: 1, simulated: false, ...times })
    expect(shown.leaves[1]).toMatchObject({ attempts: 4, error: FAILED.error })
    expect(shown.leaves[2]).not.toHaveProperty('attempts')
  })

  it('counts a leaf once that settled while it was said to run', async () => {
    const batch = await accept(makeBatch(1))
    await record(batch, 0, 0, {})
    api.orchestrator.leaves.add('0000-00').add('0000-01')
    const { counts } = await view(batch.id)
    expect(counts).toMatchObject({ succeeded: 1, running: 1, queued: 0 })
  })

  it('is shown from the store when the queue does not answer', async () => {
    const batch = await accept(makeBatch(1))
    await record(batch, 0, 0, {})
    api.orchestrator.down.add('running')
    expect((await view(batch.id)).counts).toMatchObject({ succeeded: 1, running: 0, queued: 1 })
  })

  it('runs until its result is written, also with every leaf settled', async () => {
    const batch = await accept(makeBatch(1))
    await record(batch, 0, 0, {})
    await record(batch, 0, 1, {})
    const shown = await view(batch.id)
    expect(shown).toMatchObject({ state: 'running', counts: { succeeded: 2 } })
    expect(shown.settledAt).toBeUndefined()
  })

  it('shows soon what has changed', async () => {
    const batch = await accept(makeBatch(1))
    expect((await view(batch.id)).state).toBe('queued')
    await record(batch, 0, 0, {})
    await vi.waitFor(async () => expect((await view(batch.id)).counts.succeeded).toBe(1), 5_000)
    await settle(api.store, batch)
    await vi.waitFor(async () => expect((await view(batch.id)).state).toBe('succeeded'), 5_000)
  })

  it('is read once for all who ask at the same time', async () => {
    const batch = await accept(makeBatch(1))
    const listings = vi.spyOn(api.store, 'settledLeaves')
    await Promise.all(Array.from({ length: 20 }, () => view(batch.id)))
    expect(listings).toHaveBeenCalledTimes(1)
  })

  it('has each of its records read once, those of the first page and those in the background', async () => {
    const batch = await accept(makeBatch(60))
    for (let prompt = 0; prompt < 60; prompt++) await record(batch, prompt, 0, { durationMs: 10 })
    const reads = vi.spyOn(api.store, 'record')
    await vi.waitFor(async () => expect((await view(batch.id)).timings.sumOfLeavesMs).toBe(600), 5_000)
    const leaves = reads.mock.calls.map(([, leafId]) => leafId)
    expect(new Set(leaves).size).toBe(60)
    await view(batch.id)
    expect(reads.mock.calls.length).toBe(leaves.length)
  })

  it('that is large is shown at once as it was a moment ago, while it is read again', async () => {
    const batch = await accept(makeBatch(501))
    await view(batch.id)
    const listing = Promise.withResolvers<void>()
    const listings = vi.spyOn(api.store, 'settledLeaves').mockImplementationOnce(async function* () {
      await listing.promise
      yield { leafId: '0000-00', state: 'succeeded' }
    })
    await vi.waitFor(async () => {
      await view(batch.id)
      expect(listings).toHaveBeenCalled()
    }, 5_000)
    expect((await view(batch.id)).counts.succeeded).toBe(0)
    listing.resolve()
    await vi.waitFor(async () => expect((await view(batch.id)).counts.succeeded).toBe(1), 5_000)
  })

  it('is shown to those who ask often as it was a moment ago, while it is read again', async () => {
    const batch = await accept(makeBatch(1))
    await view(batch.id)
    const listing = Promise.withResolvers<void>()
    const listings = vi.spyOn(api.store, 'settledLeaves').mockImplementationOnce(async function* () {
      await listing.promise
      yield { leafId: '0000-00', state: 'succeeded' }
    })
    while (listings.mock.calls.length === 0) {
      await sleep(10)
      expect((await view(batch.id)).counts.succeeded).toBe(0)
    }
    listing.resolve()
    await vi.waitFor(async () => expect((await view(batch.id)).counts.succeeded).toBe(1), 5_000)
  })

  it('is 503 while the store does not answer, and shown again once it does', async () => {
    const batch = await accept(makeBatch(1))
    vi.spyOn(api.store, 'settledLeaves').mockImplementationOnce(() => {
      throw new KindError('storage', 'Could not list.')
    })
    expect((await api.app.inject({ url: `/batches/${batch.id}` })).statusCode).toBe(503)
    expect((await view(batch.id)).state).toBe('queued')
  })
})

describe('a batch as it was asked for', () => {
  it('shows what its prompts have of their own, and the words for all of them', async () => {
    const item = { title: 'Mugs', variables: { product: 'mug' } }
    const words = { context: 'For {{product}}s', extraPrompt: 'No people' }
    const items = [{ ...item, references: [0] }, {}]
    const batch = await accept(makeBatch(2, { version: 2, items, ...words }))
    expect(await view(batch.id)).toMatchObject({ ...words, items: [item, {}] })
  })

  it('says nothing of what it has not', async () => {
    const shown = await view((await accept(makeBatch(1))).id)
    for (const field of ['items', 'context', 'extraPrompt']) expect(shown).not.toHaveProperty(field)
  })
})

describe('a settled batch', () => {
  it('is shown with its times, its cost and every reason', async () => {
    const batch = await accept(makeBatch(2, { createdAt: '2026-11-20T12:00:00.000Z' }))
    await settle(api.store, batch, leafId => ({
      settledAt: '2026-11-20T12:00:05.000Z',
      durationMs: 2_000,
      costUsd: 0.1,
      ...(leafId === '0001-01' ? FAILED : {}),
    }))
    const shown = await view(batch.id)
    expect(shown).toMatchObject({
      state: 'partial',
      settledAt: '2026-11-20T12:00:05.000Z',
      counts: { total: 4, succeeded: 3, failed: 1 },
      timings: { wallClockMs: 5_000, slowestLeafMs: 2_000, sumOfLeavesMs: 8_000 },
      cost: { actualUsd: 0.3 },
      simulated: true,
    })
    expect(shown.leaves.at(-1)).toMatchObject({ state: 'failed', error: FAILED.error })
  })

  it('is read from the store once', async () => {
    const batch = await accept(makeBatch(1))
    await settle(api.store, batch)
    const results = vi.spyOn(api.store, 'openResult')
    for (let times = 0; times < 3; times++) await view(batch.id)
    expect(results).toHaveBeenCalledTimes(1)
  })

  it('needs no queue to be shown', async () => {
    const batch = await accept(makeBatch(1))
    await settle(api.store, batch)
    api.orchestrator.down.add('running').add('ready')
    expect((await view(batch.id)).state).toBe('succeeded')
  })
})

describe('the leaves of a batch', () => {
  async function pages(id: string, query: string): Promise<LeafView[][]> {
    const found: LeafView[][] = []
    let cursor: string | undefined
    do {
      const more = cursor === undefined ? '' : `&cursor=${cursor}`
      const response = await api.app.inject({ url: `/batches/${id}/leaves?${query}${more}` })
      expect(response.statusCode).toBe(200)
      const { leaves, nextCursor } = response.json()
      found.push(leaves)
      cursor = nextCursor
    } while (cursor !== undefined)
    return found
  }

  /** 250 leaves of which every fifth failed. */
  async function large(): Promise<Batch> {
    const batch = await accept(makeBatch(125))
    await settle(api.store, batch, leafId => (Number(leafId.slice(0, 4)) % 5 === 0 ? FAILED : {}))
    return batch
  }

  it('come in pages, each leaf once and in order', async () => {
    const batch = await large()
    const found = await pages(batch.id, 'limit=100')
    expect(found.map(page => page.length)).toEqual([100, 100, 50])
    const ids = found.flat().map(leaf => leaf.leafId)
    expect(new Set(ids).size).toBe(250)
    expect(ids).toEqual(ids.toSorted())
  })

  it('go on from the first page that comes with the batch', async () => {
    const batch = await large()
    const first = await view(batch.id)
    expect(first.leaves).toHaveLength(50)
    const { leaves } = (
      await api.app.inject({ url: `/batches/${batch.id}/leaves?cursor=${first.nextCursor}` })
    ).json()
    expect(leaves[0].leafId).toBe('0025-00')
  })

  it.each([
    ['failed', [20, 20, 10]],
    ['succeeded', [20, 20, 20, 20, 20, 20, 20, 20, 20, 20]],
    ['queued', [0]],
  ])('in the state %s come in pages of their own', async (state, sizes) => {
    const batch = await large()
    const found = await pages(batch.id, `limit=20&state=${state}`)
    expect(found.map(page => page.length)).toEqual(sizes)
    expect(found.flat().every(leaf => leaf.state === state)).toBe(true)
  })

  it('of an open batch come in pages too', async () => {
    const batch = await accept(makeBatch(125))
    await record(batch, 7, 1, {})
    const found = await pages(batch.id, 'limit=200')
    expect(found.map(page => page.length)).toEqual([200, 50])
    expect((await pages(batch.id, 'state=succeeded')).flat().map(leaf => leaf.leafId)).toEqual(['0007-01'])
  })

  it('behind the last one are none', async () => {
    const batch = await accept(makeBatch(1))
    for (const cursor of ['0000-01', '9999-99'])
      expect(await pages(batch.id, `limit=10&cursor=${cursor}`)).toEqual([[]])
  })
})

describe('GET /batches', () => {
  it('lists the newest first, in pages', async () => {
    const batches: Batch[] = []
    for (let number = 0; number < 5; number++) {
      const at = Date.parse('2026-11-20T12:00:00Z') + number * 1_000
      batches.push(await accept(makeBatch(4, { id: newBatchId(at), createdAt: new Date(at).toISOString() })))
    }
    for (const batch of batches.slice(1, 2)) await settle(api.store, batch, () => FAILED)
    const seen: { id: string; state: string; counts: Counts }[] = []
    let cursor: string | undefined
    do {
      const url = `/batches?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`
      const page: { batches: typeof seen; nextCursor?: string } = (await api.app.inject({ url })).json()
      seen.push(...page.batches)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(seen.map(line => line.id)).toEqual(batches.map(batch => batch.id).reverse())
    expect(seen.map(line => line.state)).toEqual(['queued', 'queued', 'queued', 'failed', 'queued'])
    for (const line of seen) expectToAddUp(line.counts)
    expect(seen[0]).toMatchObject({
      prompts: ['A fox, number 1', 'A fox, number 2', 'A fox, number 3'],
      promptCount: 4,
      modelCount: 2,
    })
  })

  it('reads what a settled batch came to once, and none of its records', async () => {
    const batch = await accept(makeBatch(1))
    await settle(api.store, batch)
    const spies = [vi.spyOn(api.store, 'outcome'), vi.spyOn(api.store, 'openResult')]
    for (let times = 0; times < 3; times++) {
      const { batches } = (await api.app.inject({ url: '/batches' })).json()
      expect(batches).toHaveLength(1)
    }
    expect(spies.map(spy => spy.mock.calls.length)).toEqual([1, 0])
  })

  it('is empty where there is no batch', async () => {
    expect((await api.app.inject({ url: '/batches' })).json()).toEqual({ batches: [] })
  })
})
