import type { Program } from '../programs.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Programs that this machine does not have, whose tests are skipped. */
    missing: Program[]
    /** Projects `queue` and `system`: a Redis for the run, if the machine has one. Take a QUEUE_PREFIX of your own. */
    redisUrl: string | undefined
    /** Projects `queue` and `system`: a PostgreSQL for the run. Take a QUEUE_PREFIX of your own in it. */
    postgresUrl: string
    /** Project `browser`: the queue of the run. Take a QUEUE_PREFIX of your own in it. */
    queueUrl: string
  }
}
