import { PROVIDERS, type Provider } from '@contactsheet/contract'
import { z } from 'zod'

/** What can go wrong with jobs on order. What goes wrong with single pictures, goes wrong with the lines of jobs too. */
const JOB_FAULT_KINDS = {
  refused: 'the account has no rights to jobs',
  failed: 'the job is not taken once its input is looked at',
  lost_answer: 'the job is made, and the connection is reset instead of an answer',
  slow: 'the job takes longer',
  expired: 'the job expires with a part of its lines done',
  results_unavailable: 'HTTP 503 in place of results',
  results_cut: 'the connection ends in the middle of the results',
  results_twice: 'each line of the results comes twice',
} as const

export type JobFaultKind = keyof typeof JOB_FAULT_KINDS

const jobFaultSchema = z.strictObject({
  kind: z.enum(Object.keys(JOB_FAULT_KINDS) as [JobFaultKind, ...JobFaultKind[]]),
  provider: z.enum(PROVIDERS).optional(),
  /** How often; without end if not said. */
  times: z.int().min(1).optional(),
  /** Which part of its lines is done of a job that expires. */
  share: z
    .number()
    .min(0)
    .max(1)
    .default(1 / 3),
  /** The provider's code of a job that fails. */
  code: z.string().default('token_limit_exceeded'),
  /** How many times longer `slow` takes. */
  factor: z.number().min(1).default(5),
})
export const jobFaultsSchema = z.array(jobFaultSchema).max(100)
export type JobFault = z.infer<typeof jobFaultSchema>
/** An order as it is written, defaults left out. */
export type JobFaultOrder = z.input<typeof jobFaultSchema>

/** Orders for what goes wrong with jobs, each for as often as it says. */
export class JobFaults {
  #orders: { fault: JobFault; left: number }[] = []

  set(faults: readonly JobFault[]): void {
    this.#orders = faults.map(fault => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }))
  }

  /** The fault of a kind that is due, if there is one: it counts as met. */
  take(kind: JobFaultKind, provider: Provider): JobFault | undefined {
    const due = this.#orders.find(
      ({ fault, left }) =>
        left > 0 && fault.kind === kind && (fault.provider === undefined || fault.provider === provider),
    )
    if (due === undefined) return undefined
    due.left--
    return due.fault
  }
}
