import {
  chargeOf,
  type EconomyJob,
  type LeafFailure,
  leafById,
  type Missed,
  modelCalled,
} from '@contactsheet/contract'
import { foundNoRoom } from './no-room.ts'
import { answerOf } from './requests.ts'
import { type Lane, writeJob } from './tools.ts'

/** A job that its provider is done with. */
export interface EndedJob extends EconomyJob {
  id: string
  submittedAt: string
  ended: NonNullable<EconomyJob['ended']>
}

/**
 * Keeps what a job has brought: each original before anything else, as it comes, so that it is never paid for again. What became of
 * the others is written down once, at the end. Whoever is killed in the middle leaves a job that is gone through once more, in which
 * what is kept is passed over, as is a line that comes twice.
 *
 * @param kept ids of leaves that an original is kept of; those of this job are added
 * @throws KindError if the provider does not give the results, or the store cannot be written
 */
export async function collect(lane: Lane, job: EndedJob, kept: Set<string>): Promise<EconomyJob> {
  const { store, providers, memory, onPicture, log, batch, signal } = lane
  const port = await providers[job.provider].batches()
  const leaves = new Map(job.leaves.map(id => [id, leafById(batch, id)]))
  const modelOf = (id: string) => {
    const leaf = leaves.get(id)
    return leaf && modelCalled(batch, leaf, job.model)
  }
  const missed: Record<string, Missed> = {}
  const room = memory.open()
  try {
    for await (const result of port.results(job.id, modelOf, room, signal)) {
      const leaf = leaves.get(result.id)
      const model = modelOf(result.id)
      if (leaf !== undefined && model !== undefined && !kept.has(leaf.id)) {
        if ('error' in result) {
          const { charge } = result.error
          missed[leaf.id] = { error: result.error.toFailure(), ...(charge === undefined ? {} : { charge }) }
        } else {
          const answer = await answerOf(batch, leaf, model, lane)
          const origin = { model: model.id, economy: job.submittedAt, answer }
          await store.keepOriginal(batch, leaf, { ...result.picture, ...origin })
          kept.add(leaf.id)
          delete missed[leaf.id]
          onPicture?.(model, result.picture)
        }
      }
      room.keep(0)
    }
  } finally {
    room.keep(0)
  }
  const left = leftOut(job)
  for (const id of job.leaves)
    if (kept.has(id)) delete missed[id]
    else if (left !== undefined) missed[id] ??= { error: left }
  const collected = { ...job, collected: { at: new Date().toISOString(), missed } }
  await writeJob(lane, collected)
  const counts = { leaves: job.leaves.length, missed: Object.keys(missed).length }
  log.info({ batchId: batch.id, job: job.id, ...counts }, 'what a job has brought is kept')
  // They go by themselves some day.
  await port
    .discard(job.id, signal)
    .catch((error: unknown) => log.warn({ job: job.id, err: error }, 'could not delete the files of a job'))
  return collected
}

/**
 * Gives up a job that was refused, or whose results cannot be had: what it made then is paid for, and nobody has it.
 *
 * @param error why
 */
export async function giveUp(
  lane: Lane,
  job: EconomyJob,
  error: LeafFailure,
  kept: ReadonlySet<string>,
): Promise<EconomyJob> {
  const mayBePaid = job.id !== undefined && job.ended?.how !== 'failed'
  const lost = job.leaves.filter(id => !kept.has(id))
  const missed = lost.map((id): [string, Missed] => {
    const model = modelCalled(lane.batch, leafById(lane.batch, id), job.model)
    return [id, { error, ...(mayBePaid ? { charge: chargeOf(model, false, undefined) } : {}) }]
  })
  const at = new Date().toISOString()
  const ended = job.ended ?? { at, how: 'refused' as const, error }
  const given = { ...job, ended, collected: { at, missed: Object.fromEntries(missed) } }
  await writeJob(lane, given)
  return given
}

/** Why a job brought nothing of a leaf that none of its lines names; undefined where it is nobody's fault. */
function leftOut({ ended, cancel }: EndedJob): LeafFailure | undefined {
  switch (ended.how) {
    case 'completed':
      return {
        kind: 'unavailable',
        message: 'The provider was done with the job, and its results have nothing of this image. Retry.',
      }
    case 'expired':
      return {
        kind: 'timeout',
        message:
          'The provider did not get to this image within the time of its job. Retry, or set a deadline.',
      }
    case 'canceled':
      if (cancel !== undefined) return undefined
      return {
        kind: 'unavailable',
        message: 'The job was canceled at the provider, by somebody else. Retry.',
      }
    case 'failed':
    case 'refused':
      if (foundNoRoom({ ended })) return undefined
      return (
        ended.error ?? { kind: 'unavailable', message: 'The provider could not run the job. Retry later.' }
      )
  }
}
