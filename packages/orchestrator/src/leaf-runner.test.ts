import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, firstAttempt, KindError, recomposedBatch } from '@contactsheet/contract'
import { BatchStore, Claims, createDiskStore, type ObjectStore, Traces } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'
import { BatchMarks } from './batch-marks.ts'
import { rememberBatches } from './batches.ts'
import { type AttemptLeaf, createLeafRunner } from './leaf-runner.ts'
import { Leases } from './lease/lease.ts'

const attempt = firstAttempt()
const never = new AbortController().signal
const log = { info: vi.fn(), warn: vi.fn() }

let folder: string
let objects: ObjectStore
let store: BatchStore
let batch: Batch
let marks: BatchMarks

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-runner-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  store = new BatchStore(objects)
  await store.ready()
  batch = makeBatch(1)
  await store.accept(batch)
  marks = new BatchMarks(store)
  log.info.mockReset()
  log.warn.mockReset()
})

afterEach(async () => {
  marks.close()
  await rm(folder, { recursive: true, force: true })
})

/** A runner whose attempts succeed, unless told otherwise. */
function runnerWith(
  attemptLeaf: AttemptLeaf,
  {
    leases = new Leases(new Claims(objects), 'queue', log),
    traces,
  }: { leases?: Leases; traces?: Traces } = {},
) {
  return createLeafRunner({ store: rememberBatches(store), leases, marks, attemptLeaf, traces, log })
}

const succeed: AttemptLeaf = async (batch, leaf) => makeRecord(batch, leaf)

/** An attempt that runs until it is aborted, and settles as canceled if that is why. */
const untilAborted: AttemptLeaf = (batch, leaf, _attempt, signal) =>
  new Promise((resolve, reject) => {
    const end = () => {
      if (signal.reason instanceof KindError) resolve(makeRecord(batch, leaf, { state: 'canceled' }))
      else reject(signal.reason)
    }
    if (signal.aborted) end()
    signal.addEventListener('abort', end)
  })

