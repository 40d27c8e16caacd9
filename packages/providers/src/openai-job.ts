import { z } from 'zod'
import { reportedFailure } from './answer-error.ts'
import type { JobLook, SubmittedJob } from './batch-port.ts'
import type { Failure } from './failure.ts'

const DAY_MS = 24 * 3_600_000

/** Field of a job's metadata with the name that it has from us. */
export const NAME_FIELD = 'contactsheet'

/** Codes of a job that failed since too much waits already: as many requests or tokens as the account may have. */
const FULL = /(limit_exceeded|limit_reached)$|^(rate_limit|too_many)/

const text = z.string().optional().catch(undefined)

/** A job, as far as it counts here. */
export const jobSchema = z.object({
  id: z.string(),
  status: z.string(),
  /** In seconds, as the other. */
  created_at: z.number(),
  expires_at: z.number().optional().catch(undefined),
  metadata: z.object({ [NAME_FIELD]: text }).catch({}),
  request_counts: z.object({ completed: z.int(), failed: z.int() }).optional().catch(undefined),
  errors: z.object({ data: z.array(z.looseObject({ code: text })).catch([]) }).catch({ data: [] }),
  input_file_id: text,
  output_file_id: text,
  error_file_id: text,
})
export type Job = z.infer<typeof jobSchema>

export const pageSchema = z.object({ data: z.array(jobSchema), has_more: z.boolean().default(false) })

/** What is none of these is under way, also while it is being canceled. */
const ENDED: Readonly<Record<string, JobLook['state']>> = {
  completed: 'completed',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'canceled',
}

export function stateOf({ status }: Job): JobLook['state'] {
  return ENDED[status] ?? 'running'
}

/** Why a job failed as a whole. */
export function failureOf({ errors }: Job): Failure {
  const full = errors.data.find(({ code }) => FULL.test(code ?? ''))
  return reportedFailure(full ?? errors.data[0] ?? {}, full === undefined ? 'invalid' : 'rate_limited')
}

/** The files with what a job has brought: its pictures, and why others are missing. */
export function resultFiles({ output_file_id, error_file_id }: Job): string[] {
  return [output_file_id, error_file_id].filter(id => id !== undefined)
}

export function submittedJob({ id, created_at, expires_at }: Job): SubmittedJob {
  const submittedAt = new Date(created_at * 1000)
  const expectedBy = new Date(expires_at === undefined ? submittedAt.getTime() + DAY_MS : expires_at * 1000)
  return { id, submittedAt, expectedBy }
}
