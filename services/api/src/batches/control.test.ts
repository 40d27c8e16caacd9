import { type Batch, KindError, leavesOf, type Problem, resultOf } from '@contactsheet/contract'
import { sheetKey } from '@contactsheet/storage'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function accept(batch: Batch): Promise<Batch> {
  await api.store.accept(batch)
  return batch
}

async function call(action: 'cancel' | 'retry' | 'finish', id: string, app = api.app) {
  return app.inject({ method: 'POST', url: `/batches/${id}/${action}` })
}

async function stateOf(id: string, app = api.app): Promise<string> {
  return (await app.inject({ url: `/batches/${id}` })).json().state
}

const FAILED = {
  state: 'failed',
  error: { kind: 'unavailable', message: 'The provider is down.' },
} as const

/** A settled batch of four leaves, the second prompt's failed. */
async function partial(): Promise<Batch> {
  const batch = await accept(makeBatch(2))
  await settle(api.store, batch, leafId => (leafId.startsWith('0001') ? FAILED : {}))
  return batch
}

describe('a batch that was shown open a moment ago, and has settled since', () => {
  let batch: Batch
  beforeEach(async () => {
    batch = await accept(makeBatch(2))
    expect(await stateOf(batch.id)).toBe('queued')
    await settle(api.store, batch, leafId => (leafId.startsWith('0001') ? FAILED : {}))
  })
  const deleteOne = () => api.app.inject({ method: 'DELETE', url: `/images/${batch.id}/0000-00` })

  it('can be run again', async () => {
    expect((await call('retry', batch.id)).statusCode).toBe(202)
  })

  it('has images deleted', async () => {
    expect((await deleteOne()).statusCode).toBe(204)
  })

  it('can neither be canceled nor paused', async () => {
    const answers = await Promise.all(
      ['cancel', 'pause'].map(action =>
        api.app.inject({ method: 'POST', url: `/batches/${batch.id}/${action}` }),
      ),
    )
    expect(answers.map(answer => [answer.statusCode, answer.json().detail])).toEqual([
      [409, `Batch ${batch.id} has settled (partial): there is nothing to cancel.`],
      [409, `Batch ${batch.id} has settled (partial): there is nothing to pause.`],
    ])
    expect(await api.store.isCanceled(batch.id)).toBe(false)
  })
})

describe('POST /batches/:id/cancel', () => {
  it('marks the batch, settles the leaves that wait, and leaves those alone that run', async () => {
    const batch = await accept(makeBatch(2))
    api.orchestrator.leaves.add('0000-01')
    const response = await call('cancel', batch.id)
    expect([response.statusCode, response.json().id]).toEqual([202, batch.id])
    expect(await api.store.isCanceled(batch.id)).toBe(true)
    await vi.waitFor(async () => {
      const states = await api.store.settledStates(batch.id)
      expect([...states.keys()]).toEqual(['0000-00', '0001-00', '0001-01'])
      expect(new Set(states.values())).toEqual(new Set(['canceled']))
    }, 5_000)
  })

  it('answers once the marker is there, and the API finishes the rest before it closes', async () => {
    const batch = await accept(makeBatch(2))
    const running = Promise.withResolvers<Set<string>>()
    vi.spyOn(api.orchestrator, 'running')
      .mockResolvedValueOnce(new Set())
      .mockReturnValueOnce(running.promise)
    expect((await call('cancel', batch.id)).statusCode).toBe(202)
    expect((await api.store.settledStates(batch.id)).size).toBe(0)
    const closed = api.app.close()
    running.resolve(new Set())
    await closed
    expect((await api.store.settledStates(batch.id)).size).toBe(4)
  })

  it('logs what goes wrong after its answer', async () => {
    const lines: string[] = []
    const loud = await openApi({ log: pino({ level: 'error' }, { write: line => lines.push(line) }) })
    const batch = makeBatch(1)
    await loud.store.accept(batch)
    await loud.app.inject({ url: `/batches/${batch.id}` })
    vi.spyOn(loud.store, 'settledStates').mockRejectedValue(new KindError('storage', 'Could not list.'))
    expect((await call('cancel', batch.id, loud.app)).statusCode).toBe(202)
    await loud.close()
    expect(lines.join('')).toContain('could not settle what waits of a canceled batch')
    expect(lines.join('')).toContain(batch.id)
  })

  it('can be repeated', async () => {
    const batch = await accept(makeBatch(1))
    const statuses = await Promise.all([1, 2, 3].map(async () => (await call('cancel', batch.id)).statusCode))
    expect(statuses).toEqual([202, 202, 202])
  })

  it('is refused for a batch that has settled', async () => {
    const batch = await partial()
    const response = await call('cancel', batch.id)
    expect(response.statusCode).toBe(409)
    expect(response.json<Problem>().detail).toBe(
      `Batch ${batch.id} has settled (partial): there is nothing to cancel.`,
    )
    expect(await api.store.isCanceled(batch.id)).toBe(false)
  })

  it('is 404 for a batch that is not there, and 503 without a mark while the store is down', async () => {
    expect((await call('cancel', 'zzzzzzzzzz-zzzzzz')).statusCode).toBe(404)
    const batch = await accept(makeBatch(1))
    vi.spyOn(api.store, 'cancel').mockRejectedValueOnce(new KindError('storage', 'Could not write.'))
    expect((await call('cancel', batch.id)).statusCode).toBe(503)
  })
})

