import type { BatchView, ErrorKind, LeafView } from '../api/types.ts'

/** Failures after which the same is refused again, whoever asks and whenever: other words help, or another request. */
const LOST: readonly ErrorKind[] = ['rejected', 'invalid']

/** What became of the failed leaves of a batch, as far as a retry is concerned. */
export interface Failures {
  /** How many a retry can help. */
  helped: number
  /** Those that it cannot, as far as they have been told. */
  lost: LeafView[]
}

/** Whether trying the same again can help a leaf. */
export function isHelped({ error }: Pick<LeafView, 'error'>): boolean {
  return error === undefined || !LOST.includes(error.kind)
}

/** @param leaves of a batch, as far as they have been told: of the others a retry is hoped to help */
export function failuresOf(
  { counts }: Pick<BatchView, 'counts'>,
  leaves: readonly (LeafView | undefined)[],
): Failures {
  if (counts.failed === 0) return { helped: 0, lost: [] }
  const lost = leaves
    .filter(leaf => leaf !== undefined)
    .filter(leaf => leaf.state === 'failed' && !isHelped(leaf))
  return { helped: Math.max(0, counts.failed - lost.length), lost }
}

/** What the economy lane takes of a price. */
const HALF = 0.5

/**
 * What it may cost to run leaves of a state again, by the prices that the batch was accepted at, in USD; undefined where that
 * cannot be told: a price is not known, or not every leaf has been told.
 */
export function againUsd(
  { counts, models }: Pick<BatchView, 'counts' | 'models'>,
  leaves: readonly (LeafView | undefined)[],
  state: 'failed' | 'canceled',
): number | undefined {
  const meant = leaves.filter(leaf => leaf?.state === state)
  if (meant.length !== counts[state]) return undefined
  let sum = 0
  for (const leaf of meant) {
    const column = leaf && models[leaf.modelIndex]
    const isOther = leaf?.fallbackFrom === undefined && leaf?.model !== column?.id
    if (column?.price === undefined || isOther) return undefined
    sum += column.price.usd * (column.speed === undefined ? 1 : HALF)
  }
  return sum
}
