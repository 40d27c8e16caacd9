import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, firstAttempt, leavesOf } from '@contactsheet/contract'
import { BatchStore, createDiskStore, type ObjectStore, WorkflowNotes } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { OrchestratorUnavailable } from '../orchestrator.ts'
import { workflowsOrchestrator } from './orchestrator.ts'
import type { TaskRun, TaskRuns } from './task-runs.ts'

/** A platform that starts runs, and lets the test say what becomes of them. */
class FakeRuns implements TaskRuns {
  readonly started: { task: string; args: unknown[] }[] = []
  readonly canceled: string[] = []
  readonly known = new Map<string, TaskRun>()
  pings = 0

  async start(task: string, args: unknown[]): Promise<string> {
    this.started.push({ task, args })
    const id = `trn-${this.started.length}`
    this.known.set(id, { status: 'pending' })
    return id
  }

  async get(id: string): Promise<TaskRun | undefined> {
    return this.known.get(id)
  }

  async cancel(id: string): Promise<void> {
    this.canceled.push(id)
    this.known.set(id, { status: 'canceled' })
  }

  async ping(): Promise<void> {
    this.pings++
  }
}

let folder: string
let objects: ObjectStore
let store: BatchStore
let notes: WorkflowNotes
let runs: FakeRuns
let batch: Batch

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-workflows-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  store = new BatchStore(objects)
  notes = new WorkflowNotes(objects)
  await store.ready()
  runs = new FakeRuns()
  batch = makeBatch(2)
  await store.accept(batch)
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** Starts the batch anew until it has used up its task runs, each of which ends as told. */
async function exhaust(end: TaskRun): Promise<void> {
  const { reconciled } = workflowsOrchestrator(store, notes, runs)
  for (let pass = 1; pass <= 4; pass++) {
    await reconciled.start(batch.id)
    runs.known.set(`trn-${pass}`, end)
  }
}

describe('the workflows orchestrator', () => {
  it('starts a batch as a task run that is given its id alone', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    expect(await orchestrator.knows(batch.id)).toBe(false)
    await orchestrator.start(batch.id)
    expect(runs.started).toEqual([{ task: 'generateBatch', args: [batch.id] }])
    expect(await orchestrator.knows(batch.id)).toBe(true)
  })

  it('takes a batch that is started twice for one, also after a restart', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    await Promise.all([orchestrator.start(batch.id), orchestrator.start(batch.id)])
    await orchestrator.start(batch.id)
    await workflowsOrchestrator(store, notes, runs).start(batch.id)
    expect(runs.started).toHaveLength(1)
  })

  it.each([
    ['pending', true],
    ['running', true],
    ['paused', true],
    ['completed', false],
    ['succeeded', false],
    ['failed', false],
    ['canceled', false],
  ])('takes a run that is %s for under way: %s', async (status, underWay) => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    await orchestrator.start(batch.id)
    runs.known.set('trn-1', { status })
    expect(await orchestrator.knows(batch.id)).toBe(underWay)
  })

  it('takes a run that Render has lost for ended', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    await orchestrator.start(batch.id)
    runs.known.clear()
    expect(await orchestrator.knows(batch.id)).toBe(false)
  })

  it('starts a batch that was opened again as a new run', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    await orchestrator.start(batch.id)
    runs.known.set('trn-1', { status: 'completed' })
    await orchestrator.start(batch.id)
    expect(runs.started).toHaveLength(2)
  })

  it('leaves no run behind that nobody can find', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    vi.spyOn(objects, 'put').mockRejectedValue(new Error('The store is full.'))
    await expect(orchestrator.start(batch.id)).rejects.toThrow('The store is full.')
    expect(runs.canceled).toEqual(['trn-1'])
  })

  it('tells which leaves were begun', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    const attempt = firstAttempt(0)
    await notes.writeAttempt(batch.id, '0001-00', attempt)
    expect(await orchestrator.running(batch)).toEqual(new Set(['0001-00']))
    expect(await orchestrator.running(makeBatch(1))).toEqual(new Set())
  })

  it('asks whether Render is there, but not at every request', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    const ping = vi.spyOn(runs, 'ping').mockRejectedValueOnce(new OrchestratorUnavailable('Gone.'))
    await expect(orchestrator.ready()).rejects.toThrow('Gone.')
    await orchestrator.ready()
    await orchestrator.ready()
    expect(ping).toHaveBeenCalledTimes(2)
  })

  it('leaves the canceling of a run under way to the run, which may hold a picture that is paid for', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    await orchestrator.start(batch.id)
    runs.known.set('trn-1', { status: 'running' })
    await store.cancel(batch.id)
    await orchestrator.cancel(batch.id)
    expect(runs.canceled).toEqual([])
    expect(await store.result(batch.id)).toBeUndefined()
  })

  it('says of a leaf that an earlier run had begun, when a run that waits is canceled, that it may be charged', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    await notes.writeAttempt(batch.id, '0000-00', firstAttempt())
    await orchestrator.start(batch.id)
    await store.cancel(batch.id)
    await orchestrator.cancel(batch.id)
    const [cut, never] = (await store.result(batch.id))?.records ?? []
    expect(cut?.error?.message).toContain('may be charged')
    expect(never?.error?.message).toContain('before this leaf ran')
  })

  it('cancels a run that still waits for its turn, and settles the batch', async () => {
    const orchestrator = workflowsOrchestrator(store, notes, runs)
    await orchestrator.cancel(batch.id)
    await orchestrator.start(batch.id)
    await store.cancel(batch.id)
    await orchestrator.cancel(batch.id)
    expect(runs.canceled).toEqual(['trn-1'])
    expect(await store.result(batch.id)).toMatchObject({ state: 'canceled', counts: { canceled: 4 } })
    expect(await store.isOpen(batch.id)).toBe(false)
  })
})

