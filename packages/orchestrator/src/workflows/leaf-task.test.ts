import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, chargeOf, firstAttempt, KindError, leafById, MAX_WAIT_MS } from '@contactsheet/contract'
import { BatchStore, createDiskStore, type ObjectStore, WorkflowNotes } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import type { Marks } from '../batch-marks.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { leafTask } from './leaf-task.ts'

const LEAF = '0000-01'
const never = new AbortController().signal
const unmarked: Marks = { canceled: never, isPaused: () => false }
/** Of a call that brought nothing. */
const charge = chargeOf(OPENAI_MODEL, false, undefined)

let folder: string
let objects: ObjectStore
let store: BatchStore
let notes: WorkflowNotes
let batch: Batch

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-workflows-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  store = new BatchStore(objects)
  await store.ready()
  notes = new WorkflowNotes(objects)
  batch = makeBatch(1)
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** A leaf whose attempts fail as told, one after the other, and then succeed. */
function leafThat(...failures: KindError[]) {
  return vi.fn<LeafRunner>(async (_batchId, leafId, attempt) => {
    const failure = failures.shift()
    if (failure !== undefined) throw failure
    return makeRecord(batch, leafById(batch, leafId), { attempts: attempt.number })
  })
}

const attempt = (runLeaf: LeafRunner, marks: Partial<Marks> = {}) =>
  leafTask(notes, runLeaf, batch.id, LEAF, { ...unmarked, ...marks })

