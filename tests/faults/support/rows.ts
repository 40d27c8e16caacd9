/** What a case saw, as the table at the end of the run and docs/reliability.md show it. */
export interface FaultRow {
  fault: string
  leaves: number
  /** Calls that reached a provider for these leaves. */
  calls: number
  /** Leaves whose provider was asked again though it may have made the picture before. */
  twice: number
  /** From the fault, or the end of an outage, to the batch's result. */
  seconds: number
}

declare module 'vitest' {
  interface TaskMeta {
    /** What the case saw; more than one row where it had several faults. */
    faults?: FaultRow[]
  }
}
