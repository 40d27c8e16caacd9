import { type Attempt, type Column, type Limits, limitedBy } from '@contactsheet/contract'
import { type Job, WaitingChildrenError } from 'bullmq'
import type { JobQueue } from './backend.ts'
import { handedOverId, LEAF_JOBS, type LeafJob, leafQueue } from './jobs.ts'

/** Has leaves made with other models than those of their columns. */
export interface HandOver {
  /**
   * Has a job wait for another that makes its leaf with a model.
   *
   * @param attempt the first with that model
   * @throws WaitingChildrenError unless that has ended already
   */
  begin(job: Job<LeafJob>, token: string, attempt: Attempt, model: Column): Promise<void>
  /**
   * Goes on where the hand-over of a job stopped; does nothing for one that was not handed over, or is back.
   *
   * @throws WaitingChildrenError while the other job has not ended
   */
  goOn(job: Job<LeafJob>, token: string): Promise<void>
}

/**
 * Limits are on queues, so that a leaf has to go through the queue of the model that makes it. Its job stays where it is, as
 * the one that stands for the leaf: it waits for another job, a child of its own in that queue, and then finds in the store
 * what that has left. So the leaf is not added a second time when its batch is handed out again meanwhile, and the batch's
 * job waits for it as for any.
 *
 * A step job in two phases: a worker that is killed in either leaves a job that starts that phase again. A child that is
 * added twice is one, or finds that the leaf has settled.
 */
export function handOverTo(queues: ReadonlyMap<string, JobQueue<LeafJob>>, limits: Limits): HandOver {
  const goOn = async (job: Job<LeafJob>, token: string) => {
    const { handedOver, ...data } = job.data
    // Limits can have changed since, and queues with them: the leaf then runs where it is.
    const queue = handedOver && queues.get(handedOver.queue)
    if (handedOver === undefined || queue === undefined) return
    if (!handedOver.added) {
      await queue.add(LEAF_JOBS.other, data, {
        jobId: handedOverId(job.id ?? ''),
        parent: { id: job.id ?? '', queue: job.queueQualifiedName },
        ...(job.opts.priority === undefined ? {} : { priority: job.opts.priority }),
        removeOnComplete: true,
        removeOnFail: true,
        ignoreDependencyOnFailure: true,
      })
      await job.updateData({ ...job.data, handedOver: { ...handedOver, added: true } })
    }
    if (await job.moveToWaitingChildren(token)) throw new WaitingChildrenError()
  }
  return {
    goOn,
    async begin(job, token, attempt, model) {
      const handedOver = { queue: leafQueue(limitedBy(model, limits)), added: false }
      await job.updateData({ ...job.data, ...attempt, handedOver })
      await goOn(job, token)
    },
  }
}
