import type { LeafRecord } from '@contactsheet/contract'

/** One attempt of a leaf, as the leaf package runs it. */
export type RunLeaf = (
  batchId: string,
  leafId: string,
  attempt: { number: number; last: boolean; patient: boolean; startedAt: number },
  signal: AbortSignal,
) => Promise<LeafRecord>
