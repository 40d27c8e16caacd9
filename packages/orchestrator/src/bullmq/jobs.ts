import { attemptSchema, BATCH_ID_PATTERN, LEAF_ID_PATTERN, VERSION_TAG_PATTERN } from '@contactsheet/contract'
import { z } from 'zod'

/**
 * Version of the job data. A worker hands a job of a version it does not know back, for a newer worker to take: those of
 * releases that know only 1 read neither what a batch can ask for now nor the records of its leaves.
 */
export const JOB_VERSION = 2

/** Jobs of an earlier release are run. */
const version = z.literal([1, JOB_VERSION])

/** Fans a batch out into leaves, then waits for them and settles it. Two phases of one job. */
export const batchJobSchema = z.strictObject({
  version,
  batchId: z.string().regex(BATCH_ID_PATTERN),
  phase: z.enum(['fan-out', 'settle']),
  /** When the economy lane, which has leaves of it, is to be gone on with; in milliseconds since the epoch. */
  lookAt: z.int().optional(),
})
export type BatchJob = z.infer<typeof batchJobSchema>

/** Runs one leaf. */
export const leafJobSchema = z.strictObject({
  version,
  batchId: z.string().regex(BATCH_ID_PATTERN),
  leafId: z.string().regex(LEAF_ID_PATTERN),
  /** Of the leaf's version: a worker that remembers the batch without it reads the batch again. */
  tag: z.string().regex(VERSION_TAG_PATTERN).optional(),
  // The attempt, see `Attempt`. BullMQ counts none: a leaf that is tried again is a job that was delayed.
  number: z.int().default(1),
  /** Set when an attempt has failed. */
  startedAt: z.int().optional(),
  waits: z.int().default(0),
  waitedMs: z.int().default(0),
  // Only of a leaf that has failed before: releases that do not know them leave such a job alone.
  failures: attemptSchema.shape.failures.unwrap().optional(),
  charges: attemptSchema.shape.charges.unwrap().optional(),
  charged: attemptSchema.shape.charged,
  tried: attemptSchema.shape.tried.unwrap().optional(),
  retries: attemptSchema.shape.retries.unwrap().optional(),
  /** Of a leaf that another model makes: the queue of its limits, and whether the job that makes it there has been added. */
  handedOver: z.strictObject({ queue: z.string(), added: z.boolean() }).optional(),
})
export type LeafJob = z.infer<typeof leafJobSchema>

/**
 * What a leaf's job is called: whether it is the first there has ever been for the leaf, or may be another. It is no part of
 * the data, which releases that do not know it would leave alone.
 */
export const LEAF_JOBS = { first: 'first-run', other: 'leaf' } as const

export const BATCH_QUEUE = 'batches'

/**
 * One queue per provider, so that a rate limit at one never blocks the other, and one per model that has limits of its
 * own: a queue is what a limit can be put on that holds for all workers.
 *
 * @param name of a provider or a model
 */
export function leafQueue(name: string): string {
  return `leaves-${name}`
}

/** The same leaf always has the same job id: adding it twice is adding it once. */
export function leafJobId(batchId: string, leafId: string): string {
  return `${batchId}.${leafId}`
}

/** The job of the same leaf at the model that it is made with next. */
export function handedOverId(jobId: string): string {
  return `${jobId}.next`
}

/** Which leaf a job of the given id is for. */
export function leafOfJob(jobId: string): { batchId: string; leafId: string } {
  const [batchId = '', leafId = ''] = jobId.split('.')
  return { batchId, leafId }
}
