import {
  type Counts,
  type LeafFailure,
  leafCount,
  type Outcome,
  type SettledState,
  type Timings,
} from '@contactsheet/contract'
import { imagesFolder, resultKey, type SettledResult } from '@contactsheet/storage'
import type { ImageLinks } from './image-links.ts'

/** What a batch's task returns. It stays small however large the batch is: the store has the rest. */
export interface BatchAnswer {
  batchId: string
  state: Outcome['state']
  counts: Counts
  timings: Timings
  costUsd: number
  /** What may have been charged beside that; absent where that is nothing. */
  atRiskUsd?: number
  /** True if any picture came from the emulator. */
  simulated: boolean
  warnings: string[]
  /** Of a batch that did not wholly succeed: how many leaves did not, and why. */
  message?: string
  /** Where the API shows the batch, if its address is known. */
  url?: string
  /** Keys in the store. */
  where: { result: string; images: string }
  /** Every leaf, of a batch small enough. */
  leaves?: LeafLine[]
}

/** What a batch's task returns that ended because the batch is paused. */
export interface PausedAnswer {
  batchId: string
  state: 'paused'
  /** How it goes on. */
  message: string
  url?: string
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

/** Reasons that a message tells; more are counted. */
const MOST_REASONS = 3

/**
 * A settled batch as its task returns it.
 *
 * @param api address of the API from outside, if it is known
 */
export async function answerOf(
  result: SettledResult,
  links: ImageLinks,
  api: string | undefined,
): Promise<BatchAnswer> {
  const { batch, state, counts, timings, costUsd, atRiskUsd, simulated } = result.outcome
  return {
    batchId: batch.id,
    state,
    counts,
    timings,
    costUsd,
    ...(atRiskUsd === undefined ? {} : { atRiskUsd }),
    simulated,
    warnings: links.missing === undefined ? batch.warnings : [...batch.warnings, links.missing],
    ...(state === 'succeeded' ? {} : { message: await shortfall(result) }),
    ...(api === undefined ? {} : { url: `${api}/batches/${batch.id}` }),
    where: { result: resultKey(batch.id), images: imagesFolder(batch.id) },
    ...(leafCount(batch) > MOST_LEAVES ? {} : { leaves: await leafLines(links, result) }),
  }
}

/** @param api address of the API from outside, if it is known */
export function pausedAnswer(batchId: string, api: string | undefined): PausedAnswer {
  return {
    batchId,
    state: 'paused',
    message: `The batch is paused: nothing of it runs until POST /batches/${batchId}/resume.`,
    ...(api === undefined ? {} : { url: `${api}/batches/${batchId}` }),
  }
}

/** Why a batch of which nothing came failed, as the error that its task ends with. */
export async function failureOf(result: SettledResult): Promise<Error> {
  const { id } = result.outcome.batch
  return new Error(
    `Batch ${id} failed. ${await shortfall(result)} See ${resultKey(id)} in the store; POST /batches/${id}/retry runs its leaves again.`,
  )
}

/** How many leaves have no image, and the commonest reasons. */
async function shortfall(result: SettledResult): Promise<string> {
  const byReason = new Map<string, number>()
  for await (const page of result.records())
    for (const { record } of page)
      if (record.error !== undefined) {
        const reason = `${record.error.kind}: ${record.error.message}`
        byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
      }
  const reasons = [...byReason].toSorted(([, a], [, b]) => b - a)
  const told = reasons.slice(0, MOST_REASONS).map(([reason, count]) => `${count} x ${reason}`)
  const more = reasons.length > MOST_REASONS ? [`and ${reasons.length - MOST_REASONS} other reasons.`] : []
  const { succeeded, failed, canceled, total } = result.outcome.counts
  const states = [`${succeeded} of ${total} leaves succeeded`, `${failed} failed`]
  if (canceled > 0) states.push(`${canceled} were canceled`)
  return [`${states.join(', ')}.`, ...told, ...more].join(' ')
}

async function leafLines(links: ImageLinks, result: SettledResult): Promise<LeafLine[]> {
  const records = (await Array.fromAsync(result.records())).flat().map(({ record }) => record)
  return Promise.all(
    records.map(async ({ leafId, title, model, state, image, error }) => ({
      leafId,
      title,
      model,
      state,
      ...(image === undefined ? {} : { image: await links.of(image.key) }),
      ...(error === undefined ? {} : { error }),
    })),
  )
}
