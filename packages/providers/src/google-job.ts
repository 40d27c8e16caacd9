import { z } from 'zod'
import { reportedFailure } from './answer-error.ts'
import type { JobLook, SubmittedJob } from './batch-port.ts'
import { type Failure, kindOfStatus } from './failure.ts'
import { statusOf } from './google-status.ts'

const DAY_MS = 24 * 3_600_000

const text = z.string().optional().catch(undefined)

/** Counts come as text. */
const count = z.coerce.number().int().nonnegative().catch(0)

/** The name of a file, which goes into addresses that are sent the key. */
const fileName = z
  .string()
  .regex(/^files\/[\w.-]+$/)
  .optional()
  .catch(undefined)

const errorSchema = z.looseObject({ code: z.int().optional().catch(undefined) })

/** A job, as the operation that it is. */
export const jobSchema = z.object({
  name: z.string(),
  done: z.boolean().optional().catch(undefined),
  error: errorSchema.optional().catch(undefined),
  metadata: z
    .object({
      displayName: text,
      /** With a prefix. */
      state: z.string().catch(''),
      createTime: text,
      batchStats: z
        .object({ successfulRequestCount: count, failedRequestCount: count })
        .optional()
        .catch(undefined),
      inputConfig: z.object({ fileName }).catch({}),
      output: z.object({ responsesFile: fileName }).catch({}),
    })
    .prefault({ state: '', inputConfig: {}, output: {} }),
})
export type Job = z.infer<typeof jobSchema>

/** A page of jobs. Without any, it is blank. */
export const listSchema = z.object({ operations: z.array(jobSchema).default([]), nextPageToken: text })

/** States behind their prefix. What is none of these is under way, a job that somebody has paused too. */
const ENDED: Readonly<Record<string, JobLook['state']>> = {
  SUCCEEDED: 'completed',
  PARTIALLY_SUCCEEDED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'canceled',
  EXPIRED: 'expired',
}

export function stateOf({ metadata, done, error }: Job): JobLook['state'] {
  const ended = ENDED[metadata.state.replace(/^(BATCH|JOB)_STATE_/, '')]
  if (ended !== undefined) return ended
  if (done !== true) return 'running'
  return error === undefined ? 'completed' : 'failed'
}

/** Why a job failed as a whole. */
export function failureOf({ error }: Job): Failure {
  const kind = error?.code === undefined ? 'invalid' : kindOfStatus(statusOf(error.code))
  return reportedFailure(error ?? {}, kind)
}

/** The provider means to be done within a day, and gives up after two. */
export function submittedJob({ name, metadata }: Job): SubmittedJob {
  const created = Date.parse(metadata.createTime ?? '')
  const submittedAt = new Date(Number.isNaN(created) ? Date.now() : created)
  return { id: name, submittedAt, expectedBy: new Date(submittedAt.getTime() + DAY_MS) }
}
