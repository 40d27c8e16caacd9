import { type Batch, batchIdDay } from '@contactsheet/contract'
import { BatchStore, IdempotencyKeys } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { STORE_KINDS } from '../../../../packages/storage/src/stores.testing.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

/** Estimated at $0.041. */
const FOX = { prompts: ['A fox'], models: ['gpt-image-2'] }

const TOKENS = ['ci:one', 'page:two', 'plain:three', 'four']
const RIGHTS = { ci: { dayUsd: 0.41, monthUsd: 0.6 }, page: { access: 'read' } }

let api: TestApi
beforeEach(async () => {
  api = await openApi({ tokens: TOKENS, rights: RIGHTS })
})
afterEach(async () => {
  vi.useRealTimers()
  await api.close()
})

function post(payload: object, { app = api.app, query = '', token = 'one', headers = {} } = {}) {
  return app.inject({
    method: 'POST',
    url: `/batches${query}`,
    payload,
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
}

function get(url: string, token = 'two') {
  return api.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
}

const foxes = (count: number) => ({ ...FOX, prompts: Array.from({ length: count }, (_, n) => `Fox ${n}`) })

async function accepted(payload: object = FOX, token = 'one'): Promise<Batch> {
  const batch = await api.store.batch((await post(payload, { token })).json().id)
  if (batch === undefined) throw new Error('The batch is not in the store.')
  return batch
}

/** @param what is to be done with a settled batch, as in `retry` */
async function again(id: string, what: string) {
  // The orchestrator has come through with it.
  api.orchestrator.started.length = 0
  return api.app.inject({
    method: 'POST',
    url: `/batches/${id}/${what}`,
    headers: { authorization: 'Bearer one' },
  })
}

describe.each(STORE_KINDS)('two processes of the API over one store on $kind', ({ open }) => {
  it('accept of 50 batches at once the ten that there is a budget for', async () => {
    const { objects, remove } = await open()
    const process = () =>
      createApp({ ...api.deps, store: new BatchStore(objects), keys: new IdempotencyKeys(objects) })
    const [one, other] = [process(), process()]
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) => post(FOX, { app: number % 2 === 0 ? one : other })),
    )
    const statuses = answers.map(({ statusCode }) => statusCode)
    expect(statuses.filter(status => status === 202)).toHaveLength(10)
    expect(statuses.filter(status => status === 402)).toHaveLength(40)
    expect(await Array.fromAsync(new BatchStore(objects).openBatches())).toHaveLength(10)
    await Promise.all([one.close(), other.close()])
    await remove()
  })
})

