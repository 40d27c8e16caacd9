import type { Counts, LeafFailure, Result, SettledState, Timings } from '@contactsheet/contract'
import { type BatchStore, imagesFolder, resultKey } from '@contactsheet/storage'

/** What a batch's task returns. It stays small however large the batch is: the store has the rest. */
export interface BatchAnswer {
  batchId: string
  state: Result['state']
  counts: Counts
  timings: Timings
  costUsd: number
  /** What may have been charged beside that; absent where that is nothing. */
  atRiskUsd?: number
  /** True if any picture came from the emulator. */
  simulated: boolean
  warnings: string[]
  /** Keys in the store. */
  where: { result: string; images: string }
  /** Every leaf, of a batch small enough. */
  leaves?: LeafLine[]
}

interface LeafLine {
  leafId: string
  title: string
  model: string
  state: SettledState
  /** Where the image can be fetched; its key where the store has no such place. */
  image?: string
  error?: LeafFailure
}

/** Leaves up to which an answer names them all. */
const MOST_LEAVES = 100

/** How long a signed image URL works: a day, in seconds. */
const URL_SECONDS = 86_400

/** A settled batch as its task returns it. */
export async function answerOf(store: BatchStore, result: Result): Promise<BatchAnswer> {
  const { batch, state, counts, timings, costUsd, atRiskUsd, simulated, records } = result
  return {
    batchId: batch.id,
    state,
    counts,
    timings,
    costUsd,
    ...(atRiskUsd === undefined ? {} : { atRiskUsd }),
    simulated,
    warnings: batch.warnings,
    where: { result: resultKey(batch.id), images: imagesFolder(batch.id) },
    ...(records.length > MOST_LEAVES ? {} : { leaves: await leafLines(store, result) }),
  }
}

function leafLines(store: BatchStore, { records }: Result): Promise<LeafLine[]> {
  return Promise.all(
    records.map(async ({ leafId, title, model, state, image, error }) => ({
      leafId,
      title,
      model,
      state,
      ...(image === undefined
        ? {}
        : { image: (await store.temporaryUrl(image.key, URL_SECONDS)) ?? image.key }),
      ...(error === undefined ? {} : { error }),
    })),
  )
}