describe('POST /batches/:id/retry', () => {
  it('opens the batch for its failed leaves alone, and starts it', async () => {
    const batch = await partial()
    const response = await call('retry', batch.id)
    expect(response.statusCode).toBe(202)
    expect(response.json()).toMatchObject({
      id: batch.id,
      state: 'running',
      counts: { succeeded: 2, queued: 2, failed: 0 },
    })
    expect(api.orchestrator.started).toEqual([batch.id])
    expect(await api.store.isOpen(batch.id)).toBe(true)
    expect((await api.app.inject({ url: '/batches' })).json().batches[0].state).toBe('running')
  })

  it('shows the new result once the leaves have run again', async () => {
    const batch = await partial()
    await call('retry', batch.id)
    await settle(api.store, batch)
    await vi.waitFor(async () => expect(await stateOf(batch.id)).toBe('succeeded'), 5_000)
  })

  it('has its wall-clock go on from where it stood when the batch settled, an hour ago', async () => {
    const at = Date.now() - 3_600_000
    const batch = await accept(makeBatch(2, { createdAt: new Date(at).toISOString() }))
    const settledAt = new Date(at + 5_000).toISOString()
    await settle(api.store, batch, leafId => ({ settledAt, ...(leafId === '0001-00' ? FAILED : {}) }))
    const wallClockMs = async () =>
      (await api.app.inject({ url: `/batches/${batch.id}` })).json().timings.wallClockMs
    expect(await wallClockMs()).toBe(5_000)
    await call('retry', batch.id)
    const open = await wallClockMs()
    expect(open).toBeGreaterThanOrEqual(5_000)
    expect(open).toBeLessThan(600_000)
  })

  it('takes the sheet away, which showed the failures', async () => {
    const batch = await partial()
    await api.objects.put(sheetKey(batch.id), Buffer.from('jpeg'), { contentType: 'image/jpeg' })
    await call('retry', batch.id)
    expect(await api.objects.stat(sheetKey(batch.id))).toBeUndefined()
  })

  it('is refused while the batch is open, or still being closed', async () => {
    const batch = await accept(makeBatch(1))
    expect((await call('retry', batch.id)).statusCode).toBe(409)
    const closing = await partial()
    await api.store.accept(closing)
    const response = await call('retry', closing.id)
    expect(response.statusCode).toBe(409)
    expect(response.json<Problem>().detail).toContain(`Batch ${closing.id} is still open.`)
    expect(api.orchestrator.started).toEqual([])
  })

  it('waits for whatever settled the batch to be gone, which would take the start for its own', async () => {
    const batch = await partial()
    const knows = vi.spyOn(api.orchestrator, 'knows').mockResolvedValueOnce(true).mockResolvedValueOnce(true)
    expect((await call('retry', batch.id)).statusCode).toBe(202)
    expect(knows).toHaveBeenCalledTimes(3)
    expect(api.orchestrator.started).toEqual([batch.id])
  })

  it('is refused for now, and changes nothing, if that takes long', async () => {
    const batch = await partial()
    api.orchestrator.started.push(batch.id)
    const response = await call('retry', batch.id)
    expect([response.statusCode, response.headers['retry-after']]).toEqual([409, '5'])
    expect(await stateOf(batch.id)).toBe('partial')
  })

  it('is refused where nothing failed', async () => {
    const batch = await accept(makeBatch(1))
    await settle(api.store, batch)
    const response = await call('retry', batch.id)
    expect([response.statusCode, response.json<Problem>().detail]).toEqual([
      409,
      `Batch ${batch.id} has no failed leaf to run again.`,
    ])
  })

  it('changes nothing while the queue is down', async () => {
    const batch = await partial()
    api.orchestrator.down.add('knows')
    expect((await call('retry', batch.id)).statusCode).toBe(503)
    expect(await stateOf(batch.id)).toBe('partial')
    expect(await api.store.isOpen(batch.id)).toBe(false)
  })

  it('is accepted if the queue goes down meanwhile: the batch is open, and will be started', async () => {
    const batch = await partial()
    api.orchestrator.down.add('start')
    expect((await call('retry', batch.id)).statusCode).toBe(202)
    expect(await api.store.isOpen(batch.id)).toBe(true)
  })

  it('is soon seen by another instance of the API, in the batch and in the list', async () => {
    const batch = await partial()
    const other = createApp({ ...api.deps })
    try {
      expect(await stateOf(batch.id, other)).toBe('partial')
      const lines = async () => (await other.inject({ url: '/batches' })).json().batches
      expect((await lines())[0].state).toBe('partial')
      await call('retry', batch.id)
      await vi.waitFor(async () => expect((await lines())[0].state).toBe('running'), 5_000)
      await vi.waitFor(async () => expect(await stateOf(batch.id, other)).toBe('running'), 5_000)
      const records = [...leavesOf(batch)].map(leaf => makeRecord(batch, leaf))
      for (const record of records) await api.store.writeRecord(record)
      await api.store.settle(draftOf(resultOf(batch, records)))
      await vi.waitFor(async () => expect(await stateOf(batch.id, other)).toBe('succeeded'), 5_000)
      expect((await lines())[0].state).toBe('succeeded')
    } finally {
      await other.close()
    }
  })
})

