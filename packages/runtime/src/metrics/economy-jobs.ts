import { Gauge, type Registry } from 'prom-client'

/** A job that a provider's batch API has. */
interface JobOut {
  provider: string
  leaves: number
}

/** How the lane of a batch stands. */
export interface LaneSeen {
  jobs: readonly JobOut[]
  /** When it is to be looked at again, in milliseconds since the epoch; undefined if there is nothing of it. */
  lookAt: number | undefined
}

/** How long after its next look is due a lane is told of that nobody has looked at here, in milliseconds. */
const OVERDUE_MS = 30_000

/**
 * The jobs that providers' batch APIs have of us. Whichever worker looks at a lane remembers what it saw until the next look
 * is due, which may be another worker's: the sum over workers is right but for those moments.
 */
export class EconomyJobs {
  readonly #lanes = new Map<string, { jobs: readonly JobOut[]; until: number }>()

  constructor(registers: Registry[], providers: readonly string[]) {
    const sum = (provider: string, value: (job: JobOut) => number) =>
      [...this.#lanes.values()]
        .flatMap(({ jobs }) => jobs.filter(job => job.provider === provider))
        .reduce((total, job) => total + value(job), 0)
    const gauge = (name: string, help: string, value: (job: JobOut) => number, forget = () => {}) =>
      new Gauge({
        name,
        help,
        labelNames: ['provider'],
        registers,
        collect() {
          forget()
          for (const provider of providers) this.set({ provider }, sum(provider, value))
        },
      })
    gauge(
      'contactsheet_economy_jobs',
      "Jobs that a provider's batch API has, as this worker saw at its last look. Add up the workers.",
      () => 1,
      () => this.#forgetOverdue(),
    )
    gauge(
      'contactsheet_economy_leaves',
      "Leaves in jobs that a provider's batch API has, as this worker saw at its last look. Add up the workers.",
      ({ leaves }) => leaves,
    )
  }

  seen(batchId: string, { jobs, lookAt }: LaneSeen): void {
    if (lookAt === undefined || jobs.length === 0) this.#lanes.delete(batchId)
    else this.#lanes.set(batchId, { jobs, until: lookAt + OVERDUE_MS })
  }

  #forgetOverdue(): void {
    for (const [batchId, { until }] of this.#lanes) if (until < Date.now()) this.#lanes.delete(batchId)
  }
}
