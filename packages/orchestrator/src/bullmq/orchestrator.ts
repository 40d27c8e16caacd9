import { batchIdTime, limitedNames } from '@contactsheet/contract'
import { remember } from '@contactsheet/runtime'
import { TIMING } from '../lease/timing.ts'
import type { Orchestrator } from '../orchestrator.ts'
import { connectBackend, type QueueAddress } from './backend.ts'
import { BATCH_QUEUE, type BatchJob, JOB_VERSION, type LeafJob, leafOfJob, leafQueue } from './jobs.ts'
import { probeFailure } from './unwritable.ts'

/** Most jobs of a queue looked at to find those of one batch. */
const MOST_LOOKED_AT = 2_000

/** How long it is remembered which leaves run, in milliseconds: one answer for all batches that are looked at together. */
const ACTIVE_MS = 100

/** Those of jobs that are there: what has ended is removed. */
const STATES = ['active', 'waiting', 'prioritized', 'delayed', 'waiting-children'] as const

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
  const leaves = limitedNames(address.limits).map(name => backend.queue<LeafJob>(leafQueue(name)))
  // Their ids say enough: the jobs themselves would be some hundred reads.
  const active = remember(ACTIVE_MS, () =>
    backend.ask(() => Promise.all(leaves.map(queue => queue.getRanges(['active'], 0, MOST_LOOKED_AT - 1)))),
  )
  return {
    name: 'bullmq',
    async start(batchId, { again = false } = {}) {
      const data: BatchJob = { version: JOB_VERSION, batchId, phase: 'fan-out' }
      const delay = again ? untilClaimed(batchId) : 0
      await backend.ask(() => batches.add('batch', data, { ...batchJobOptions(batchId), delay }))
    },
    async knows(batchId) {
      return (await backend.ask(() => batches.getJobState(batchId))) !== 'unknown'
    },
    async running({ id }) {
      const jobs = (await active()).flat().map(leafOfJob)
      return new Set(jobs.filter(job => job.batchId === id).map(job => job.leafId))
    },
    async cancel(batchId) {
      await backend.ask(async () => {
        const delayed = await Promise.all(leaves.map(queue => queue.getDelayed(0, MOST_LOOKED_AT - 1)))
        const ours = delayed.flat().filter(job => job?.data.batchId === batchId)
        // The batch's own waits for the economy lane.
        const own = await batches.getJob(batchId)
        // A job whose delay has just ended cannot be promoted, nor need it be.
        await Promise.allSettled([...ours, own].map(job => job?.promote()))
      })
    },
    async nudge(batchId) {
      await backend.ask(async () => {
        const job = await batches.getJob(batchId)
        // Other waits are there for a reason, see the lease.
        const waitsForLane = job?.data.phase === 'fan-out' && job.data.lookAt !== undefined
        // One whose time has just come cannot be promoted, nor need it be.
        if (waitsForLane) await job.promote().catch(() => {})
      })
    },
    async depths() {
      const counts = await backend.ask(() =>
        Promise.all(
          [batches, ...leaves].map(async queue => [queue.name, await queue.getJobCounts(...STATES)]),
        ),
      )
      return Object.fromEntries(counts)
    },
    async limitedMs() {
      const left = await backend.ask(() =>
        // Below nought where there is no limit to reach.
        Promise.all(leaves.map(async queue => [queue.name, Math.max(0, await queue.getRateLimitTtl())])),
      )
      return Object.fromEntries(left)
    },
    queues: () => [batches, ...leaves],
    async ready() {
      await backend.ask(() => batches.getJobState('none'))
    },
    async check() {
      await backend
        .ask(() => backend.probe(batches))
        .catch((error: unknown) => {
          throw probeFailure(error)
        })
    },
    async close() {
      await Promise.allSettled([batches, ...leaves].map(queue => queue.close()))
      await backend.close()
    },
  }
}

/**
 * How long a batch that is started again has to wait, in milliseconds: by then whoever still runs leaves of it, of a queue
 * that was lost, has claimed them, and claims are looked for. See the lease.
 */
function untilClaimed(batchId: string): number {
  return Math.max(TIMING.claimedMs, batchIdTime(batchId) + TIMING.secondJobMs - Date.now())
}

function batchJobOptions(batchId: string) {
  return {
    // The batch's id, so that starting a batch twice adds one job.
    jobId: batchId,
    // It fails only when the store does not answer: worth trying for minutes. After that the reconciler starts it anew,
    // again and again for as long as the batch is open.
    attempts: 20,
    backoff: { type: 'custom' },
    removeOnComplete: true,
    removeOnFail: true,
  }
}