describe('an open batch that no task run has', () => {
  it('is started if it never was', async () => {
    await workflowsOrchestrator(store, notes, runs).reconciled.start(batch.id)
    expect(runs.started).toHaveLength(1)
  })

  it('is given another run if its run failed or was lost', async () => {
    const { start, reconciled } = workflowsOrchestrator(store, notes, runs)
    await start(batch.id)
    runs.known.set('trn-1', { status: 'failed', error: 'out of memory' })
    await reconciled.start(batch.id)
    runs.known.clear()
    await reconciled.start(batch.id)
    expect(runs.started).toHaveLength(3)
    await reconciled.start(batch.id)
    expect(await store.result(batch.id)).toBeUndefined()
  })

  it('is settled with the reason when its third run has failed, and what is done counts', async () => {
    const [first] = leavesOf(batch)
    if (first !== undefined) await store.writeRecord(makeRecord(batch, first))
    await exhaust({ status: 'failed', error: 'out of memory' })
    expect(runs.started).toHaveLength(3)
    const result = await store.result(batch.id)
    expect(result).toMatchObject({ state: 'partial', counts: { succeeded: 1, failed: 3 } })
    expect(result?.records[1]?.error).toEqual({
      kind: 'internal',
      message: expect.stringMatching(/3 times, last in task run trn-3: out of memory\. Run/),
    })
    expect(await store.isOpen(batch.id)).toBe(false)
  })

  it('is given a run however often runs of it have completed, as of one that was paused', async () => {
    await exhaust({ status: 'completed' })
    expect(runs.started).toHaveLength(4)
    expect(await store.isOpen(batch.id)).toBe(true)
    expect(await notes.run(batch.id)).toMatchObject({ starts: 1 })
  })

  it('is left alone whose run left it to the economy lane, until that is to be gone on with', async () => {
    const { start, reconciled } = workflowsOrchestrator(store, notes, runs)
    await start(batch.id)
    runs.known.set('trn-1', { status: 'completed' })
    await store.economy.writeLookAt(batch.id, Date.now() + 60_000)
    await reconciled.start(batch.id)
    expect(runs.started).toHaveLength(1)
    await store.economy.writeLookAt(batch.id, Date.now() - 1)
    await reconciled.start(batch.id)
    expect(runs.started).toHaveLength(2)
  })

  it('is started where it is nudged while it waits for the economy lane, and not otherwise', async () => {
    const { start, nudge } = workflowsOrchestrator(store, notes, runs)
    await start(batch.id)
    runs.known.set('trn-1', { status: 'completed' })
    await nudge(batch.id)
    expect(runs.started).toHaveLength(1)
    await store.economy.writeLookAt(batch.id, Date.now() + 60_000)
    await nudge(batch.id)
    expect(runs.started).toHaveLength(2)
  })

  it('tells, if its run was canceled, the leaves that ran and may be charged from those that never did', async () => {
    const { start, reconciled } = workflowsOrchestrator(store, notes, runs)
    await start(batch.id)
    await notes.writeAttempt(batch.id, '0000-01', { ...firstAttempt(), number: 2 })
    runs.known.set('trn-1', { status: 'canceled' })
    await reconciled.start(batch.id)
    const records = (await store.result(batch.id))?.records ?? []
    expect(records.map(({ attempts }) => attempts)).toEqual([0, 2, 0, 0])
    expect(records[0]?.error?.message).toBe('The batch was canceled before this leaf ran.')
    expect(records[1]?.error?.message).toMatch(/canceled while this leaf ran; .* may be charged/)
  })

  it('is settled as canceled if its run was canceled, and leaves that still run are told', async () => {
    const { start, reconciled } = workflowsOrchestrator(store, notes, runs)
    await start(batch.id)
    runs.known.set('trn-1', { status: 'canceled' })
    await reconciled.start(batch.id)
    expect(runs.started).toHaveLength(1)
    expect(await store.isCanceled(batch.id)).toBe(true)
    expect(await store.result(batch.id)).toMatchObject({ state: 'canceled', counts: { canceled: 4 } })
  })
})