describe('POST /batches/:id/finish', () => {
  const CANCELED = {
    state: 'canceled',
    error: { kind: 'canceled', message: 'The batch was canceled.' },
  } as const

  /** A settled batch of four leaves that was canceled when the first prompt's had settled, one of them failed. */
  async function canceled(): Promise<Batch> {
    const batch = await accept(makeBatch(2))
    await api.store.cancel(batch.id)
    const ends: Record<string, typeof FAILED | typeof CANCELED> = {
      '0000-01': FAILED,
      '0001-00': CANCELED,
      '0001-01': CANCELED,
    }
    await settle(api.store, batch, leafId => ends[leafId] ?? {})
    return batch
  }

  it('opens the batch for its canceled leaves alone, and starts it', async () => {
    const batch = await canceled()
    const response = await call('finish', batch.id)
    expect([response.statusCode, response.json().counts]).toEqual([
      202,
      expect.objectContaining({ succeeded: 1, failed: 1, queued: 2, canceled: 0 }),
    ])
    expect(api.orchestrator.started).toEqual([batch.id])
    expect(await api.store.isCanceled(batch.id)).toBe(false)
  })

  it('leaves canceled leaves to it, which a retry does not run', async () => {
    const batch = await canceled()
    expect((await call('retry', batch.id)).json().counts).toMatchObject({ queued: 1, canceled: 2 })
  })

  it('is refused where none was canceled, and while the batch is open', async () => {
    const batch = await partial()
    const response = await call('finish', batch.id)
    expect([response.statusCode, response.json<Problem>().detail]).toEqual([
      409,
      `Batch ${batch.id} has no canceled leaf to run again.`,
    ])
    const open = await accept(makeBatch(1))
    expect((await call('finish', open.id)).json<Problem>().detail).toContain('is still open')
  })
})