describe('the budget of a token', () => {
  it('refuses what it has no room for with what is left, what was asked and when it renews', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T12:00:00Z') })
    await accepted(foxes(9))
    for (const query of ['', '?dryRun']) {
      const response = await post(foxes(2), { query })
      expect(response.statusCode).toBe(402)
      expect(response.json()).toEqual({
        type: 'about:blank',
        title: 'Payment Required',
        status: 402,
        detail:
          'Over budget: The batch is estimated at $0.082, and the token "ci" has $0.041 left of $0.41 a day (dayUsd in TOKEN_RIGHTS). It renews at 2026-11-27T00:00:00.000Z.',
        instance: expect.any(String),
        leftUsd: 0.041,
        askedUsd: 0.082,
        renewsAt: '2026-11-27T00:00:00.000Z',
      })
    }
    expect(await Array.fromAsync(api.store.batchIds())).toHaveLength(1)
    expect((await post(FOX, { query: '?dryRun' })).statusCode).toBe(200)
    expect((await post(FOX)).statusCode).toBe(202)
  })

  it('renews with the day, and with the month where that is short too', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-30T23:00:00Z') })
    await accepted(foxes(10))
    vi.setSystemTime(new Date('2026-12-31T01:00:00Z'))
    expect((await post(foxes(5))).json()).toMatchObject({
      leftUsd: 0.19,
      renewsAt: '2027-01-01T00:00:00.000Z',
    })
    await accepted(foxes(4))
    vi.setSystemTime(new Date('2027-01-01T00:00:00Z'))
    expect((await post(foxes(10))).statusCode).toBe(202)
  })

  it('says of a batch that is more than all of it that waiting does not help', async () => {
    const problem = (await post(foxes(11))).json()
    expect(problem.detail).toContain('That is more than all of it: split the batch.')
    expect(problem.renewsAt).toBeUndefined()
  })

  it('refuses models without a known price, as nobody could say what they cost', async () => {
    const response = await post({ ...FOX, models: [{ id: 'gpt-image-2.5-flare', quality: 'max' }] })
    expect([response.statusCode, response.json().detail]).toEqual([
      422,
      expect.stringContaining('the token has a budget of $0.41 (TOKEN_RIGHTS)'),
    ])
    expect(
      (await post({ ...FOX, models: [{ id: 'gpt-image-2.5-flare', quality: 'max' }] }, { token: 'three' }))
        .statusCode,
    ).toBe(202)
  })

  it('is held by its own batches alone, which say whose they are', async () => {
    const batch = await accepted(foxes(10))
    expect(batch).toMatchObject({ madeBy: 'ci', version: 2 })
    expect((await get(`/batches/${batch.id}`)).json().madeBy).toBe('ci')
    expect((await get('/batches')).json().batches[0].madeBy).toBe('ci')
    expect((await accepted(FOX, 'three')).madeBy).toBe('plain')
    const nameless = await accepted(FOX, 'four')
    expect(nameless.madeBy).toBeUndefined()
  })

  it('is reserved once for the same request, however often it comes', async () => {
    const headers = { 'idempotency-key': 'a-key' }
    const other = createApp({ ...api.deps, store: new BatchStore(api.objects) })
    const answers = await Promise.all(
      [api.app, other, api.app, other].map(app => post(foxes(6), { app, headers })),
    )
    await other.close()
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202]))
    expect((await post(foxes(4))).statusCode).toBe(202)
  })

  it('gets back what was reserved for a batch that could not be started', async () => {
    api.orchestrator.down.add('start')
    expect((await post(foxes(10))).statusCode).toBe(503)
    api.orchestrator.down.clear()
    expect((await post(foxes(10))).statusCode).toBe(202)
  })

  it('counts what a batch cost, and what may have been charged, once it has settled', async () => {
    const batch = await accepted(foxes(10))
    await settle(api.store, batch, id =>
      id === '0000-00' ? { costUsd: 0.041, atRiskUsd: 0.041 } : { state: 'canceled', costUsd: 0 },
    )
    const response = await post(foxes(9))
    expect([response.statusCode, response.json().leftUsd]).toEqual([402, 0.328])
    expect((await post(foxes(8))).statusCode).toBe(202)
  })

  it('has to have room again for what a retry may cost', async () => {
    const batch = await accepted(foxes(10))
    await settle(api.store, batch, id => (id < '0004' ? { costUsd: 0.041 } : { state: 'failed', costUsd: 0 }))
    await accepted(foxes(2))
    const response = await again(batch.id, 'retry')
    expect(response.statusCode).toBe(402)
    expect(response.json()).toMatchObject({ leftUsd: 0.164, askedUsd: 0.246 })
    expect(response.json().detail).toContain(`accepted, ${batchIdDay(batch.id)}.`)
    expect(await api.store.isOpen(batch.id)).toBe(false)
    for (const other of await Array.fromAsync(api.store.openBatches()))
      await settle(api.store, (await api.store.batch(other)) ?? batch, () => ({ costUsd: 0 }))
    expect((await again(batch.id, 'retry')).statusCode).toBe(202)
    expect((await post(FOX)).statusCode).toBe(402)
  })

  it('has to have room for canceled leaves that are run, and for a leaf that is made again', async () => {
    const batch = await accepted(foxes(5))
    const settleAll = () =>
      settle(api.store, batch, id => (id < '0003' ? { costUsd: 0.041 } : { state: 'canceled', costUsd: 0 }))
    await settleAll()
    await accepted(foxes(6))
    // What is left is for one.
    const finish = await again(batch.id, 'finish')
    expect([finish.statusCode, finish.json()]).toMatchObject([402, { leftUsd: 0.041, askedUsd: 0.082 }])
    expect(await api.store.isOpen(batch.id)).toBe(false)
    expect((await again(batch.id, 'leaves/0000-00/rerun')).statusCode).toBe(202)
    expect((await post(FOX)).statusCode).toBe(402)
  })

  it('shows in the metrics as it was last read, and a scrape lists nothing of it', async () => {
    await accepted(foxes(2))
    const lists = vi.spyOn(api.objects, 'list')
    const { payload } = await get('/metrics')
    expect(payload).toContain('contactsheet_budget_limit_usd{token="ci",period="day"} 0.41')
    expect(payload).toContain('contactsheet_budget_reserved_usd{token="ci",period="month"} 0.082')
    expect(payload).toContain('contactsheet_budget_spent_usd{token="ci",period="day"} 0')
    expect(lists.mock.calls.map(([prefix]) => prefix)).toEqual(['open/'])
  })
})

