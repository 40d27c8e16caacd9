import {
  type Batch,
  type BatchView,
  type EconomyJob,
  hasEconomy,
  isUnderWay,
  leafCount,
  leafPosition,
  modelsOf,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { LeafStates } from './leaf-states.ts'

/**
 * How long the jobs of a batch are not read again, in milliseconds: they stay for hours, and each of them that is under way is an
 * object to read.
 */
const FRESH_MS = 2_000
const FRESH_MS_OF_JOB = 50

/** A job that a provider has. */
interface TakenJob extends EconomyJob {
  submittedAt: string
}

/** Where a leaf is that a provider's batch API has. */
export type Submitted = Pick<TakenJob, 'submittedAt' | 'expectedBy'>

/** What providers have of an open batch, as one look at its jobs found it. */
export class LaneStand {
  readonly #batch: Batch
  readonly #jobs: readonly Omit<TakenJob, 'leaves'>[]
  /** By position in the batch: the place among the jobs of the one that has the leaf, from 1; 0 of a leaf that none has. */
  readonly #jobOf: Uint32Array
  readonly #hurried: number
  /** On the clock of `performance.now()`. */
  readonly #takenAt = performance.now()

  private constructor(batch: Batch, jobs: readonly TakenJob[], hurried: number) {
    this.#batch = batch
    this.#hurried = hurried
    this.#jobOf = new Uint32Array(leafCount(batch))
    for (const [place, { leaves }] of jobs.entries())
      for (const leafId of leaves) this.#jobOf[leafPosition(batch, leafId)] = place + 1
    this.#jobs = jobs.map(({ leaves: _, ...job }) => job)
  }

  /**
   * Looks what providers have of a batch. One that has no economy lane costs nothing.
   *
   * @param previous what the look before found
   * @param tell is told what of it cannot be read: it is shown as it was
   */
  static async look(
    store: Pick<BatchStore, 'economy'>,
    batch: Batch,
    previous: LaneStand | undefined,
    tell: (error: unknown) => void,
  ): Promise<LaneStand | undefined> {
    if (!hasEconomy(modelsOf(batch)) || previous?.isFresh) return previous
    try {
      const jobs = await store.economy.jobs(batch.id)
      const hurried = batch.deadline === undefined ? 0 : (await store.economy.hurried(batch.id)).size
      return new LaneStand(batch, jobs.filter(isTaken), hurried)
    } catch (error) {
      tell(error)
      return previous
    }
  }

  get isFresh(): boolean {
    return performance.now() - this.#takenAt < FRESH_MS + FRESH_MS_OF_JOB * this.#jobs.length
  }

  /** About how much memory it takes. */
  get bytes(): number {
    return this.#jobOf.byteLength
  }

  /** Where a leaf is, if a provider has it. One that has settled may still be told of. */
  of(leafId: string): Submitted | undefined {
    const job = this.#jobs[(this.#jobOf[leafPosition(this.#batch, leafId)] ?? 0) - 1]
    return job && { submittedAt: job.submittedAt, ...(job.expectedBy && { expectedBy: job.expectedBy }) }
  }

  /** The lane as a whole. */
  view(states: LeafStates): NonNullable<BatchView['economy']> {
    const open = this.#jobs.map(() => 0)
    for (const [position, place] of this.#jobOf.entries())
      if (place > 0 && states.codes[position] === 0) open[place - 1] = (open[place - 1] ?? 0) + 1
    const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0)
    const done = this.#jobs.map(({ counts }, place) =>
      Math.min(open[place] ?? 0, counts === undefined ? 0 : counts.done + counts.failed),
    )
    const since = this.#jobs.map(({ submittedAt }) => submittedAt).toSorted()[0]
    const expectedBy = this.#jobs
      .flatMap(job => job.expectedBy ?? [])
      .toSorted()
      .at(-1)
    return {
      submitted: sum(open),
      done: sum(done),
      ...(since === undefined ? {} : { since }),
      ...(expectedBy === undefined ? {} : { expectedBy }),
      jobs: this.#jobs.length,
      hurried: this.#hurried,
    }
  }
}

/** Whether a provider has a job. Of one that is only meant to be its leaves wait as any that are queued. */
function isTaken(job: EconomyJob): job is TakenJob {
  return isUnderWay(job) && job.submittedAt !== undefined
}
