import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, type KindError, leafById, newBatchId } from '@contactsheet/contract'
import type { LeafTools } from '@contactsheet/leaf'
import { Cancellations } from '@contactsheet/orchestrator'
import type { ImageProvider } from '@contactsheet/providers'
import { createLogger } from '@contactsheet/runtime'
import { BatchStore, Claims, createDiskStore, type ObjectStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { leafRunner } from './leaves.ts'

const attempt = { number: 1, last: false, patient: true, startedAt: Date.now() }
const never = new AbortController().signal

let folder: string
let objects: ObjectStore
let store: BatchStore
let batch: Batch
let cancellations: Cancellations

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-worker-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  store = new BatchStore(objects)
  await store.ready()
  batch = makeBatch(1)
  await store.accept(batch)
  cancellations = new Cancellations(store)
})

afterEach(async () => {
  cancellations.close()
  await rm(folder, { recursive: true, force: true })
})

function runnerWith(generate: ImageProvider['generate']) {
  const preload = async () => {}
  const tools: LeafTools = {
    store,
    providers: {
      openai: { name: 'openai', preload, generate },
      google: { name: 'google', preload, generate },
    },
    compose: async original => Buffer.from(original),
  }
  return leafRunner(tools, cancellations, new Claims(objects), createLogger('test', 'silent'))
}

const picture = { bytes: Buffer.from('x'), contentType: 'image/png', simulated: true } as const

describe('a worker', () => {
  it('runs the leaf that a job names', async () => {
    const runLeaf = runnerWith(async () => picture)
    expect(await runLeaf(batch.id, '0000-01', attempt, never)).toMatchObject({
      state: 'succeeded',
      leafId: '0000-01',
    })
  })

  it('pays once for a leaf that two jobs ask for at a time', async () => {
    const generate = vi.fn(async () => picture)
    const runLeaf = runnerWith(generate)
    const [first, second] = await Promise.all([
      runLeaf(batch.id, '0000-00', attempt, never),
      runLeaf(batch.id, '0000-00', attempt, never),
    ])
    expect(second).toEqual(first)
    expect(generate).toHaveBeenCalledTimes(1)
  })

  it('waits for a leaf that another process claims, and reuses what that one made', async () => {
    batch = makeBatch(1, { id: newBatchId(Date.now() - 60_000) })
    await store.accept(batch)
    const other = new Claims(objects)
    await other.renew(batch.id, '0000-00')
    const generate = vi.fn(async () => picture)
    const waiting = runnerWith(generate)(batch.id, '0000-00', attempt, never)
    await store.keepOriginal(batch, leafById(batch, '0000-00'), picture)
    await other.release(batch.id, '0000-00')
    expect((await waiting).state).toBe('succeeded')
    expect(generate).not.toHaveBeenCalled()
  })

  it('says so when the batch is not in the store', async () => {
    const runLeaf = runnerWith(async () => picture)
    await expect(runLeaf(makeBatch(1).id, '0000-00', attempt, never)).rejects.toThrow(/is not in the store/)
  })

  it('does not start a leaf of a canceled batch', async () => {
    const generate = vi.fn(async () => picture)
    await store.cancel(batch.id)
    const record = await runnerWith(generate)(batch.id, '0000-00', attempt, never)
    expect(record.state).toBe('canceled')
    expect(generate).not.toHaveBeenCalled()
  })

  it('breaks off a running leaf when its batch is canceled', async () => {
    const runLeaf = runnerWith(
      (_request, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as KindError)),
        ),
    )
    const running = runLeaf(batch.id, '0000-00', attempt, never)
    await store.cancel(batch.id)
    expect((await running).state).toBe('canceled')
  })

  it('runs the leaves of a batch that was canceled and opened again', async () => {
    const runLeaf = runnerWith(async () => picture)
    await store.cancel(batch.id)
    await runLeaf(batch.id, '0000-00', attempt, never)
    await store.reopen(batch.id)
    expect((await runLeaf(batch.id, '0000-01', attempt, never)).state).toBe('succeeded')
  })
})
