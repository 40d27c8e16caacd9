import { type Batch, batchEventSchema, leafOf, leavesOf, resultOf } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

let api: TestApi
let address: string
beforeEach(async () => {
  api = await openApi()
  address = await api.app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => api.close())

interface Event {
  event: string
  id?: string
  data: ReturnType<typeof JSON.parse>
}

/** A client as a browser's EventSource is one, but for coming back by itself. */
async function watch(batch: Batch, lastId?: string, at = address) {
  const leave = new AbortController()
  const response = await fetch(`${at}/batches/${batch.id}/events`, {
    signal: leave.signal,
    headers: lastId === undefined ? {} : { 'last-event-id': lastId },
  })
  const events = parse(response)
  return {
    response,
    leave: () => leave.abort(),
    /** The next event of a kind; those before it are dropped. */
    async next(kind: string): Promise<Event> {
      for (;;) {
        const { value, done } = await events.next()
        if (done) throw new Error(`the stream ended before ${kind}`)
        if (value.event === kind) return value
      }
    },
    rest: () => Array.fromAsync(events),
  }
}

async function* parse(response: Response): AsyncGenerator<Event> {
  let text = ''
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      const field = (name: string) => lines.find(line => line.startsWith(`${name}: `))?.slice(name.length + 2)
      const [event, data, id] = [field('event'), field('data'), field('id')]
      if (event === undefined || data === undefined) continue
      const told: Event = { event, data: JSON.parse(data), ...(id === undefined ? {} : { id }) }
      // As the API describes them.
      batchEventSchema.parse(told)
      yield told
    }
  }
}

async function accept(prompts: number): Promise<Batch> {
  const batch = makeBatch(prompts)
  await api.store.accept(batch)
  return batch
}

function settleLeaf(batch: Batch, prompt: number, model: number) {
  return api.store.writeRecord(makeRecord(batch, leafOf(batch, prompt, model)))
}

async function settleBatch(batch: Batch) {
  await api.store.settle(draftOf(resultOf(batch, await api.store.records(batch))))
}

