import type { Batch, Column, EconomyJob, LeafRecord } from '@contactsheet/contract'
import type { LeafTools } from '@contactsheet/leaf'
import type { GeneratedImage } from '@contactsheet/providers'

/** What the lane works with: the tools of leaves, and what is particular to it. */
export interface LaneTools
  extends Pick<LeafTools, 'store' | 'providers' | 'brand' | 'references' | 'memory'> {
  /** Longest between two looks at a job, in milliseconds. The first comes after a twentieth of it. */
  longestLookMs: number
  /** Hears of every picture that is kept. */
  onPicture?: (model: Column, picture: GeneratedImage) => void
  /** Hears of every leaf that the lane fails for good. */
  onFailed?: (record: LeafRecord) => void
  log: LaneLog
}

/** Where the lane says what happened. */
interface LaneLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/** The lane at one batch. */
export interface Lane extends LaneTools {
  batch: Batch
  signal: AbortSignal
  /** Nothing is to be made any more; what a provider has is to end. */
  isCanceled: boolean
  /** Nothing new is to start; what a provider has is collected all the same. */
  isPaused: boolean
  /** @throws if another process may be at the same batch by now: asked before anything that costs, or is written */
  assertSure: () => void
}

/** Writes what is known of a job. */
export async function writeJob(
  { store, assertSure }: Pick<Lane, 'store' | 'assertSure'>,
  job: EconomyJob,
): Promise<void> {
  assertSure()
  await store.economy.writeJob(job)
}
