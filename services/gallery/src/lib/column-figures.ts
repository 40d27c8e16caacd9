import type { LeafView } from '../api/types.ts'

/** What the leaves of a column have come to. */
export interface ColumnFigures {
  succeeded: number
  failed: number
  /** Of those that ran and succeeded: half of them took no longer. Milliseconds; undefined where none did. */
  medianMs: number | undefined
  /** What all of them cost, in USD, where that is known. */
  costUsd: number
}

/**
 * The figures of each column of a sheet.
 *
 * @param leaves row by row
 * @param columns how many a row has
 */
export function columnFigures(leaves: readonly (LeafView | undefined)[], columns: number): ColumnFigures[] {
  return Array.from({ length: columns }, (_, column) => {
    const times: number[] = []
    const figures = { succeeded: 0, failed: 0, costUsd: 0 }
    for (let at = column; at < leaves.length; at += columns) {
      const { state, attempts, durationMs, costUsd } = leaves[at] ?? {}
      if (state === 'failed') figures.failed++
      if (state === 'succeeded') {
        figures.succeeded++
        if (durationMs !== undefined && attempts !== 0) times.push(durationMs)
      }
      figures.costUsd += costUsd ?? 0
    }
    times.sort((a, b) => a - b)
    return { ...figures, medianMs: times[(times.length - 1) >> 1] }
  })
}
