import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, firstAttempt, type Leaf, leavesOf, recomposedBatch } from '@contactsheet/contract'
import { BatchStore, createDiskStore, type ObjectStore, WorkflowNotes } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import type { LaneStand } from '../lane-runner.ts'
import { batchTask, FanOutRefused } from './batch-task.ts'

const never = new AbortController().signal

let folder: string
let objects: ObjectStore
let store: BatchStore
let notes: WorkflowNotes

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-workflows-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  store = new BatchStore(objects)
  await store.ready()
  notes = new WorkflowNotes(objects)
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs a batch whose leaves succeed, unless `before` says otherwise. Tells which leaves ran, and how many at once. */
async function run(
  batch: Batch,
  {
    window = 50,
    canceled = never,
    isPaused = (): boolean => false,
    before = (_leaf: Leaf): unknown => undefined,
    lane = {} as Partial<LaneStand>,
  } = {},
) {
  const ran: string[] = []
  let running = 0
  let peak = 0
  const runLeaf = async (leaf: Leaf) => {
    ran.push(leaf.id)
    peak = Math.max(peak, ++running)
    try {
      const other = await before(leaf)
      await new Promise(resolve => setImmediate(resolve))
      return other ?? makeRecord(batch, leaf)
    } finally {
      running--
    }
  }
  const marks = { canceled, isPaused }
  const runLane = async () => ({
    leaves: new Set<string>(),
    lookAt: undefined,
    isAtProviders: false,
    attempts: new Map(),
    ...lane,
  })
  const result = await batchTask({ store, notes, window, runLeaf, marks, runLane }, batch)
  return { result, ran, peak }
}

/** A leaf's record in the result. */
async function recordOf(batch: Batch, leafId: string) {
  return (await store.result(batch.id))?.records.find(record => record.leafId === leafId)
}