describe('a leaf that is run', () => {
  it('is the one that is named, of a batch that is read once for all its leaves', async () => {
    const read = vi.spyOn(store, 'batch')
    const runLeaf = runnerWith(succeed)
    expect(await runLeaf(batch.id, '0000-01', attempt, never)).toMatchObject({ leafId: '0000-01' })
    expect(await runLeaf(batch.id, '0000-00', attempt, never)).toMatchObject({ leafId: '0000-00' })
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('is of the version that its job names, though the batch is remembered without it', async () => {
    const versions: (string | undefined)[] = []
    const runLeaf = runnerWith(async (batch, leaf) => {
      versions.push(leaf.version)
      return makeRecord(batch, leaf)
    })
    await runLeaf(batch.id, '0000-00', attempt, never)
    const look = { look: { template: 'center-box' }, titles: {}, keep: false }
    const next = recomposedBatch(batch, look, new Date())
    await store.recompose(next)
    const tag = next.versions?.[0]?.tag
    const read = vi.spyOn(store, 'batch')
    await runLeaf(batch.id, '0000-00', attempt, never, { tag })
    await runLeaf(batch.id, '0000-01', attempt, never, { tag })
    expect(versions).toEqual([undefined, tag, tag])
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('is not new where its job names a version, whatever the queue knows', async () => {
    const told: boolean[] = []
    const runLeaf = runnerWith(
      async (batch, leaf, _attempt, _signal, hold) => {
        told.push(hold.isNew())
        return makeRecord(batch, leaf)
      },
      { traces: new Traces(objects, 0) },
    )
    await runLeaf(batch.id, '0000-00', attempt, never, { first: true, tag: 'v2-k3xq' })
    expect(told).toEqual([false])
  })

  it('has its batch read while its lease is taken', async () => {
    const read = vi.spyOn(store, 'batch')
    const claims = new Claims(objects)
    vi.spyOn(claims, 'read').mockImplementation(async () => {
      await vi.waitUntil(() => read.mock.calls.length > 0)
      return undefined
    })
    const runLeaf = runnerWith(succeed, { leases: new Leases(claims, 'store', log) })
    expect(await runLeaf(batch.id, '0000-00', attempt, never)).toMatchObject({ leafId: '0000-00' })
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('is looked for among the traces of others only if the queue knows of no run before', async () => {
    const list = vi.spyOn(objects, 'list')
    const told: boolean[] = []
    const attemptLeaf: AttemptLeaf = async (batch, leaf, _attempt, _signal, hold) => {
      told.push(hold.isNew())
      const record = makeRecord(batch, leaf)
      await store.writeRecord(record)
      return record
    }
    const runLeaf = runnerWith(attemptLeaf, { traces: new Traces(objects, 0) })
    await runLeaf(batch.id, '0000-00', attempt, never)
    expect([told.pop(), list.mock.calls.length]).toEqual([false, 0])
    await runLeaf(batch.id, '0000-01', attempt, never, { first: true })
    expect([told.pop(), list.mock.calls.length]).toEqual([true, 3])
    await runLeaf(batch.id, '0000-01', attempt, never, { first: true })
    expect(told.pop()).toBe(false)
  })

  it('runs once for two jobs that ask for it at a time', async () => {
    const attemptLeaf = vi.fn(succeed)
    const runLeaf = runnerWith(attemptLeaf)
    const [first, second] = await Promise.all([
      runLeaf(batch.id, '0000-00', attempt, never),
      runLeaf(batch.id, '0000-00', attempt, never),
    ])
    expect(second).toEqual(first)
    expect(attemptLeaf).toHaveBeenCalledTimes(1)
  })

  it('is told to be nowhere when its batch is not in the store, or has no such leaf', async () => {
    const runLeaf = runnerWith(succeed)
    for (const [id, leafId, message] of [
      [makeBatch(1).id, '0000-00', /is not in the store/],
      [batch.id, '0009-00', /has no leaf 0009-00/],
    ] as const)
      await expect(runLeaf(id, leafId, attempt, never)).rejects.toMatchObject({
        kind: 'invalid',
        message: expect.stringMatching(message),
      })
  })

  it('is told in the log as it settled', async () => {
    await runnerWith(succeed)(batch.id, '0000-00', attempt, never)
    expect(log.info).toHaveBeenCalledWith(
      expect.objectContaining({ batchId: batch.id, leafId: '0000-00', state: 'succeeded' }),
      'leaf settled',
    )
    expect(log.warn).not.toHaveBeenCalled()
  })

  it('is told in one warning if it fails, with all that is known of why', async () => {
    const refused = new KindError('auth', 'Refused.', { status: 401, detail: 'invalid_api_key' })
    const failing = runnerWith(async (batch, leaf, _attempt, _signal, _hold, tell) => {
      tell(refused)
      return makeRecord(batch, leaf, { state: 'failed', error: refused.toFailure() })
    })
    const record = await failing(batch.id, '0000-01', attempt, never)
    expect(log.warn.mock.calls).toEqual([
      [
        {
          batchId: batch.id,
          leafId: '0000-01',
          kind: 'auth',
          message: 'Refused.',
          status: 401,
          detail: 'invalid_api_key',
          model: record.model,
          provider: record.provider,
          attempt: record.attempts,
          durationMs: record.durationMs,
          steps: record.steps,
        },
        'leaf failed',
      ],
    ])
    expect(log.info).not.toHaveBeenCalled()
  })

  it.each([
    ['without what a provider says of a prompt that it refuses', 'rejected', {}],
    ['with the place of a fault of ours', 'internal', { detail: 'HTTP 1', err: expect.any(Error) }],
  ] as const)('is told %s', async (_what, kind, told) => {
    const failure = new KindError(kind, 'Failed.', { detail: 'HTTP 1', cause: new Error('deep inside') })
    const failing = runnerWith(async (batch, leaf, _attempt, _signal, _hold, tell) => {
      tell(failure)
      return makeRecord(batch, leaf, { state: 'failed', error: failure.toFailure() })
    })
    await failing(batch.id, '0000-01', attempt, never)
    const [line] = log.warn.mock.calls[0] ?? []
    expect({ detail: line.detail, err: line.err }).toEqual({ detail: undefined, err: undefined, ...told })
  })

  it('is not told to have failed once more where it had settled before', async () => {
    const found = runnerWith(async (batch, leaf) =>
      makeRecord(batch, leaf, { state: 'failed', error: { kind: 'rejected', message: 'Refused.' } }),
    )
    await found(batch.id, '0000-01', attempt, never)
    expect(log.warn).not.toHaveBeenCalled()
  })

  it('is told of an attempt that failed what it failed for, and what comes next, which is nothing to warn of', async () => {
    const down = new KindError('unavailable', 'Down.', { detail: 'HTTP 503' })
    const failing = runnerWith(() => Promise.reject(down))
    await expect(failing(batch.id, '0000-01', attempt, never)).rejects.toBe(down)
    const line = {
      batchId: batch.id,
      leafId: '0000-01',
      kind: 'unavailable',
      message: 'Down.',
      detail: 'HTTP 503',
      model: batch.models[1]?.id,
      provider: batch.models[1]?.provider,
      attempt: 1,
      durationMs: expect.any(Number),
      next: 'retry',
    }
    expect(log.info.mock.calls).toEqual([[line, 'leaf attempt failed']])
    expect(log.warn).not.toHaveBeenCalled()
  })

  it('is told in a warning if nothing comes next, though no record could be written', async () => {
    const failing = runnerWith(() => Promise.reject(new KindError('auth', 'No key.')))
    await expect(failing(batch.id, '0000-01', attempt, never)).rejects.toThrow('No key.')
    expect(log.warn).toHaveBeenCalledWith(expect.objectContaining({ kind: 'auth' }), 'leaf failed')
  })

  it('breaks off when its batch is canceled, also before it began', async () => {
    const runLeaf = runnerWith(untilAborted)
    const running = runLeaf(batch.id, '0000-00', attempt, never)
    await store.cancel(batch.id)
    expect((await running).state).toBe('canceled')
    expect((await runLeaf(batch.id, '0000-01', attempt, never)).state).toBe('canceled')
  })

  it('breaks off when it is told to', async () => {
    const stop = new AbortController()
    const running = runnerWith(untilAborted)(batch.id, '0000-00', attempt, stop.signal)
    stop.abort(new Error('this worker is stopping'))
    await expect(running).rejects.toThrow('this worker is stopping')
  })

  it('runs in a batch that was canceled and opened again', async () => {
    const runLeaf = runnerWith(async (batch, leaf, _attempt, signal) =>
      makeRecord(batch, leaf, { state: signal.aborted ? 'canceled' : 'succeeded' }),
    )
    await store.cancel(batch.id)
    expect((await runLeaf(batch.id, '0000-00', attempt, never)).state).toBe('canceled')
    await store.reopen(batch.id, 'failed')
    expect((await runLeaf(batch.id, '0000-01', attempt, never)).state).toBe('succeeded')
  })
})
