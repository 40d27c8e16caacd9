import type { Batch } from '@contactsheet/contract'

/**
 * What spreads the leaves of a batch over machines. The batch is in the store before an orchestrator hears of it, and
 * what the orchestrator knows can be lost at any time: the store is enough to start it again.
 */
export interface Orchestrator {
  readonly name: 'bullmq' | 'workflows'

  /**
   * Starts a batch that the store has accepted. Starting one that is under way changes nothing.
   *
   * @param options `again`: leaves of it may run somewhere, of a start before that nobody knows of any more
   * @throws OrchestratorUnavailable if it cannot be reached; then the batch was not started
   */
  start(batchId: string, options?: { again?: boolean }): Promise<void>

  /** Whether it still has this batch under way. */
  knows(batchId: string): Promise<boolean>

  /** Ids of the leaves of a batch that run at this moment. */
  running(batch: Batch): Promise<Set<string>>

  /**
   * Hurries what is left of a batch that the store says is canceled: leaves that wait for a retry need not wait any
   * longer. The store's marker is what cancels; without this call it only takes longer.
   *
   * @throws OrchestratorUnavailable if it cannot be reached
   */
  cancel(batchId: string): Promise<void>

  /**
   * Has the economy lane of a batch gone on with now, if it waits for that. Otherwise nothing happens.
   *
   * @throws OrchestratorUnavailable if it cannot be reached
   */
  nudge(batchId: string): Promise<void>

  /**
   * Jobs that wait or run, by queue and state. Not there where nobody can tell.
   *
   * @throws OrchestratorUnavailable if it cannot be reached
   */
  depths?(): Promise<Record<string, Record<string, number>>>

  /**
   * For how long no more leaves are handed out because of a limit of requests, in milliseconds, by queue; 0 where nothing
   * holds them. Not there where nobody can tell.
   *
   * @throws OrchestratorUnavailable if it cannot be reached
   */
  limitedMs?(): Promise<Record<string, number>>

  /** The queues themselves, BullMQ's, for a page that shows them. Not there where there are none. */
  queues?(): readonly { name: string }[]

  /** @throws OrchestratorUnavailable if it cannot be reached */
  ready(): Promise<void>

  /**
   * Looks whether it could take a batch, for probes.
   *
   * @throws QueueUnwritable if it answers and takes no writes; OrchestratorUnavailable if it cannot be reached
   */
  check(): Promise<void>

  close(): Promise<void>
}

/** What callers are told does not answer, by orchestrator. */
export const ORCHESTRATOR_TITLES = {
  bullmq: 'queue',
  workflows: 'workflow service (Render Workflows)',
} as const satisfies Record<Orchestrator['name'], string>

/** The orchestrator does not answer. `message` says where it was looked for and what to set; it holds no password. */
export class OrchestratorUnavailable extends Error {
  override readonly name = 'OrchestratorUnavailable'
  readonly orchestrator: Orchestrator['name']

  constructor(message: string, options: ErrorOptions & { orchestrator?: Orchestrator['name'] } = {}) {
    super(message, options)
    this.orchestrator = options.orchestrator ?? 'bullmq'
  }
}

/** The queue answers, and takes no jobs: it is full, or read-only. */
export class QueueUnwritable extends OrchestratorUnavailable {}
