import { OrchestratorUnavailable, QueueUnwritable } from '../orchestrator.ts'

/** What a server says when it answers and takes no writes, and what helps. */
const SAYINGS: readonly [saying: RegExp, meaning: string][] = [
  [/^OOM\b/, 'its memory is full (maxmemory): give it more, or let workers empty it'],
  [/^READONLY\b/, 'it is a read-only replica: set QUEUE_URL to the primary'],
  [/^MISCONF\b/, 'it cannot save to its disk: see its own log'],
  [/^NOREPLICAS\b/, 'it misses the replicas it is told to have'],
  [/read-only transaction/, 'it is read-only: set QUEUE_URL to the primary'],
  [/disk full|no space left/i, 'its disk is full'],
]

/** A failed probe as what it tells of the server: that it takes no writes, if it says so; else as it is. */
export function probeFailure(error: unknown): unknown {
  if (!(error instanceof OrchestratorUnavailable && error.cause instanceof Error)) return error
  const { cause } = error
  const meaning = SAYINGS.find(([saying]) => saying.test(cause.message))?.[1]
  if (meaning === undefined) return error
  return new QueueUnwritable(`The queue answers and takes no jobs: ${meaning}.`, { cause })
}
