import {
  DOCUMENT_VERSION,
  type EconomyJob,
  KindError,
  type LeafFailure,
  type Provider,
} from '@contactsheet/contract'
import { chunksOf } from './chunks.ts'
import { giveUp } from './collect.ts'
import { noRoomAt } from './no-room.ts'
import { PATIENCE_MS } from './patience.ts'
import { type Fault, requestsOf } from './requests.ts'
import type { LaneLeaf } from './survey.ts'
import { type Lane, writeJob } from './tools.ts'

/** Jobs of one batch that a provider has at once: both take a hundred of an account. */
const MOST_OPEN = 50

/** What a provider calls our jobs, so that one is found again whose id was lost. */
export function nameOf({ batchId, number }: Pick<EconomyJob, 'batchId' | 'number'>): string {
  return `contactsheet-${batchId}-${number}`
}

/**
 * Has free leaves made in new jobs, as far as there may be more. Of each the intent is written before the provider hears of it, and
 * its id after: a job whose id is missing is looked for under its name, and not made twice.
 *
 * @param jobs of the batch
 * @returns the new ones
 */
export async function submitFree(
  lane: Lane,
  free: readonly LaneLeaf[],
  jobs: readonly EconomyJob[],
): Promise<EconomyJob[]> {
  const added: EconomyJob[] = []
  const last = Math.max(0, ...jobs.map(({ number }) => number))
  for (const [provider, leaves] of Map.groupBy(free, ({ model }) => model.provider)) {
    const open = jobs.filter(job => job.provider === provider && job.collected === undefined)
    // What was not taken yet is tried first.
    if (open.some(({ id }) => id === undefined)) continue
    const noRoom = noRoomAt(jobs, provider, lane.longestLookMs)
    // What it has of ours takes up room until it has ended.
    if (noRoom !== undefined && (open.length > 0 || Date.now() < noRoom.until)) continue
    const opened = new NewJobs(lane, provider, last + added.length)
    if (noRoom === undefined) await opened.submit(leaves, MOST_OPEN - open.length)
    else if (Date.now() - noRoom.since > PATIENCE_MS) await opened.fail(leaves, noRoom.error)
    else await opened.submit(leaves, 1, 0.5 ** noRoom.jobs)
    added.push(...opened.jobs)
  }
  return added
}

/** Jobs that a provider is given. */
class NewJobs {
  readonly jobs: EconomyJob[] = []
  readonly #lane: Lane
  readonly #provider: Provider
  readonly #last: number

  /** @param last number of the job before these */
  constructor(lane: Lane, provider: Provider, last: number) {
    this.#lane = lane
    this.#provider = provider
    this.#last = last
  }

  /**
   * A provider that takes none, for good, is asked once: all its leaves have that for a reason. One that does not answer, or has no
   * room, is asked again at the next look.
   *
   * @param part how much smaller the jobs are than usual
   */
  async submit(leaves: readonly LaneLeaf[], most: number, part = 1): Promise<void> {
    let chunks: LaneLeaf[][] = [[...leaves]]
    try {
      const port = await this.#lane.providers[this.#provider].batches()
      chunks = [...chunksOf(this.#lane.batch, leaves, port, part)]
      while (chunks.length > 0 && this.jobs.length < most) {
        const [chunk = []] = chunks
        const result = await submit(this.#lane, this.#intend(chunk), chunk)
        if ('error' in result) {
          await this.fail([result.free], result.error.toFailure())
          const others = chunk.filter(free => free !== result.free)
          chunks.splice(0, 1, ...(others.length === 0 ? [] : [others]))
          continue
        }
        this.jobs.push(result)
        if (result.id === undefined) break
        chunks.shift()
      }
    } catch (thrown) {
      const failure = KindError.from(thrown)
      if (failure.retryable) throw thrown
      const { kind, detail, message } = failure
      this.#lane.log.warn({ batchId: this.#lane.batch.id, provider: this.#provider, kind, detail }, message)
      await this.fail(chunks.flat(), failure.toFailure())
    }
  }

  #intend(leaves: readonly LaneLeaf[]): EconomyJob {
    return {
      version: DOCUMENT_VERSION,
      batchId: this.#lane.batch.id,
      number: this.#last + this.jobs.length + 1,
      provider: this.#provider,
      model: leaves[0]?.model.id ?? '',
      leaves: leaves.map(({ leaf }) => leaf.id),
      intendedAt: new Date().toISOString(),
    }
  }

  async fail(leaves: readonly LaneLeaf[], error: LeafFailure): Promise<void> {
    for (const alike of Map.groupBy(leaves, ({ model }) => model.id).values())
      this.jobs.push(await giveUp(this.#lane, this.#intend(alike), error, new Set()))
  }
}

/**
 * Submits a job whose intent may be there already.
 *
 * @returns the job, without an id where the provider is to be asked again; or the leaf that it cannot be written for
 * @throws KindError if it is refused for good, or the store fails
 */
export async function submit(
  lane: Lane,
  job: EconomyJob,
  leaves: readonly LaneLeaf[],
): Promise<EconomyJob | Fault> {
  const { batch, log, assertSure, signal } = lane
  const port = await lane.providers[job.provider].batches()
  const [first] = leaves
  if (first === undefined) throw new Error('a job of no leaves')
  await writeJob(lane, job)
  let fault: Fault | undefined
  const requests = requestsOf(lane, leaves, found => {
    fault = found
  })
  try {
    const order = { name: nameOf(job), model: first.model, requests, beforeBegin: assertSure }
    const { id, submittedAt, expectedBy } = await port.submit(order, signal)
    const taken = {
      ...job,
      id,
      submittedAt: submittedAt.toISOString(),
      expectedBy: expectedBy.toISOString(),
    }
    await writeJob(lane, taken)
    log.info({ batchId: batch.id, job: id, leaves: leaves.length, expectedBy }, 'a provider has taken a job')
    return taken
  } catch (thrown) {
    if (fault !== undefined) return fault
    const { kind, detail, message, retryable } = KindError.from(thrown)
    if (kind === 'storage' || kind === 'internal' || !retryable) throw thrown
    log.warn({ batchId: batch.id, job: nameOf(job), kind, detail }, message)
    return job
  }
}
