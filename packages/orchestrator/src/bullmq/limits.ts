import { type Limits, limitedNames } from '@contactsheet/contract'
import type { JobQueue } from './backend.ts'
import { type LeafJob, leafQueue } from './jobs.ts'

type Queues = ReadonlyMap<string, JobQueue<LeafJob>>

/** Puts the limits of a deployment on its queues, for all workers. */
export async function limitQueues(queues: Queues, limits: Limits): Promise<void> {
  await Promise.all(limitedNames(limits).map(name => limit(queues.get(leafQueue(name)), limits[name])))
}

/** Puts the limits on the queues again where a queue server was emptied since. */
export async function restoreLimits(queues: Queues, limits: Limits): Promise<void> {
  const found = await Promise.all([...queues.values()].map(queue => queue.getGlobalRateLimit()))
  if (found.includes(null)) await limitQueues(queues, limits)
}

/**
 * There is always a rate limit, even if only one that nothing reaches: without one a wait that a provider asks for is kept
 * by the worker that was asked alone.
 */
async function limit(queue: JobQueue<LeafJob> | undefined, limits: Limits[string] = {}): Promise<void> {
  const { max, duration } = limits.rpm === undefined ? UNREACHED : window(limits.rpm)
  await queue?.setGlobalRateLimit(max, duration)
  if (limits.concurrency === undefined) await queue?.removeGlobalConcurrency()
  else await queue?.setGlobalConcurrency(limits.concurrency)
}

const UNREACHED = { max: 1_000_000, duration: 1_000 }

/** Requests per minute as so many in a window of at least six seconds: short enough to start evenly. */
function window(rpm: number): { max: number; duration: number } {
  const max = Math.ceil(rpm / 10)
  return { max, duration: Math.ceil((max / rpm) * 60_000) }
}