describe('the events of a batch', () => {
  it('are how it stands, each leaf as it settles, and the end', async () => {
    const batch = await accept(1)
    api.orchestrator.leaves.add('0000-00')
    const client = await watch(batch)
    expect(client.response.headers.get('content-type')).toBe('text/event-stream')
    expect(client.response.headers.get('cache-control')).toBe('no-store')
    const first = await client.next('progress')
    expect(first.data).toMatchObject({
      state: 'running',
      counts: { total: 2, queued: 1, running: 1, succeeded: 0 },
      timings: { slowestLeafMs: 0 },
      cost: { estimateUsd: 0, actualUsd: 0 },
      simulated: false,
    })

    await settleLeaf(batch, 0, 1)
    const leaf = await client.next('leaf')
    expect(leaf.data).toMatchObject({ leafId: '0000-01', state: 'succeeded', model: 'gpt-image-2' })
    expect((await client.next('progress')).data.counts).toMatchObject({ queued: 0, running: 1, succeeded: 1 })

    await settleLeaf(batch, 0, 0)
    expect((await client.next('leaf')).data.leafId).toBe('0000-00')
    await settleBatch(batch)
    const rest = await client.rest()
    expect(rest.at(-1)).toMatchObject({
      event: 'settled',
      data: { state: 'succeeded', counts: { succeeded: 2 } },
    })
    expect(rest.filter(({ event }) => event !== 'progress')).toHaveLength(1)
  })

  it('tell what batch APIs have of it, as that changes, and nothing of them once it has settled', async () => {
    const models = [{ ...OPENAI_MODEL, speed: 'economy' as const }]
    const batch = makeBatch(2, { models })
    await api.store.accept(batch)
    const at = '2026-11-26T14:02:00.000Z'
    const job = {
      version: 1 as const,
      batchId: batch.id,
      number: 1,
      provider: 'openai' as const,
      model: 'gpt-image-2',
      leaves: ['0000-00', '0001-00'],
      intendedAt: at,
      id: 'batch_abc',
      submittedAt: at,
    }
    await api.store.economy.writeJob(job)
    const client = await watch(batch)
    const first = await client.next('progress')
    expect(first.data).toMatchObject({
      counts: { running: 2 },
      economy: { submitted: 2, done: 0, jobs: 1, since: at },
    })
    await api.store.economy.writeJob({ ...job, counts: { done: 1, failed: 0 } })
    let told = first
    while (told.data.economy.done === 0) told = await client.next('progress')
    expect(told.data.economy).toMatchObject({ submitted: 2, done: 1 })
    await settle(api.store, batch, () => ({ speed: 'economy' }))
    expect((await client.next('leaf')).data).toMatchObject({ state: 'succeeded', speed: 'economy' })
    expect((await client.next('settled')).data).not.toHaveProperty('economy')
  })

  it('are all there at once of a batch that has settled', async () => {
    const batch = await accept(2)
    await settle(api.store, batch)
    const events = await (await watch(batch)).rest()
    expect(events.map(({ event }) => event)).toEqual([
      'progress',
      'leaf',
      'leaf',
      'leaf',
      'leaf',
      'progress',
      'settled',
    ])
  })

  it('go on from the last one heard, at any instance', async () => {
    const batch = await accept(2)
    await settleLeaf(batch, 0, 0)
    const client = await watch(batch)
    await client.next('leaf')
    const { id } = await client.next('progress')
    client.leave()

    await settleLeaf(batch, 1, 1)
    const other = createApp(api.deps)
    try {
      const back = await watch(batch, id, await other.listen({ port: 0, host: '127.0.0.1' }))
      expect((await back.next('leaf')).data.leafId).toBe('0001-01')
      await settleLeaf(batch, 0, 1)
      expect((await back.next('leaf')).data.leafId).toBe('0000-01')
      back.leave()
    } finally {
      await other.close()
    }
  })

  it('tell again of a leaf that settled otherwise after it was run again', async () => {
    const batch = await accept(1)
    await settle(api.store, batch, leafId => (leafId === '0000-00' ? { state: 'failed' } : {}))
    const [id] = (await (await watch(batch)).rest()).flatMap(event => event.id ?? [])
    await api.store.reopen(batch.id, 'failed')
    await settleLeaf(batch, 0, 0)
    await settleBatch(batch)
    const other = createApp(api.deps)
    try {
      const back = await watch(batch, id, await other.listen({ port: 0, host: '127.0.0.1' }))
      const leaves = (await back.rest()).filter(({ event }) => event === 'leaf')
      expect(leaves.map(({ data }) => [data.leafId, data.state])).toEqual([['0000-00', 'succeeded']])
    } finally {
      await other.close()
    }
  })

  it('tell that the batch is paused, which is not their end, and that it goes on', async () => {
    const batch = await accept(1)
    const client = await watch(batch)
    const untilTold = async (state: string) => {
      while ((await client.next('progress')).data.state !== state);
    }
    await untilTold('queued')
    await api.store.pause(batch.id)
    await untilTold('paused')
    await api.store.resume(batch.id)
    await untilTold('queued')
    await settleLeaf(batch, 0, 0)
    expect((await client.next('leaf')).data.leafId).toBe('0000-00')
    client.leave()
  })

  it('are over for good for whoever has heard the last, until the batch is opened again', async () => {
    const batch = await accept(1)
    await settle(api.store, batch, () => ({ state: 'failed' }))
    const last = (await (await watch(batch)).rest()).at(-1)
    expect(last?.event).toBe('settled')
    expect((await watch(batch, last?.id)).response.status).toBe(204)
    await api.store.reopen(batch.id, 'failed')
    const other = createApp(api.deps)
    try {
      const back = await watch(batch, last?.id, await other.listen({ port: 0, host: '127.0.0.1' }))
      expect((await back.next('progress')).data.counts.queued).toBe(2)
      back.leave()
    } finally {
      await other.close()
    }
  })

  it.each(['', 'x', 'AAAA', 'A'.repeat(9_000), 'c2V0dGxlZA', 'settled.2026-11-22T08:00:00.000Z'])(
    'start from the beginning after an id that is none: %.40s',
    async id => {
      const batch = await accept(1)
      await settle(api.store, batch)
      const events = await (await watch(batch, id)).rest()
      expect(events.filter(({ event }) => event === 'leaf')).toHaveLength(2)
    },
  )

  it('are none of a batch that does not exist', async () => {
    const response = await fetch(`${address}/batches/zzzzzzzzzz-zzzzzz/events`)
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })

  it('go on after the store was away', async () => {
    const batch = await accept(1)
    const client = await watch(batch)
    await client.next('progress')
    const list = vi.spyOn(api.store, 'settledLeaves').mockImplementation(() => {
      throw new Error('the store is away')
    })
    await vi.waitFor(() => expect(list).toHaveBeenCalled())
    list.mockRestore()
    await settleLeaf(batch, 0, 0)
    expect((await client.next('leaf')).data.leafId).toBe('0000-00')
    client.leave()
  })

  it('end when the API stops, and their clients come back elsewhere', async () => {
    const batch = await accept(1)
    const client = await watch(batch)
    await client.next('progress')
    const rest = client.rest()
    await api.app.close()
    expect((await rest).map(({ event }) => event)).not.toContain('settled')
  })

  it('cost one look for however many watch, and none once nobody does', async () => {
    const batch = await accept(1)
    const looks = vi.spyOn(api.store, 'settledLeaves')
    const clients = await Promise.all(Array.from({ length: 8 }, () => watch(batch)))
    await Promise.all(clients.map(client => client.next('progress')))
    looks.mockClear()
    const since = performance.now()
    await vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(2), 5_000)
    // Never more often than one feed looks, which eight would.
    expect(looks.mock.calls.length).toBeLessThanOrEqual((performance.now() - since) / 250 + 2)
    for (const client of clients) client.leave()
    await vi.waitFor(async () => {
      looks.mockClear()
      await new Promise(resolve => setTimeout(resolve, 600))
      expect(looks).not.toHaveBeenCalled()
    }, 10_000)
  })

  it('leave out nothing when thousands of leaves settle between two looks', async () => {
    const batch = await accept(1_000)
    const client = await watch(batch)
    await client.next('progress')
    await Promise.all([...leavesOf(batch)].map(leaf => api.store.writeRecord(makeRecord(batch, leaf))))
    await settleBatch(batch)
    const leaves = (await client.rest()).filter(({ event }) => event === 'leaf')
    expect(new Set(leaves.map(({ data }) => data.leafId)).size).toBe(2_000)
    expect(leaves).toHaveLength(2_000)
  })
})
