import type { S3Requests } from '../support/s3-requests.ts'
import type { RedisUsage } from './measure/redis-usage.ts'

/** What was measured of one contender in one round. What does not apply to it is absent. */
export interface Sample {
  leaves: number
  /** Milliseconds from the order to the last settled leaf. */
  wallMs?: number
  /** Milliseconds from the order until `GET /batches/:id` shows the batch as settled. */
  shownMs?: number
  /** Milliseconds that the slowest provider call took, at the provider. */
  slowestCallMs?: number
  /** Milliseconds from the order to the first provider call. */
  firstCallMs?: number
  /** Provider calls. */
  calls?: number
  /** Leaves that did not succeed. */
  lost?: number
  /** Processor time in milliseconds of each kind of process, of all its processes together. */
  cpuMs: Readonly<Record<string, number>>
  /** The same of what stands in for provider and store, which has the same cores. */
  standInCpuMs?: Readonly<Record<string, number>>
  /** Megabytes of the largest process of each kind: the most since it started, and now. */
  memory: Readonly<Record<string, { peakMb: number; nowMb: number }>>
  /** Milliseconds of each answer to `POST /batches`, `GET /batches/:id` and `GET /batches`. */
  posts?: readonly number[]
  gets?: readonly number[]
  lists?: readonly number[]
  /** Calls among those that had no good answer. */
  refused?: number
  /** Milliseconds of each step of each leaf, by the step's name. */
  steps?: Readonly<Record<string, readonly number[]>>
  redis?: RedisUsage
  /** What each kind of process asked the S3 store. */
  store?: Readonly<Record<string, S3Requests>>
}
