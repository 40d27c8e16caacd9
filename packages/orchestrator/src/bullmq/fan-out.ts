import { type Batch, type Leaf, type Limits, leavesOf, limitedBy } from '@contactsheet/contract'
import { JOB_VERSION, type LeafJob, leafJobId, leafQueue } from './jobs.ts'

/** A leaf as a job for `Queue.addBulk`. */
type LeafJobToAdd = ReturnType<typeof leafJobToAdd>

/** Leaves added at a time: the first ones start while the last ones are still being added. */
const CHUNK = 500

/**
 * The jobs a batch still needs, in chunks, each split by the queue its jobs go to.
 *
 * @param settled ids of leaves that have a record already
 * @param parent the batch's own job, which waits for them
 */
export function* chunksOf(
  batch: Batch,
  settled: ReadonlySet<string>,
  limits: Limits,
  parent: { id: string; queue: string },
): Generator<Map<string, LeafJobToAdd[]>> {
  let chunk = new Map<string, LeafJobToAdd[]>()
  let size = 0
  for (const [position, leaf] of [...leavesOf(batch)].entries()) {
    if (settled.has(leaf.id)) continue
    const queue = leafQueue(limitedBy(leaf.model, limits))
    const jobs = chunk.get(queue) ?? []
    jobs.push(leafJobToAdd(batch, leaf, position, parent))
    chunk.set(queue, jobs)
    if (++size === CHUNK) {
      yield chunk
      chunk = new Map()
      size = 0
    }
  }
  if (size > 0) yield chunk
}

function leafJobToAdd(batch: Batch, leaf: Leaf, position: number, parent: { id: string; queue: string }) {
  const data: LeafJob = {
    version: JOB_VERSION,
    batchId: batch.id,
    leafId: leaf.id,
    number: 1,
    waits: 0,
    waitedMs: 0,
  }
  return {
    name: 'leaf',
    data,
    opts: {
      jobId: leafJobId(batch.id, leaf.id),
      parent,
      // By position in its batch: a small batch is not stuck behind a huge one.
      priority: position + 1,
      removeOnComplete: true,
      removeOnFail: true,
      // The batch settles when every leaf has, failed ones included.
      ignoreDependencyOnFailure: true,
    },
  }
}
