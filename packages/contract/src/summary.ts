import { z } from 'zod'
import { type Batch, batchSchema, DOCUMENT_VERSION, leafCount } from './batch.ts'
import { roundUsd } from './new-batch.ts'
import { type LeafRecord, type LeafState, recordSchema, type SettledState } from './record.ts'

export const BATCH_STATES = ['queued', 'running', 'succeeded', 'partial', 'failed', 'canceled'] as const
export type BatchState = (typeof BATCH_STATES)[number]

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
  wallClockMs: count.describe('From acceptance to the last settled leaf; to now while the batch is open.'),
  slowestLeafMs: count.describe('The longest any one leaf ran: the floor of the wall-clock.'),
  sumOfLeavesMs: count.describe("All leaves' running times added up: what a serial loop would have taken."),
})
export type Timings = z.infer<typeof timingsSchema>

/** `result.json` in the store: the settled batch, whole. Written last. */
export const resultSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  batch: batchSchema,
  state: z.enum(['succeeded', 'partial', 'failed', 'canceled']),
  counts: countsSchema,
  timings: timingsSchema,
  /** Sum of the records' costs, in USD. */
  costUsd: z.number().nonnegative(),
  /** Sum of what the records say may have been charged beside that, in USD; absent where that is nothing. */
  atRiskUsd: z.number().positive().optional(),
  /** True if any picture came from the emulator. */
  simulated: z.boolean(),
  settledAt: z.iso.datetime(),
  records: z.array(recordSchema),
})
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

/** State of a batch from its counts. */
export function batchState(counts: Counts): BatchState {
  const settled = counts.succeeded + counts.failed + counts.canceled
  if (settled < counts.total) return counts.running + settled > 0 ? 'running' : 'queued'
  if (counts.canceled > 0) return 'canceled'
  if (counts.failed === 0) return 'succeeded'
  return counts.succeeded > 0 ? 'partial' : 'failed'
}

/**
 * Timings of a batch.
 *
 * @param end when it ended, or now: milliseconds since the epoch
 */
export function timingsOf(batch: Batch, records: Iterable<LeafRecord>, end: number): Timings {
  let slowestLeafMs = 0
  let sumOfLeavesMs = 0
  for (const record of records) {
    slowestLeafMs = Math.max(slowestLeafMs, record.durationMs)
    sumOfLeavesMs += record.durationMs
  }
  return { wallClockMs: Math.max(0, end - Date.parse(batch.createdAt)), slowestLeafMs, sumOfLeavesMs }
}

/** The result of a batch whose every leaf has a record. Throws if one has none. */
export function resultOf(batch: Batch, records: LeafRecord[]): Result {
  const counts = countLeaves(
    batch,
    records.map(record => record.state),
    0,
  )
  const state = batchState(counts)
  if (state === 'queued' || state === 'running')
    throw new Error(`Batch ${batch.id} has ${records.length} records for ${counts.total} leaves.`)
  const atRiskUsd = atRiskOf(records)
  const end = records.reduce((latest, record) => Math.max(latest, Date.parse(record.settledAt)), 0)
  return {
    version: DOCUMENT_VERSION,
    batch,
    state,
    counts,
    timings: timingsOf(batch, records, end),
    costUsd: records.reduce((sum, record) => sum + (record.costUsd ?? 0), 0),
    ...(atRiskUsd === 0 ? {} : { atRiskUsd }),
    simulated: records.some(record => record.simulated),
    settledAt: new Date(end).toISOString(),
    records: records.toSorted((a, b) => (a.leafId < b.leafId ? -1 : 1)),
  }
}

/** What may have been charged for nothing, in USD, as far as prices are known. */
function atRiskOf(records: Iterable<LeafRecord>): number {
  let sum = 0
  for (const record of records) sum += record.atRiskUsd ?? 0
  return roundUsd(sum)
}

/** True for the states a leaf cannot leave by itself. */
export function isSettled(state: LeafState): state is SettledState {
  return state !== 'queued' && state !== 'running'
}
