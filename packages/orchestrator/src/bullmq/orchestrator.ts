import type { Orchestrator } from '../orchestrator.ts'
import { connectBackend, type QueueAddress, withinPatience } from './backend.ts'
import { BATCH_QUEUE, type BatchJob, JOB_VERSION, LEAF_QUEUES, type LeafJob } from './jobs.ts'

/** Most running leaves looked at to tell which of a batch run now: beyond it the count is a lower bound. */
const MOST_ACTIVE = 2_000

/**
 * The producer's side of BullMQ. Connects in the background: `ready` tells whether it could.
 *
 * @param onError hears of every lost connection
 */
export function connectBullOrchestrator(
  address: QueueAddress,
  onError: (error: Error) => void,
): Orchestrator {
  const backend = connectBackend(address, 'producer', onError)
  const batches = backend.queue<BatchJob>(BATCH_QUEUE)
  const leaves = LEAF_QUEUES.map(name => backend.queue<LeafJob>(name))
  return {
    name: 'bullmq',
    async start(batchId) {
      const data: BatchJob = { version: JOB_VERSION, batchId, phase: 'fan-out' }
      await withinPatience(address, () => batches.add('batch', data, batchJobOptions(batchId)))
    },
    async knows(batchId) {
      return (await withinPatience(address, () => batches.getJobState(batchId))) !== 'unknown'
    },
    async running(batchId) {
      const active = await withinPatience(address, () =>
        Promise.all(leaves.map(queue => queue.getActive(0, MOST_ACTIVE - 1))),
      )
      return new Set(
        active
          .flat()
          .filter(job => job?.data.batchId === batchId)
          .map(job => job.data.leafId),
      )
    },
    async ready() {
      await withinPatience(address, () => batches.getJobState('none'))
    },
    async close() {
      await Promise.allSettled([batches, ...leaves].map(queue => queue.close()))
      await backend.close()
    },
  }
}

function batchJobOptions(batchId: string) {
  return {
    // The batch's id, so that starting a batch twice adds one job.
    jobId: batchId,
    // It fails only when the store does not answer: worth trying for long. After that the reconciler starts it anew.
    attempts: 20,
    backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
    removeOnComplete: true,
    removeOnFail: true,
  }
}
