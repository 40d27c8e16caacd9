import {
  errorKindSchema,
  type LeafRecord,
  type Outcome,
  PROVIDERS,
  SETTLED_STATES,
} from '@contactsheet/contract'
import { Counter, Histogram, type Registry } from 'prom-client'
import { LEAF_SECONDS, STEP_SECONDS } from './buckets.ts'
import { EconomyJobs, type LaneSeen } from './economy-jobs.ts'
import type { ProcessMetrics } from './process.ts'
import { ProviderCalls } from './provider-calls.ts'
import { type QueueLookups, watchQueues } from './queues.ts'
import { Slots } from './slots.ts'
import { startAtNought } from './start-at-nought.ts'
import { type WorkMemory, watchWorkMemory } from './work-memory.ts'

/** What a worker has, and its metrics look at. */
export interface WorkerParts {
  queues?: QueueLookups
  /** The provider of a model, or of a provider, by its name. */
  providerOf?: (name: string) => string
  memory?: WorkMemory
}

/** What a worker measures. */
export class WorkerMetrics {
  readonly registry: Registry
  readonly slots: Slots
  readonly providers: ProviderCalls
  readonly #economy: EconomyJobs
  readonly #leaves: Counter<'provider' | 'state'>
  readonly #failures: Counter<'provider' | 'kind'>
  readonly #steps: Histogram<'step'>
  readonly #durations: Histogram<'provider' | 'state'>
  readonly #batches: Counter<'state'>

  constructor(
    { registry, upkeep }: ProcessMetrics,
    { queues = {}, providerOf = name => name, memory }: WorkerParts = {},
  ) {
    this.registry = registry
    const registers = [registry]
    upkeep.tellOpenBatches()
    watchQueues(registers, queues)
    if (memory !== undefined) watchWorkMemory(registers, memory)
    this.slots = new Slots(registers, providerOf)
    this.providers = new ProviderCalls(registers)
    this.#economy = new EconomyJobs(registers, PROVIDERS)
    this.#leaves = new Counter({
      name: 'contactsheet_leaves_settled_total',
      help: 'Leaves that settled here, by state.',
      labelNames: ['provider', 'state'],
      registers,
    })
    startAtNought(this.#leaves, { provider: PROVIDERS, state: SETTLED_STATES })
    this.#failures = new Counter({
      name: 'contactsheet_leaf_failures_total',
      help: 'Leaves that failed for good here, by the kind of their error.',
      labelNames: ['provider', 'kind'],
      registers,
    })
    startAtNought(this.#failures, { provider: PROVIDERS, kind: errorKindSchema.options })
    this.#durations = new Histogram({
      name: 'contactsheet_leaf_seconds',
      help: 'How long leaves took from their first try to settling.',
      labelNames: ['provider', 'state'],
      buckets: LEAF_SECONDS,
      registers,
    })
    this.#steps = new Histogram({
      name: 'contactsheet_leaf_step_seconds',
      help: 'How long each step of the settling try took.',
      labelNames: ['step'],
      buckets: STEP_SECONDS,
      registers,
    })
    this.#batches = new Counter({
      name: 'contactsheet_batches_settled_total',
      help: 'Batches that settled here, by state.',
      labelNames: ['state'],
      registers,
    })
  }

  /** Measures what a function that runs leaves returns. */
  leaves<Args extends unknown[]>(run: (...args: Args) => Promise<LeafRecord>) {
    return async (...args: Args): Promise<LeafRecord> => {
      const record = await run(...args)
      this.leafSettled(record)
      return record
    }
  }

  leafSettled({ provider, state, durationMs, steps, error }: LeafRecord): void {
    this.#leaves.inc({ provider, state })
    if (state === 'failed') this.#failures.inc({ provider, kind: error?.kind ?? 'internal' })
    this.#durations.observe({ provider, state }, durationMs / 1_000)
    for (const [step, ms] of Object.entries(steps)) this.#steps.observe({ step }, ms / 1_000)
  }

  /** Measures what a function that goes on with the economy lane of a batch finds. */
  lanes<Of extends { id: string }, Rest extends unknown[], Stand extends LaneSeen>(
    advance: (batch: Of, ...rest: Rest) => Promise<Stand>,
  ) {
    return async (batch: Of, ...rest: Rest): Promise<Stand> => {
      const stand = await advance(batch, ...rest)
      this.#economy.seen(batch.id, stand)
      return stand
    }
  }

  settled({ state }: Pick<Outcome, 'state'>): void {
    this.#batches.inc({ state })
  }
}
