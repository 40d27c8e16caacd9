import { type Attempt, type EconomyJob, KindError, leafById, modelCalled } from '@contactsheet/contract'
import { collect, type EndedJob, giveUp } from './collect.ts'
import { PATIENCE_MS } from './patience.ts'
import { nameOf, submit } from './submit.ts'
import type { LaneLeaf } from './survey.ts'
import { type Lane, writeJob } from './tools.ts'

/** What following a job needs to know beside it. */
interface Following {
  /** Ids of leaves that an original is kept of; those that the job brings are added. */
  kept: Set<string>
  /** The attempts that leaves of the batch are at. */
  attemptOf: (leafId: string) => Attempt
  /** Whether there is no time for what no provider has heard of yet. */
  isLate: boolean
}

/**
 * Goes on with a job that is under way, as far as it goes now: has it taken, if that is not known; looks how it stands; keeps what it
 * has brought. A provider that does not answer, or refuses to, is asked again at the next look.
 *
 * @returns the job as it stands then
 * @throws KindError of kind `storage`
 */
export async function follow(lane: Lane, job: EconomyJob, following: Following): Promise<EconomyJob> {
  let now = job
  try {
    if (now.id === undefined) now = await take(lane, now, following)
    if (now.id !== undefined && now.ended === undefined) now = await look(lane, now)
    if (isEnded(now) && now.collected === undefined) now = await collect(lane, now, following.kept)
    return now
  } catch (thrown) {
    const failure = KindError.from(thrown)
    const { kind, detail, message } = failure
    if (kind === 'storage' || kind === 'internal' || lane.signal.aborted) throw thrown
    lane.log.warn({ batchId: lane.batch.id, job: now.id ?? nameOf(now), kind, detail }, message)
    // One that the provider does not know is gone. A key that is refused can be set right: what it has made is paid for.
    const isLost = kind === 'invalid' || Date.now() - lastSignOf(now) > PATIENCE_MS
    return isLost ? giveUp(lane, now, failure.toFailure(), following.kept) : now
  }
}

/** From when on a job is waited for in vain, in milliseconds since the epoch. */
function lastSignOf({ id, intendedAt, expectedBy = intendedAt, ended }: EconomyJob): number {
  return Date.parse(ended?.at ?? (id === undefined ? intendedAt : expectedBy))
}

function isEnded(job: EconomyJob): job is EndedJob {
  return job.id !== undefined && job.submittedAt !== undefined && job.ended !== undefined
}

/** Finds the job at its provider, or has it made: whoever wrote the intent may have come that far, or not. */
async function take(
  lane: Lane,
  job: EconomyJob,
  { kept, attemptOf, isLate }: Following,
): Promise<EconomyJob> {
  const { batch, providers, log, signal } = lane
  const port = await providers[job.provider].batches()
  const found = await port.find(nameOf(job), new Date(job.intendedAt), signal)
  if (found !== undefined) {
    const { id, submittedAt, expectedBy } = found
    const taken = { ...job, id, submittedAt: submittedAt.toISOString(), expectedBy: expectedBy.toISOString() }
    await writeJob(lane, taken)
    log.info({ batchId: batch.id, job: id }, 'a job was found again at its provider')
    return taken
  }
  const left = job.leaves.filter(id => !kept.has(id))
  if (lane.isCanceled || isLate || left.length === 0) return end(lane, job)
  if (lane.isPaused) return job
  const leaves = left.map((id): LaneLeaf => {
    const leaf = leafById(batch, id)
    return { leaf, model: modelCalled(batch, leaf, job.model), attempt: attemptOf(id) }
  })
  const again = { ...job, leaves: left }
  const result = await submit(lane, again, leaves).catch((thrown: unknown) => {
    const refusal = KindError.from(thrown)
    if (refusal.retryable) throw thrown
    return giveUp(lane, again, refusal.toFailure(), kept)
  })
  if (!('error' in result)) return result
  // The others go into another job.
  return giveUp(lane, { ...job, leaves: [result.free.leaf.id] }, result.error.toFailure(), kept)
}

/** Ends a job that no provider has heard of: nothing of it was reached. */
async function end(lane: Lane, job: EconomyJob): Promise<EconomyJob> {
  const at = new Date().toISOString()
  const why = lane.isCanceled ? ('canceled' as const) : ('deadline' as const)
  const ended = {
    ...job,
    cancel: why,
    ended: { at, how: 'canceled' as const },
    collected: { at, missed: {} },
  }
  await writeJob(lane, ended)
  return ended
}

async function look(lane: Lane, job: EconomyJob): Promise<EconomyJob> {
  const { batch, providers, log, signal } = lane
  const port = await providers[job.provider].batches()
  const asked = lane.isCanceled ? await cancel(lane, job, 'canceled') : job
  const model = modelCalled(batch, leafById(batch, job.leaves[0] ?? ''), job.model)
  const { state, counts, error } = await port.look(job.id ?? '', model, signal)
  const seen = { ...asked, ...(counts === undefined ? {} : { counts }) }
  if (state === 'running') {
    if (Date.now() - lastSignOf(job) > PATIENCE_MS) return cancel(lane, seen, 'deadline')
    if (JSON.stringify(seen.counts) !== JSON.stringify(job.counts)) await writeJob(lane, seen)
    return seen
  }
  const ended = {
    at: new Date().toISOString(),
    how: state,
    ...(error === undefined ? {} : { error: error.toFailure() }),
  }
  const over = { ...seen, ended }
  await writeJob(lane, over)
  log.info({ batchId: batch.id, job: job.id, how: state, counts }, 'a job has ended at its provider')
  return over
}

/** Asks the provider to end a job. What it has made by then is collected as ever. */
export async function cancel(
  lane: Lane,
  job: EconomyJob,
  why: NonNullable<EconomyJob['cancel']>,
): Promise<EconomyJob> {
  if (job.cancel !== undefined || job.id === undefined) return job
  const port = await lane.providers[job.provider].batches()
  await port.cancel(job.id, lane.signal)
  const asked = { ...job, cancel: why }
  await writeJob(lane, asked)
  return asked
}
