import { type LeafRecord, PROVIDERS, recordSchema } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import { type Job, UnrecoverableError, WaitingChildrenError } from 'bullmq'
import { settleBatch } from '../settle.ts'
import type { JobQueue } from './backend.ts'
import { chunksOf } from './fan-out.ts'
import { type BatchJob, type LeafJob, leafQueue } from './jobs.ts'

/**
 * The batch's job, a step job in two phases. `fan-out` adds a job per leaf and then waits, holding no worker; BullMQ
 * takes it up again once every leaf has settled, for `settle`. A worker killed in either phase leaves a job that starts
 * that phase again, which does no harm: job ids are deterministic and settled leaves are left out.
 *
 * @param queues the queue of each provider's leaves, by name
 */
export function batchProcessor(store: BatchStore, queues: ReadonlyMap<string, JobQueue<LeafJob>>) {
  return async (job: Job<BatchJob>, token: string): Promise<void> => {
    const { batchId, phase } = job.data
    const batch = await store.batch(batchId)
    if (batch === undefined) throw new UnrecoverableError(`Batch ${batchId} is not in the store.`)
    const parent = { id: batchId, queue: job.queueQualifiedName }

    if (phase === 'fan-out') {
      const settled = await store.settledStates(batchId)
      for (const chunk of chunksOf(batch, new Set(settled.keys()), parent))
        for (const provider of PROVIDERS)
          await queues.get(leafQueue(provider))?.addBulk(chunk.get(provider) ?? [])
      await job.updateData({ ...job.data, phase: 'settle' })
    }
    if (await job.moveToWaitingChildren(token)) throw new WaitingChildrenError()
    await settleBatch(store, batch, await returnedRecords(job), await failureReasons(job))
  }
}

async function returnedRecords(job: Job<BatchJob>): Promise<Map<string, LeafRecord>> {
  const values = Object.values((await job.getChildrenValues()) ?? {})
  return new Map(
    values.map(value => {
      const record = recordSchema.parse(value)
      return [record.leafId, record]
    }),
  )
}

/** Why jobs failed that could not even write a record, by leaf id. */
async function failureReasons(job: Job<BatchJob>): Promise<Map<string, string>> {
  const failures = Object.entries((await job.getIgnoredChildrenFailures()) ?? {})
  // Keys end in the job's id, `<batch>.<leaf>`.
  return new Map(failures.map(([key, reason]) => [key.slice(key.lastIndexOf('.') + 1), reason]))
}
