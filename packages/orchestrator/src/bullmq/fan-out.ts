import { type Attempt, type Batch, type Leaf, type Limits, leavesOf, limitedBy } from '@contactsheet/contract'
import { JOB_VERSION, LEAF_JOBS, type LeafJob, leafJobId, leafQueue } from './jobs.ts'
import type { NextTurn } from './turns.ts'

/** Leaves added at a time: few at first, so that these start at once, and twice as many each time after that. */
const FIRST_CHUNK = 10
const LARGEST_CHUNK = 500

/**
 * The leaves that a batch still needs jobs for, in the chunks in which to add them.
 *
 * @param others ids of leaves that have a record already, or are somebody else's
 */
export function* chunksOf(batch: Batch, others: ReadonlySet<string>): Generator<Leaf[]> {
  let chunk: Leaf[] = []
  let full = FIRST_CHUNK
  for (const leaf of leavesOf(batch)) {
    if (others.has(leaf.id)) continue
    chunk.push(leaf)
    if (chunk.length < full) continue
    yield chunk
    chunk = []
    full = Math.min(2 * full, LARGEST_CHUNK)
  }
  if (chunk.length > 0) yield chunk
}

/** What all jobs of a chunk have in common. */
interface JobsOptions {
  batch: Batch
  limits: Limits
  /** The batch's own job, which waits for them. */
  parent: { id: string; queue: string }
  /** Whether none of these leaves can have had a job before. */
  isFirst: boolean
  nextTurn: NextTurn
  /** Those at which leaves are that have been tried before. */
  attempts: ReadonlyMap<string, Attempt>
}

/** A leaf as a job for `Queue.addBulk`. */
type LeafJobToAdd = ReturnType<typeof jobToAdd>

/** The jobs of a chunk, by the queue they go to. */
export function jobsOf(chunk: readonly Leaf[], options: JobsOptions): Map<string, LeafJobToAdd[]> {
  return Map.groupBy(
    chunk.map(leaf => jobToAdd(leaf, options)),
    job => job.queue,
  )
}

function jobToAdd(leaf: Leaf, { batch, limits, parent, isFirst, nextTurn, attempts }: JobsOptions) {
  const queue = leafQueue(limitedBy(leaf.model, limits))
  const data: LeafJob = {
    version: JOB_VERSION,
    batchId: batch.id,
    leafId: leaf.id,
    ...(leaf.version === undefined ? {} : { tag: leaf.version }),
    ...(attempts.get(leaf.id) ?? { number: 1, waits: 0, waitedMs: 0 }),
  }
  return {
    queue,
    name: isFirst ? LEAF_JOBS.first : LEAF_JOBS.other,
    data,
    opts: {
      jobId: leafJobId(batch.id, leaf.id),
      parent,
      priority: nextTurn(queue),
      removeOnComplete: true,
      removeOnFail: true,
      // The batch settles when every leaf has, failed ones included.
      ignoreDependencyOnFailure: true,
    },
  }
}
