import type { ModelSet } from './models.ts'

/** Who makes the leaves of a round. */
export type Who =
  /** API, queue and workers of this checkout. */
  | 'ours'
  /** The same of another checkout, which `--against` names. */
  | 'other'
  /** Our leaf, all at once in one process without a queue. */
  | 'at once'
  /** Our leaf, one after another in one process. */
  | 'serial'
  /** The leaf of the tutorial this began with, all at once in one process. It keeps no original. */
  | 'tutorial'
  /** A BullMQ flow of as many leaves that do nothing. */
  | 'empty flow'

/** One column of a workload's table. */
export interface Case {
  who: Who
  /** Where pictures go. S3 is a server of its own process that keeps everything in memory. */
  store: 'disk' | 's3'
  queue: 'redis' | 'postgres'
  workers: number
  models: ModelSet
}

/** Batches that another one comes behind. */
interface Front {
  /** One if not said. */
  batches?: number
  /** Of each. */
  leaves: number
  /** Whether they are of another token than that one. */
  ofOther?: true
}

/** What is measured in one run, by several contenders in turn, and shown in one table. */
export interface Workload {
  name: string
  title: string
  /** Leaves of a round; a multiple of the columns that its cases have. */
  leaves: number
  /** How long the provider takes, in milliseconds, from and to. */
  latencyMs: readonly [number, number]
  /** What it answers with: JPEG of 0.3 MB, or PNG of 3.3 MB, at 1536x1024. */
  pictures: 'flat' | 'large'
  /** Rounds that count, after the warm-up. */
  rounds: number
  /** Leaves of the warm-up round. */
  warmUp: number
  /** What is accepted just before each round, and canceled after it. */
  behind?: Front
  /** How often somebody looks at the batch meanwhile, a second; 20 if not said. */
  looks?: number
  /** Whether a batch of one leaf is posted each second meanwhile. */
  guests?: true
  /** Batches that are open, and stay so; nothing is made then, and calls are timed for some seconds. */
  open?: number
  /** Takes long: runs only if it is named. */
  long?: true
  cases: readonly Case[]
}
