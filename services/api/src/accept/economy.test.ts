import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

/** Two leaves of $0.041 each, at once. */
const REQUEST = { prompts: ['A fox', 'A hen'], models: ['gpt-image-2'], speed: 'economy' }
const HOUR_MS = 3_600_000

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function post(body: object, query = '', headers = {}) {
  const request = { method: 'POST' as const, url: `/batches${query}`, payload: body, headers }
  const response = await api.app.inject(request)
  return { status: response.statusCode, ...response.json() }
}

/** The same as a table, with the rest of the request in the query. */
async function postTable(query: string, payload = 'prompt\nA fox\nA hen\n') {
  const headers = { 'content-type': 'text/csv' }
  const response = await api.app.inject({ method: 'POST', url: `/batches?${query}`, payload, headers })
  return { status: response.statusCode, ...response.json() }
}

const storedBatch = async ({ id }: { id: string }) => {
  const batch = await api.store.batch(id)
  if (batch === undefined) throw new Error('It is not in the store.')
  return batch
}

/** From acceptance of a batch to its deadline, in hours. */
async function hoursOf(accepted: { id: string }): Promise<number> {
  const { createdAt, deadline = '' } = await storedBatch(accepted)
  return (Date.parse(deadline) - Date.parse(createdAt)) / HOUR_MS
}

describe('POST /batches with speed economy', () => {
  it('is estimated at half, and says what it would be at once', async () => {
    expect(await post(REQUEST, '?dryRun')).toMatchObject({ status: 200, estimateUsd: 0.041, asapUsd: 0.082 })
    const accepted = await post(REQUEST)
    expect(accepted).toMatchObject({ status: 202, estimateUsd: 0.041, asapUsd: 0.082, warnings: [] })
    expect((await storedBatch(accepted)).models).toMatchObject([{ id: 'gpt-image-2', speed: 'economy' }])
  })

  it('says of a dry run at once what it would be so, where the lane makes any of its models', async () => {
    const { speed: _, ...asap } = REQUEST
    const dryRun = await post(asap, '?dryRun')
    expect(dryRun).toMatchObject({ estimateUsd: 0.082, economyUsd: 0.041 })
    expect(dryRun).not.toHaveProperty('asapUsd')
    const mixed = await post({ ...asap, models: ['gpt-image-2', 'gpt-image-2.6-flare'] }, '?dryRun')
    expect(mixed).toMatchObject({ estimateUsd: 0.164, economyUsd: 0.123 })
    expect(await post({ ...asap, models: ['gpt-image-2.6-flare'] }, '?dryRun')).not.toHaveProperty(
      'economyUsd',
    )
    expect(await post(asap)).not.toHaveProperty('economyUsd')
  })

  it.each(['', '?dryRun'])(
    'runs models without a lane at once, with a warning, or refuses them%s',
    async query => {
      const models = ['gpt-image-2', 'gemini-nano-banana-2.1']
      const mixed = await post({ ...REQUEST, models }, query)
      expect(mixed).toMatchObject({ estimateUsd: 0.1082, asapUsd: 0.1492 })
      expect(mixed.warnings).toEqual([
        'No batch API of a provider makes gemini-nano-banana-2.1: images of it run at once, at the full price.',
      ])
      const refused = await post({ ...REQUEST, models, economy: 'only' }, query)
      expect(refused).toMatchObject({ status: 400, errors: [{ field: 'models[1]' }] })
      expect(refused.errors).toHaveLength(1)
      expect(refused.detail).toMatch(
        /gemini-nano-banana-2\.1 is not made by .* Those that are: gpt-image-2, gemini-3/,
      )
    },
  )

  it.each([
    [{ speed: 'slow' }, 'speed'],
    [{ economy: 'maybe' }, 'economy'],
    [{ speed: 'asap', economy: 'prefer' }, 'economy'],
    [{ speed: undefined, deadline: 6 }, 'deadline'],
    [{ deadline: 0 }, 'deadline'],
    [{ deadline: 169 }, 'deadline'],
    [{ deadline: '2026-11-20T12:00:00Z' }, 'deadline'],
    [{ deadline: '2100-01-01T00:00:00+02:00' }, 'deadline'],
    [{ deadline: 'friday' }, 'deadline'],
  ])('is refused %j', async (rest, field) => {
    for (const query of ['', '?dryRun']) {
      const answer = await post({ ...REQUEST, ...rest }, query)
      expect([answer.status, answer.errors.map((error: { field: string }) => error.field)]).toEqual([
        400,
        [field],
      ])
    }
    expect(api.orchestrator.started).toEqual([])
  })

  it('keeps the time of its deadline, however that was said', async () => {
    expect(await hoursOf(await post({ ...REQUEST, deadline: 1.5 }))).toBe(1.5)
    const at = new Date(Date.now() + 5 * HOUR_MS)
    const there = new Date(at.getTime() + 2 * HOUR_MS).toISOString().replace('Z', '+02:00')
    const { deadline } = await storedBatch(await post({ ...REQUEST, deadline: there }))
    expect(deadline).toBe(at.toISOString())
  })

  it('with a deadline may cost what it does at once, and that is what limits go by', async () => {
    const late = { ...REQUEST, deadline: 6 }
    expect(await post(late, '?dryRun')).toMatchObject({ estimateUsd: 0.041, estimateMostUsd: 0.082 })
    expect(await post({ ...late, maxCostUsd: 0.06 })).toMatchObject({
      estimateUsd: 0.041,
      estimateMostUsd: 0.06,
    })
    expect(await post({ ...REQUEST, maxCostUsd: 0.041 })).toMatchObject({ status: 202 })
    expect(await post({ ...late, maxCostUsd: 0.04 })).toMatchObject({
      status: 422,
      errors: [
        {
          field: 'maxCostUsd',
          message: 'The batch is estimated at $0.041; at most $0.04 is allowed (maxCostUsd)',
        },
      ],
    })
  })

  it('is held to what the deployment pays for a batch by the most it may cost', async () => {
    const limits = { ...api.deps.limits, maxCostUsd: 0.05 }
    const thrifty = await openApi({ limits })
    const send = async (payload: object) =>
      (await thrifty.app.inject({ method: 'POST', url: '/batches', payload })).json()
    expect(await send(REQUEST)).toMatchObject({ state: 'queued' })
    expect((await send({ ...REQUEST, deadline: 6 })).detail).toContain(
      'up to $0.082, with what its deadline has made at once; at most $0.05 is allowed (MAX_COST_USD)',
    )
    expect(await send({ ...REQUEST, deadline: 6, maxCostUsd: 0.05 })).toMatchObject({ state: 'queued' })
    await thrifty.close()
  })

  it('is answered again for its Idempotency-Key as the first time', async () => {
    const headers = { 'idempotency-key': 'half' }
    const first = await post({ ...REQUEST, deadline: 6 }, '', headers)
    expect(first).toMatchObject({ status: 202, asapUsd: 0.082 })
    expect(await post({ ...REQUEST, deadline: 6 }, '', headers)).toEqual(first)
    expect((await post({ ...REQUEST, deadline: 7 }, '', headers)).status).toBe(422)
  })
})

