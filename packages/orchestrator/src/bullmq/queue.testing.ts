import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, type Limits, leafById, type Result } from '@contactsheet/contract'
import { BatchStore, Claims, createDiskStore, type ObjectStore } from '@contactsheet/storage'
import { vi } from 'vitest'
import { makeRecord } from '../../../../tests/support/batch.ts'
import { BatchMarks } from '../batch-marks.ts'
import { type AdvanceLane, createLaneRunner } from '../lane-runner.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { Leases } from '../lease/lease.ts'
import type { Orchestrator } from '../orchestrator.ts'
import { connectBackend, type JobQueue, type QueueAddress } from './backend.ts'
import type { LeafJob } from './jobs.ts'
import { connectBullOrchestrator } from './orchestrator.ts'
import type { SlotObserver } from './slot-observer.ts'
import { startBullWorkers, type Workers } from './workers.ts'

/** A queue in a namespace of its own, with a store to go with it. */
export interface TestQueue {
  store: BatchStore
  /** What the store is made of, to damage things. */
  objects: ObjectStore
  orchestrator: Orchestrator
  /** What its workers see of the marks of batches. */
  marks: BatchMarks
  startWorker(runLeaf: LeafRunner, concurrency?: number): Promise<Workers>
  /** BullMQ's own view of one of its queues. */
  look<Data = LeafJob>(name: string): JobQueue<Data>
  /** Runs leaves as the leaf package would, and counts how often each ran. `before` may throw in place of a leaf. */
  leafCounter(
    batch: Batch,
    before?: (leafId: string, tries: number) => Promise<void> | void,
  ): { tries: Map<string, number>; runLeaf: LeafRunner }
  /** Has the store accept a batch, and starts it. */
  start(batch: Batch): Promise<void>
  settled(batch: Batch): Promise<Result>
  close(): Promise<void>
}

/** Of batches that have no lane. */
const noLane: AdvanceLane = async ({ id }) => {
  throw new Error(`batch ${id} was not expected to have an economy lane`)
}

export async function openQueue(
  url: string,
  limits: Limits = {},
  advance: AdvanceLane = noLane,
  slots?: SlotObserver,
): Promise<TestQueue> {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-orchestrator-'))
  const objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  const store = new BatchStore(objects)
  await store.ready()
  const address: QueueAddress = { url, prefix: `test_${randomBytes(6).toString('hex')}`, limits }
  const onError = () => {}
  const log = { info: () => {}, warn: () => {} }
  const orchestrator = connectBullOrchestrator(address, onError)
  const backend = connectBackend(address, 'producer', onError)
  const opened: { close(): Promise<unknown> }[] = [backend]
  const workers: Workers[] = []
  const marks = new BatchMarks(store)
  return {
    store,
    objects,
    orchestrator,
    marks,
    async startWorker(runLeaf, concurrency = 50) {
      const leases = new Leases(new Claims(objects), 'queue', log)
      const laneLeases = new Leases(new Claims(objects), 'store', log)
      const started = await startBullWorkers(address, {
        store,
        batches: store,
        runLeaf,
        runLane: createLaneRunner({ leases: laneLeases, marks, advance }),
        marks,
        leases,
        concurrency,
        ...(slots === undefined ? {} : { slots }),
        onError,
      })
      workers.push(started)
      return started
    },
    look<Data>(name: string) {
      const queue = backend.queue<Data>(name)
      opened.unshift(queue)
      return queue
    },
    leafCounter(batch, before = () => {}) {
      const tries = new Map<string, number>()
      const runLeaf: LeafRunner = async (_batchId, leafId, attempt) => {
        const count = (tries.get(leafId) ?? 0) + 1
        tries.set(leafId, count)
        await before(leafId, count)
        const record = makeRecord(batch, leafById(batch, leafId), { attempts: attempt.number })
        await store.writeRecord(record)
        return record
      }
      return { tries, runLeaf }
    },
    async start(batch) {
      await store.accept(batch)
      await orchestrator.start(batch.id)
    },
    settled: batch =>
      vi.waitUntil(async () => await store.result(batch.id), { timeout: 25_000, interval: 20 }),
    async close() {
      await Promise.all(workers.map(worker => worker.close(0)))
      marks.close()
      for (const part of opened) await part.close()
      await orchestrator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
