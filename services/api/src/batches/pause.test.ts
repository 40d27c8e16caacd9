import { type Batch, KindError, leafOf, type Problem } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

let api: TestApi
let batch: Batch
beforeEach(async () => {
  api = await openApi()
  batch = makeBatch(2)
  await api.store.accept(batch)
})
afterEach(() => api.close())

async function call(action: 'pause' | 'resume' | 'cancel' | 'retry' | 'recompose', app = api.app) {
  const body = action === 'recompose' ? { payload: { theme: 'light' } } : {}
  return app.inject({ method: 'POST', url: `/batches/${batch.id}/${action}`, ...body })
}

async function refusalOf(action: Parameters<typeof call>[0]): Promise<string> {
  const response = await call(action)
  expect(response.statusCode).toBe(409)
  return response.json<Problem>().detail ?? ''
}

/** The state of the batch by itself, and in the list. */
async function states(app = api.app): Promise<string[]> {
  const one = (await app.inject({ url: `/batches/${batch.id}` })).json()
  const list = (await app.inject({ url: '/batches' })).json().batches
  return [one.state, list[0].state]
}

const settleFirst = () => api.store.writeRecord(makeRecord(batch, leafOf(batch, 0, 0)))

describe('POST /batches/:id/pause', () => {
  it('marks the batch, which shows as paused from the answer on, with its leaves as they stand', async () => {
    await settleFirst()
    api.orchestrator.leaves.add('0000-01')
    const response = await call('pause')
    expect([response.statusCode, response.json()]).toMatchObject([
      202,
      { id: batch.id, state: 'paused', counts: { queued: 2, running: 1, succeeded: 1 } },
    ])
    expect(await api.store.isPaused(batch.id)).toBe(true)
    expect(await states()).toEqual(['paused', 'paused'])
  })

  it('may be repeated, and is seen by another instance of the API', async () => {
    const other = createApp({ ...api.deps })
    try {
      expect((await call('pause')).statusCode).toBe(202)
      expect((await call('pause', other)).json().state).toBe('paused')
      expect(await states(other)).toEqual(['paused', 'paused'])
      expect((await call('resume', other)).json().state).toBe('queued')
      await vi.waitFor(async () => expect(await states()).toEqual(['queued', 'queued']), 5_000)
    } finally {
      await other.close()
    }
  })

  it('is refused for a batch that has settled, and for one that is being canceled', async () => {
    await api.store.cancel(batch.id)
    expect(await refusalOf('pause')).toBe(
      `Batch ${batch.id} is being canceled, and settles soon: it cannot be paused.`,
    )
    await settle(api.store, batch)
    await vi.waitFor(async () => expect((await states())[0]).toBe('succeeded'), 5_000)
    expect(await refusalOf('pause')).toBe(
      `Batch ${batch.id} has settled (succeeded): there is nothing to pause.`,
    )
    expect(await api.store.isPaused(batch.id)).toBe(false)
  })

  it('is 404 for a batch that is not there, and 503 without a mark while the store is down', async () => {
    vi.spyOn(api.store, 'pause').mockRejectedValueOnce(new KindError('storage', 'Could not write.'))
    expect((await call('pause')).statusCode).toBe(503)
    expect(await states()).toEqual(['queued', 'queued'])
    const gone = await api.app.inject({ method: 'POST', url: '/batches/zzzzzzzzzz-zzzzzz/pause' })
    expect(gone.statusCode).toBe(404)
  })
})

describe('POST /batches/:id/resume', () => {
  it('takes the mark away, and has the batch started again', async () => {
    await settleFirst()
    await call('pause')
    const response = await call('resume')
    expect([response.statusCode, response.json().state]).toEqual([202, 'running'])
    expect(await api.store.isPaused(batch.id)).toBe(false)
    expect(api.orchestrator.started).toEqual([batch.id])
  })

  it('goes on starting it for a while: what found it paused may have been about to end', async () => {
    await call('pause')
    await call('resume')
    await vi.waitFor(() => expect(api.orchestrator.started.length).toBeGreaterThan(2), 5_000)
  })

  it('is accepted while the queue is down: the batch is found by whoever looks after open ones', async () => {
    await call('pause')
    api.orchestrator.down.add('start')
    expect((await call('resume')).statusCode).toBe(202)
    expect([await api.store.isOpen(batch.id), await api.store.isPaused(batch.id)]).toEqual([true, false])
  })

  it('is refused for a batch that is not paused, whether it is open, canceled or has settled', async () => {
    const sentence = (state: string) =>
      `Batch ${batch.id} is not paused (${state}): there is nothing to resume.`
    expect(await refusalOf('resume')).toBe(sentence('queued'))
    await call('pause')
    await settle(api.store, batch)
    await vi.waitFor(async () => expect((await states())[0]).toBe('succeeded'), 5_000)
    expect(await refusalOf('resume')).toBe(sentence('succeeded'))
  })
})

describe('a paused batch', () => {
  it('is canceled like any other, and shows that at once', async () => {
    await call('pause')
    const response = await call('cancel')
    expect([response.statusCode, response.json().state]).toEqual([202, 'queued'])
    expect(await refusalOf('resume')).toContain('is not paused')
    await vi.waitFor(() => expect(api.orchestrator.started).toEqual([batch.id]), 5_000)
    expect((await api.store.settledStates(batch)).size).toBe(4)
  })

  it('is open, and so neither retried nor recomposed', async () => {
    await call('pause')
    for (const action of ['retry', 'recompose'] as const)
      expect(await refusalOf(action)).toBe(
        `Batch ${batch.id} is paused, and open. Resume it, or cancel it: this can be done once it has settled.`,
      )
  })
})