describe('a request with a deadline that comes again', () => {
  afterEach(() => vi.useRealTimers())

  it('is answered as before once the deadline has passed, and is refused without its key', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const headers = { 'idempotency-key': 'late' }
    const body = { ...REQUEST, deadline: new Date(Date.now() + HOUR_MS).toISOString() }
    const first = await post(body, '', headers)
    vi.setSystemTime(Date.now() + 2 * HOUR_MS)
    expect(await post(body, '', headers)).toEqual(first)
    expect(await post(body)).toMatchObject({ status: 400, errors: [{ field: 'deadline' }] })
    const batch = await storedBatch(first)
    expect(api.orchestrator.started).toEqual([batch.id])
  })
})

describe('a table of prompts with speed economy', () => {
  it('makes the same batch as the same request in JSON', async () => {
    const query = 'models=gpt-image-2&speed=economy&economy=only'
    expect(await postTable(`${query}&dryRun`)).toMatchObject({
      status: 200,
      estimateUsd: 0.041,
      asapUsd: 0.082,
    })
    const [table, json] = [await postTable(query), await post({ ...REQUEST, economy: 'only' })]
    const [ofTable, ofJson] = [await storedBatch(table), await storedBatch(json)]
    expect(ofTable).toEqual({ ...ofJson, id: ofTable.id, createdAt: ofTable.createdAt })
  })

  it.each([
    ['36', 36],
    ['0.5', 0.5],
  ])('takes a deadline of %s for hours', async (deadline, hours) => {
    const accepted = await postTable(`models=gpt-image-2&speed=economy&deadline=${deadline}`)
    expect(await hoursOf(accepted)).toBe(hours)
  })

  it('takes a deadline that is a time', async () => {
    const at = new Date(Date.now() + 5 * HOUR_MS).toISOString()
    const offset = encodeURIComponent(at.replace('Z', '+00:00'))
    for (const deadline of [at, offset]) {
      const accepted = await postTable(`models=gpt-image-2&speed=economy&deadline=${deadline}`)
      expect((await storedBatch(accepted)).deadline).toBe(at)
    }
  })

  it.each(['soon', '-1', '200', '2020-01-01T00:00:00Z'])(
    'is refused a deadline of %s, by its name',
    async deadline => {
      const answer = await postTable(`models=gpt-image-2&speed=economy&deadline=${deadline}`)
      expect(answer).toMatchObject({ status: 400, errors: [{ field: 'deadline' }] })
    },
  )
})
