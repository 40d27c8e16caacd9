import { type BatchPage, batchIdTime, type SettledState } from '@contactsheet/contract'
import { labelInView, ownLabel } from './labels.ts'
import type { Snapshot } from './snapshot.ts'

/** One batch of a page of batches. */
export type BatchLine = BatchPage['batches'][number]

/** Prompts that a batch is known by. */
const PROMPTS = 3

export function lineOf({ batch, counts, state }: Pick<Snapshot, 'batch' | 'counts' | 'state'>): BatchLine {
  return {
    id: batch.id,
    state,
    createdAt: batch.createdAt,
    counts,
    ...labelInView(ownLabel(batch)),
    ...(batch.madeBy === undefined ? {} : { madeBy: batch.madeBy }),
    prompts: batch.prompts.slice(0, PROMPTS),
    promptCount: batch.prompts.length,
    modelCount: batch.models.length,
  }
}

/**
 * The line of a batch that does not say what was asked: what its records' keys tell, and why there is no more.
 *
 * @param states of the leaves that have a record
 */
export function damagedLine(id: string, states: SettledState[], error: unknown): BatchLine {
  const of = (state: SettledState) => states.filter(settled => settled === state).length
  return {
    id,
    state: 'failed',
    createdAt: new Date(batchIdTime(id)).toISOString(),
    counts: {
      total: states.length,
      queued: 0,
      running: 0,
      succeeded: of('succeeded'),
      failed: of('failed'),
      canceled: of('canceled'),
    },
    prompts: [],
    promptCount: 0,
    modelCount: 0,
    damaged: error instanceof Error ? error.message : String(error),
  }
}
