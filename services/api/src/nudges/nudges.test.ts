import { type Batch, DOCUMENT_VERSION, type EconomyJob, type Provider } from '@contactsheet/contract'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, type TestApi } from '../api.testing.ts'

const SECRET = `whsec_${Buffer.from('a secret of a provider, long enough').toString('base64')}`

let api: TestApi
beforeEach(async () => {
  api = await openApi({
    tokens: ['a-token-of-somebody'],
    nudgeSecrets: {
      openai: { variable: 'OPENAI_WEBHOOK_SECRET', secret: SECRET },
      google: { variable: 'GEMINI_WEBHOOK_SECRET', secret: undefined },
    },
  })
})
afterEach(() => api.close())

/** An event as OpenAI sends it. */
function send(
  body: string,
  { secret = SECRET, at = new Date(), provider = 'openai' as Provider, signed = body } = {},
) {
  return api.app.inject({
    method: 'POST',
    url: `/nudges/${provider}`,
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'wh_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('wh_1', at, signed),
    },
    payload: body,
  })
}

const eventOf = (id: string) =>
  JSON.stringify({ id: 'evt_1', object: 'event', type: 'batch.completed', created_at: 1, data: { id } })

/** An open batch with a job at a provider. */
async function withJob(rest: Partial<EconomyJob>): Promise<Batch> {
  const batch = makeBatch(1)
  await api.store.accept(batch)
  await api.store.economy.writeJob({
    version: DOCUMENT_VERSION,
    batchId: batch.id,
    number: 1,
    provider: 'openai',
    model: 'gpt-image-2',
    leaves: ['0000-01'],
    intendedAt: new Date().toISOString(),
    ...rest,
  })
  return batch
}

describe('an event of a provider', () => {
  it('has the batch gone on with whose job it names, and no other', async () => {
    const collected = { at: new Date().toISOString(), missed: {} }
    const [meant] = [
      await withJob({ id: 'batch_1' }),
      await withJob({ id: 'batch_2' }),
      await withJob({ id: 'batch_1', collected }),
      await withJob({ id: 'batch_1', provider: 'google' }),
    ]
    expect((await send(eventOf('batch_1'))).statusCode).toBe(204)
    await vi.waitUntil(() => api.orchestrator.nudged.length > 0)
    await api.app.close()
    expect(api.orchestrator.nudged).toEqual([meant.id])
  })

  it('is taken whatever it tells', async () => {
    for (const body of ['{}', '[]', '{"data":{}}', eventOf('none of ours')])
      expect((await send(body)).statusCode).toBe(204)
    await api.app.close()
    expect(api.orchestrator.nudged).toEqual([])
  })

  it.each([
    [
      'signed with another secret',
      { secret: `whsec_${Buffer.from('the secret of a stranger').toString('base64')}` },
    ],
    ['of before the last five minutes', { at: new Date(Date.now() - 400_000) }],
    ['changed on its way', { signed: eventOf('batch_2') }],
  ])('is refused that is %s', async (_, rest) => {
    await withJob({ id: 'batch_1' })
    const { statusCode, body } = await send(eventOf('batch_1'), rest)
    expect(statusCode).toBe(401)
    expect(body).not.toContain(SECRET)
    await api.app.close()
    expect(api.orchestrator.nudged).toEqual([])
  })

  it('is refused without a signature, and by a name of the variable where no secret is set', async () => {
    const bare = await api.app.inject({ method: 'POST', url: '/nudges/openai', payload: { data: {} } })
    expect(bare.statusCode).toBe(401)
    const unset = await send(eventOf('batch_1'), { provider: 'google' })
    expect([unset.statusCode, unset.json().detail]).toEqual([
      404,
      expect.stringContaining('GEMINI_WEBHOOK_SECRET'),
    ])
  })

  it('is refused that is larger than any', async () => {
    expect((await send(JSON.stringify({ data: 'x'.repeat(70_000) }))).statusCode).toBe(413)
  })

  it('costs one pass over the open batches at a time, however many come', async () => {
    const batch = await withJob({ id: 'batch_1' })
    const passes = vi.spyOn(api.store, 'openBatches')
    await Promise.all(Array.from({ length: 40 }, () => send(eventOf('batch_1'))))
    await api.app.close()
    expect(new Set(api.orchestrator.nudged)).toEqual(new Set([batch.id]))
    expect(passes.mock.calls.length).toBeLessThan(40)
  })
})