describe('a batch as a task', () => {
  it('runs every leaf once, in order, and settles', async () => {
    const batch = makeBatch(5)
    await store.accept(batch)
    const { result, ran } = await run(batch)
    expect(ran).toEqual([...leavesOf(batch)].map(leaf => leaf.id))
    expect(result).toMatchObject({ state: 'succeeded', counts: { total: 10, succeeded: 10 } })
    expect(await store.outcome(batch.id)).toEqual(result)
    expect(await store.isOpen(batch.id)).toBe(false)
  })

  it('runs the leaves of another version alone, and those of a newer one where it is recomposed meanwhile', async () => {
    const first = makeBatch(2)
    const before = async (leaf: Leaf) => {
      const record = makeRecord(first, leaf)
      await store.writeRecord(record)
      return record
    }
    await store.accept(first)
    await run(first, { before })
    const titled = recomposedBatch(
      first,
      { look: {}, titles: { '0001-00': 'Another' }, keep: false },
      new Date(),
    )
    await store.recompose(titled)
    expect((await run(titled, { before })).ran).toEqual(['0001-00'])
    const last = recomposedBatch(titled, { look: { theme: 'light' }, titles: {}, keep: false }, new Date())
    await store.recompose(last)
    const { result } = await run(titled, { before })
    expect(result?.batch).toEqual(last)
    expect((await store.settledStates(last)).size).toBe(4)
  })

  it('hands over no more leaves at once than its window', async () => {
    const batch = makeBatch(30)
    const { ran, peak } = await run(batch, { window: 7 })
    expect(ran).toHaveLength(60)
    expect(peak).toBe(7)
  })

  it('hands over the next leaf when any has settled, not when all of a round have', async () => {
    const batch = makeBatch(3)
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    const { ran } = await run(batch, {
      window: 2,
      before: leaf => {
        if (leaf.id === '0002-01') release()
        return leaf.id === '0000-00' ? gate : undefined
      },
    })
    expect(ran).toHaveLength(6)
  })

  it('runs only what has not settled', async () => {
    const batch = makeBatch(2)
    const [done, failed] = leavesOf(batch)
    if (done === undefined || failed === undefined) throw new Error('unreachable')
    await store.writeRecord(makeRecord(batch, done))
    await store.writeRecord(makeRecord(batch, failed, { state: 'failed' }))
    const { result, ran } = await run(batch)
    expect(ran).toEqual(['0001-00', '0001-01'])
    expect(result).toMatchObject({ state: 'partial', counts: { succeeded: 3, failed: 1 } })
  })

  it('settles as failed a leaf whose run failed for good, with the reason and its attempts', async () => {
    const batch = makeBatch(1)
    await notes.writeAttempt(batch.id, '0000-01', { ...firstAttempt(5), number: 4 })
    const { result } = await run(batch, {
      before: leaf => {
        if (leaf.id === '0000-01') throw new Error('Subtask failed: unavailable (503): OpenAI is down.')
      },
    })
    expect(result?.state).toBe('partial')
    expect(await recordOf(batch, '0000-01')).toMatchObject({
      state: 'failed',
      attempts: 4,
      startedAt: new Date(5).toISOString(),
      error: { kind: 'unavailable', status: 503, message: 'OpenAI is down.' },
    })
    expect(await store.settledStates(batch.id)).toEqual(new Map([['0000-01', 'failed']]))
  })

  it.each([
    [
      'is killed',
      new Error('Subtask failed: start command exited'),
      /without a record: .*start command exited/,
    ],
    ['returns nothing', null, /without a record: its run returned nothing/],
    [
      'returns why it cannot run',
      { error: { kind: 'invalid', message: 'No such leaf.' } },
      /^No such leaf\.$/,
    ],
  ])('accounts for a leaf whose run %s', async (_, outcome, message) => {
    const batch = makeBatch(1)
    await run(batch, {
      before: leaf => {
        if (leaf.id !== '0000-00') return undefined
        if (outcome instanceof Error) throw outcome
        return outcome ?? 'nothing'
      },
    })
    expect(await recordOf(batch, '0000-00')).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(message) },
    })
  })

  it('believes the record in the store when the run of its leaf was lost afterwards', async () => {
    const batch = makeBatch(1)
    const { result } = await run(batch, {
      before: async leaf => {
        await store.writeRecord(makeRecord(batch, leaf))
        throw new Error('Subtask failed: the machine was lost')
      },
    })
    expect(result?.state).toBe('succeeded')
  })

  it('stays open when the platform takes no more leaves, and goes on from there', async () => {
    const batch = makeBatch(5)
    await store.accept(batch)
    let handed = 0
    const refused = run(batch, {
      window: 2,
      before: async leaf => {
        if (++handed > 4) throw new Error('HTTP 500: try later')
        await store.writeRecord(makeRecord(batch, leaf))
      },
    })
    await expect(refused).rejects.toThrow(FanOutRefused)
    await expect(refused).rejects.toThrow(`Start generateBatch with ["${batch.id}"] to go on`)
    expect(await store.isOpen(batch.id)).toBe(true)
    const { result, ran } = await run(batch)
    expect(ran).toHaveLength(6)
    expect(result?.counts).toMatchObject({ total: 10, succeeded: 10 })
  })

  it('hands over nothing more once the batch is canceled', async () => {
    const batch = makeBatch(10)
    const cancel = new AbortController()
    const { result, ran } = await run(batch, {
      window: 3,
      canceled: cancel.signal,
      before: leaf => {
        if (leaf.id === '0001-00') cancel.abort()
      },
    })
    expect(ran).toHaveLength(3)
    expect(result).toMatchObject({ state: 'canceled', counts: { succeeded: 3, canceled: 17 } })
    expect((await store.settledStates(batch.id)).size).toBe(17)
  })

  it('hands over nothing more once the batch is paused, and leaves it open', async () => {
    const batch = makeBatch(10)
    await store.accept(batch)
    let paused = false
    const { result, ran } = await run(batch, {
      window: 3,
      isPaused: () => paused,
      before: async leaf => {
        if (leaf.id !== '0001-00') return
        paused = true
        await store.pause(batch.id)
      },
    })
    expect([result, ran.length]).toEqual([undefined, 3])
    expect([await store.isOpen(batch.id), (await store.settledStates(batch)).size]).toEqual([true, 0])
  })

  it('leaves those out that the economy lane has, and is left open with a note when to go on', async () => {
    const batch = makeBatch(2)
    await store.accept(batch)
    const lookAt = Date.now() + 60_000
    const { result, ran } = await run(batch, { lane: { leaves: new Set(['0000-01', '0001-01']), lookAt } })
    expect([result, ran]).toEqual([undefined, ['0000-00', '0001-00']])
    expect(await store.isOpen(batch.id)).toBe(true)
    expect(await store.economy.lookAt(batch.id)).toBe(lookAt)
    expect((await run(batch)).result?.counts).toMatchObject({ total: 4, succeeded: 4 })
  })

  it('notes the attempts that the economy lane has come to, for leaves to go on from', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    const attempts = new Map([['0000-01', { ...firstAttempt(), number: 3 }]])
    await run(batch, { lane: { attempts } })
    expect(await notes.attempt(batch.id, '0000-01')).toMatchObject({ number: 2 })
    expect(await notes.attempt(batch.id, '0000-00')).toBeUndefined()
  })

  it('settles a paused batch of which nothing is left to start', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    const { result } = await run(batch, { before: async () => store.pause(batch.id) })
    expect(result?.counts).toMatchObject({ total: 2, succeeded: 2 })
    expect(await store.isOpen(batch.id)).toBe(false)
  })

  it('hands leaves out again that were parked, if the batch is resumed before the others have ended', async () => {
    const batch = makeBatch(2)
    await store.accept(batch)
    let asked = 0
    const { result, ran } = await run(batch, {
      before: leaf => (leaf.id === '0001-00' && ++asked === 1 ? { parked: true } : undefined),
    })
    expect(ran).toEqual(['0000-00', '0000-01', '0001-00', '0001-01', '0001-00'])
    expect(result?.counts).toMatchObject({ total: 4, succeeded: 4 })
  })

  it('leaves a batch open whose leaves were parked while its own look at the mark was old', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    await store.pause(batch.id)
    const { result, ran } = await run(batch, { before: () => ({ parked: true }) })
    expect([result, ran.length, await store.isOpen(batch.id)]).toEqual([undefined, 2, true])
  })
})
