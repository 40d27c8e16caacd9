import { z } from 'zod'
import { type Batch, batchSchema, DOCUMENT_VERSION } from './batch.ts'
import { leafCount } from './leaf.ts'
import { type LeafRecord, type LeafState, recordSchema, type SettledState } from './record.ts'
import { listUsdOf } from './record-charges.ts'
import { roundUsd } from './round-usd.ts'
import { WallClock } from './wall-clock.ts'

export const BATCH_STATES = [
  'queued',
  'running',
  'paused',
  'succeeded',
  'partial',
  'failed',
  'canceled',
] as const
export type BatchState = (typeof BATCH_STATES)[number]

/** Whether a batch of this state has not settled. */
export function isOpenState(state: BatchState): state is 'queued' | 'running' | 'paused' {
  return state === 'queued' || state === 'running' || state === 'paused'
}

const count = z.int().nonnegative()

/** Leaves by state. `total` is always the sum of the others. */
export const countsSchema = z.strictObject({
  total: count,
  queued: count,
  running: count,
  succeeded: count,
  failed: count,
  canceled: count,
})
export type Counts = z.infer<typeof countsSchema>

/** How long a batch took, in milliseconds, beside what it would have taken otherwise. */
export const timingsSchema = z.strictObject({
  wallClockMs: count.describe(
    'From acceptance to the last settled leaf; to now while the batch is open. Of leaves that were made again, retried or finished, from when that was asked for: the time in between, in which nothing was to be made, is left out.',
  ),
  slowestLeafMs: count.describe('The longest any one leaf ran: the floor of the wall-clock.'),
  sumOfLeavesMs: count.describe("All leaves' running times added up: what a serial loop would have taken."),
})
export type Timings = z.infer<typeof timingsSchema>

/** What a settled batch came to as a whole. */
export const outcomeSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  batch: batchSchema,
  state: z.enum(['succeeded', 'partial', 'failed', 'canceled']),
  counts: countsSchema,
  timings: timingsSchema,
  /** Sum of the records' costs, in USD. */
  costUsd: z.number().nonnegative(),
  /** How much of that is by list prices, in USD; absent where it is nothing. */
  listUsd: z.number().positive().optional(),
  /** Sum of what the records say may have been charged beside that, in USD; absent where that is nothing. */
  atRiskUsd: z.number().positive().optional(),
  /** True if any picture came from the emulator. */
  simulated: z.boolean(),
  settledAt: z.iso.datetime(),
})
export type Outcome = z.infer<typeof outcomeSchema>

/** `result.json` in the store: the settled batch, whole. Written last. */
export const resultSchema = z.strictObject({ ...outcomeSchema.shape, records: z.array(recordSchema) })
export type Result = z.infer<typeof resultSchema>

/** Counts of a batch from the states of its settled leaves and the number of those that run now. */
export function countLeaves(batch: Batch, settled: Iterable<SettledState>, running: number): Counts {
  const counts: Counts = {
    total: leafCount(batch),
    queued: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    canceled: 0,
  }
  let open = counts.total
  for (const state of settled) {
    counts[state]++
    open--
  }
  counts.running = Math.min(running, open)
  counts.queued = open - counts.running
  return counts
}

/** State of a batch from its counts, which do not tell whether it is paused. */
export function batchState(counts: Counts): Exclude<BatchState, 'paused'> {
  const settled = counts.succeeded + counts.failed + counts.canceled
  if (settled < counts.total) return counts.running + settled > 0 ? 'running' : 'queued'
  if (counts.canceled > 0) return 'canceled'
  if (counts.failed === 0) return 'succeeded'
  return counts.succeeded > 0 ? 'partial' : 'failed'
}

/** Adds up what a batch came to, one record at a time: of a large batch nobody holds all of them. */
export class OutcomeSum {
  readonly #batch: Batch
  readonly #counts: Counts
  readonly #timings = { slowestLeafMs: 0, sumOfLeavesMs: 0 }
  readonly #wallClock: WallClock
  #costUsd = 0
  #listUsd = 0
  #atRiskUsd = 0
  #simulated = false
  /** When the last leaf settled. */
  #settledAt: number

  constructor(batch: Batch) {
    this.#batch = batch
    this.#counts = countLeaves(batch, [], 0)
    this.#wallClock = new WallClock(batch)
    // Whatever becomes of its leaves: a version has not settled before it was asked for.
    const last = batch.versions?.at(-1)
    this.#settledAt = last === undefined ? 0 : Date.parse(last.createdAt)
  }

  /** @param record of a leaf that none was added of */
  add(record: LeafRecord): void {
    this.#counts[record.state]++
    this.#counts.queued--
    this.#timings.slowestLeafMs = Math.max(this.#timings.slowestLeafMs, record.durationMs)
    this.#timings.sumOfLeavesMs += record.durationMs
    this.#costUsd += record.costUsd ?? 0
    this.#listUsd += listUsdOf(record)
    this.#atRiskUsd += record.atRiskUsd ?? 0
    this.#simulated ||= record.simulated
    this.#wallClock.add(Date.parse(record.settledAt))
    // Pictures can have been made anew since.
    this.#settledAt = Math.max(this.#settledAt, Date.parse(record.composedAt ?? record.settledAt))
  }

  /** What the records add up to. Throws if a leaf has none. */
  outcome(): Outcome {
    const { total, queued } = this.#counts
    const state = batchState(this.#counts)
    if (state === 'queued' || state === 'running')
      throw new Error(`Batch ${this.#batch.id} has ${total - queued} records for ${total} leaves.`)
    const [listUsd, atRiskUsd] = [roundUsd(this.#listUsd), roundUsd(this.#atRiskUsd)]
    return {
      version: DOCUMENT_VERSION,
      batch: this.#batch,
      state,
      counts: { ...this.#counts },
      timings: { wallClockMs: this.#wallClock.ms(), ...this.#timings },
      costUsd: roundUsd(this.#costUsd),
      ...(listUsd === 0 ? {} : { listUsd }),
      ...(atRiskUsd === 0 ? {} : { atRiskUsd }),
      simulated: this.#simulated,
      settledAt: new Date(this.#settledAt).toISOString(),
    }
  }
}

/** The result of a batch whose every leaf has a record, of a batch that is not large. Throws if one has none. */
export function resultOf(batch: Batch, records: LeafRecord[]): Result {
  const sum = new OutcomeSum(batch)
  for (const record of records) sum.add(record)
  return { ...sum.outcome(), records: records.toSorted((a, b) => (a.leafId < b.leafId ? -1 : 1)) }
}

/** True for the states a leaf cannot leave by itself. */
export function isSettled(state: LeafState): state is SettledState {
  return state !== 'queued' && state !== 'running'
}