describe('a leaf as a task', () => {
  it('is noted as begun, and returns its record', async () => {
    const runLeaf = leafThat()
    expect(await attempt(runLeaf)).toMatchObject({ leafId: LEAF, attempts: 1 })
    expect(runLeaf.mock.calls[0]?.[2]).toMatchObject({ number: 1, waits: 0 })
    expect(await notes.begun(batch)).toEqual(new Set([LEAF]))
  })

  it('has its attempts counted anew in another version', async () => {
    await expect(attempt(leafThat(new KindError('unavailable', 'Down.')))).rejects.toThrow('Down.')
    const runLeaf = leafThat()
    await leafTask(notes, runLeaf, batch.id, LEAF, unmarked, 'v2-k3xq')
    expect(runLeaf.mock.calls[0]?.slice(2)).toMatchObject([{ number: 1 }, never, { tag: 'v2-k3xq' }])
    await attempt(runLeaf)
    expect(runLeaf.mock.calls[1]?.[2]).toMatchObject({ number: 2 })
  })

  it('throws what another attempt can help, as a text that tells kind and status', async () => {
    const runLeaf = leafThat(new KindError('unavailable', 'OpenAI is down.', { status: 503 }))
    await expect(attempt(runLeaf)).rejects.toThrow(/^unavailable \(503\): OpenAI is down\.$/)
  })

  it('returns what no attempt can help, so that the platform does not try again', async () => {
    const runLeaf = leafThat(new KindError('invalid', 'No such batch.'))
    expect(await attempt(runLeaf)).toEqual({ error: { kind: 'invalid', message: 'No such batch.' } })
  })

  it('goes on with another model at once, which an attempt from another process knows of', async () => {
    const refusal = new KindError('rejected', 'Refused.', { fallback: OPENAI_MODEL })
    const tried = [{ kind: 'rejected', message: 'Refused.' }]
    const runLeaf = leafThat(refusal, new KindError('unavailable', 'Down.'))
    await expect(attempt(runLeaf)).rejects.toThrow('Down.')
    expect(runLeaf.mock.calls.map(([, , attempt]) => attempt)).toMatchObject([
      { number: 1, tried: [] },
      { number: 1, tried },
    ])
    const again = leafThat()
    await attempt(again)
    expect(again.mock.calls[0]?.[2]).toMatchObject({ number: 2, tried })
  })

  it('never throws an empty text, which would pass for success', async () => {
    const broken: LeafRunner = () => Promise.reject(new Error(''))
    await expect(attempt(broken)).rejects.toThrow(/^internal: ./)
  })

  it('counts its attempts from process to process, and knows the last', async () => {
    const down = () => leafThat(new KindError('unavailable', 'Down.'))
    for (const _ of [1, 2, 3]) await expect(attempt(down())).rejects.toThrow()
    const first = await notes.attempt(batch.id, LEAF)
    const last = leafThat()
    expect(await attempt(last)).toMatchObject({ attempts: 4 })
    expect(last.mock.calls[0]?.[2]).toMatchObject({ number: 4, startedAt: first?.startedAt })
  })

  it('counts what may have been charged for nothing, and what failed how, from process to process', async () => {
    const blank = () => leafThat(new KindError('bad_image', 'No picture.', { charge }))
    await expect(attempt(blank())).rejects.toThrow('bad_image')
    expect(await notes.attempt(batch.id, LEAF)).toMatchObject({
      charges: [charge],
      failures: { bad_image: 1 },
    })
    expect(await attempt(blank())).toMatchObject({ error: { kind: 'bad_image' } })
  })

  it('knows when each of its tries ran, from process to process', async () => {
    const down = leafThat(new KindError('rate_limited', 'Later.'), new KindError('unavailable', 'Down.'))
    await expect(attempt(down)).rejects.toThrow('Down.')
    const last = leafThat()
    await attempt(last)
    const { startedAt = 0, retries = [] } = last.mock.calls[0]?.[2] ?? {}
    expect(retries.map(({ kind }) => kind)).toEqual(['rate_limited', 'unavailable'])
    const times = retries.flatMap(retry => [retry.startedAt, retry.endedAt])
    expect([startedAt, ...times]).toEqual([startedAt, ...times].sort((a, b) => a - b))
  })

  it('reads what a release wrote that did not count them', async () => {
    const { failures: _failures, charges: _charges, retries: _retries, ...old } = firstAttempt(0)
    const note = { version: 1, leafId: LEAF, ...old }
    await objects.put(`batches/${batch.id}/attempts/${LEAF}.json`, Buffer.from(JSON.stringify(note)), {
      contentType: 'application/json',
    })
    expect(await attempt(leafThat())).toMatchObject({ attempts: 2 })
  })

  it('goes on from the number of charges that a release wrote which kept no more of them', async () => {
    const { charges: _, ...old } = firstAttempt(0)
    const note = { version: 1, leafId: LEAF, ...old, charged: 2 }
    await objects.put(`batches/${batch.id}/attempts/${LEAF}.json`, Buffer.from(JSON.stringify(note)), {
      contentType: 'application/json',
    })
    await expect(attempt(leafThat(new KindError('bad_image', 'No picture.', { charge })))).rejects.toThrow()
    const last = leafThat()
    await attempt(last)
    expect(last.mock.calls[0]?.[2]).toMatchObject({ number: 3, charged: 2, charges: [charge] })
  })

  it('waits for a rate limit itself, without using up an attempt', async () => {
    const limit = () => new KindError('rate_limited', 'Slow down.', { retryAfterMs: 20 })
    const runLeaf = leafThat(limit(), limit())
    expect(await attempt(runLeaf)).toMatchObject({ attempts: 1 })
    expect(runLeaf).toHaveBeenCalledTimes(3)
    expect(await notes.attempt(batch.id, LEAF)).toMatchObject({ number: 1, waits: 2 })
  })

  it('has had enough of waiting after a quarter of an hour, in all its attempts together', async () => {
    const before = { ...firstAttempt(0), waits: 9, waitedMs: MAX_WAIT_MS }
    await notes.writeAttempt(batch.id, LEAF, before)
    const runLeaf = leafThat(new KindError('rate_limited', 'Slow down.'))
    await expect(attempt(runLeaf)).rejects.toThrow('rate_limited: Slow down.')
    expect(runLeaf.mock.calls[0]?.[2]).toMatchObject({ number: 2, waitedMs: MAX_WAIT_MS })
  })

  it('sits out an outage of the store before it has begun', async () => {
    vi.spyOn(objects, 'get').mockRejectedValueOnce(new KindError('storage', 'No answer.'))
    expect(await attempt(leafThat())).toMatchObject({ attempts: 1 })
  })

  it('of a paused batch is parked, and counts as not begun, whatever failed before', async () => {
    const runLeaf = leafThat()
    expect(await attempt(runLeaf, { isPaused: () => true })).toEqual({ parked: true })
    await expect(attempt(leafThat(new KindError('unavailable', 'Down.')))).rejects.toThrow('Down.')
    expect(await notes.begun(batch)).toEqual(new Set([LEAF]))
    expect(await attempt(runLeaf, { isPaused: () => true })).toEqual({ parked: true })
    expect([runLeaf.mock.calls.length, (await notes.begun(batch)).size]).toEqual([0, 0])
  })

  it('of a paused batch is parked in place of waiting for a rate limit and calling again', async () => {
    const runLeaf = leafThat(new KindError('rate_limited', 'Slow down.', { retryAfterMs: 20 }))
    expect(await attempt(runLeaf, { isPaused: () => runLeaf.mock.calls.length > 0 })).toEqual({
      parked: true,
    })
    expect(runLeaf).toHaveBeenCalledTimes(1)
    expect(await notes.begun(batch)).toEqual(new Set())
  })

  it('of a paused batch goes on if it may have been charged, so that this is not forgotten', async () => {
    const charged = new KindError('bad_image', 'No picture.', { charge })
    await expect(attempt(leafThat(charged))).rejects.toThrow('bad_image')
    const runLeaf = leafThat()
    expect(await attempt(runLeaf, { isPaused: () => true })).toMatchObject({ leafId: LEAF, attempts: 2 })
    expect(runLeaf.mock.calls[0]?.[2]).toMatchObject({ charges: [charge] })
  })

  it('does not wait any longer when the batch is canceled', async () => {
    const cancel = new AbortController()
    const runLeaf = vi.fn<LeafRunner>(async (_batchId, leafId, _attempt, signal) => {
      if (signal.aborted) return makeRecord(batch, leafById(batch, leafId), { state: 'canceled' })
      setImmediate(() => cancel.abort())
      throw new KindError('rate_limited', 'Much later.', { retryAfterMs: 600_000 })
    })
    expect(await attempt(runLeaf, { canceled: cancel.signal })).toMatchObject({ state: 'canceled' })
  })
})