describe('GET /usage', () => {
  const sums = (batches: number, images: number, costUsd: number, atRiskUsd = 0) => ({
    batches,
    images,
    costUsd,
    listUsd: costUsd,
    atRiskUsd,
  })

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T12:00:00Z') })
    const [first, second] = [await accepted(foxes(2)), await accepted(foxes(1), 'four')]
    await settle(api.store, first, id =>
      id === '0000-00' ? { costUsd: 0.041, atRiskUsd: 0.041 } : { state: 'failed', costUsd: 0 },
    )
    await settle(api.store, second, () => ({ costUsd: 0.041 }))
    await accepted(FOX)
    vi.setSystemTime(new Date('2026-11-28T12:00:00Z'))
    await settle(api.store, await accepted(foxes(1), 'three'), () => ({ costUsd: 0.041 }))
  })

  it('adds up settled batches by token, with how budgets stand, for a token that may only read', async () => {
    const response = await get('/usage')
    expect(response.statusCode).toBe(200)
    const period = { spentUsd: 0, reservedUsd: 0, limitUsd: 0.41, leftUsd: 0.41 }
    expect(response.json()).toEqual({
      from: '2026-11-01',
      to: '2026-11-28',
      rows: [
        sums(1, 1, 0.041),
        {
          name: 'ci',
          ...sums(1, 1, 0.041, 0.041),
          budget: {
            day: { ...period, renewsAt: '2026-11-29T00:00:00.000Z' },
            month: {
              limitUsd: 0.6,
              spentUsd: 0.082,
              reservedUsd: 0.041,
              leftUsd: 0.477,
              renewsAt: '2026-12-01T00:00:00.000Z',
            },
          },
        },
        { name: 'plain', ...sums(1, 1, 0.041) },
      ],
      total: sums(3, 3, 0.123, 0.041),
    })
  })

  it('adds them up by model and by day, of the days that are asked for', async () => {
    expect((await get('/usage?by=model&to=2026-11-27')).json().rows).toEqual([
      { name: 'gpt-image-2', ...sums(2, 2, 0.082, 0.041) },
    ])
    expect((await get('/usage?by=day')).json().rows).toEqual([
      { name: '2026-11-26', ...sums(2, 2, 0.082, 0.041) },
      { name: '2026-11-28', ...sums(1, 1, 0.041) },
    ])
    expect((await get('/usage?by=day&from=2026-11-27')).json().total).toEqual(sums(1, 1, 0.041))
  })

  it('counts batches that were removed', async () => {
    for (const id of await Array.fromAsync(api.store.batchIds())) await api.store.remove(id)
    expect((await get('/usage')).json().total.batches).toBe(3)
  })

  it.each([
    ['by=hour', 'must be one of: token, model, day'],
    ['from=yesterday', 'must be a day, as in 2026-11-26'],
    ['from=2026-11-30', 'must not be after to'],
  ])('refuses %s', async (query, why) => {
    const response = await get(`/usage?${query}`)
    expect([response.statusCode, response.json().detail]).toEqual([400, expect.stringContaining(why)])
  })
})
