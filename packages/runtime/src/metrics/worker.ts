import {
  type Column,
  KindError,
  type LeafRecord,
  type Outcome,
  priceCall,
  type TokenUsage,
} from '@contactsheet/contract'
import { Counter, Histogram, type Registry } from 'prom-client'
import { type Lookups, watchQueues } from './gauges.ts'
import { createRegistry, SECONDS } from './registry.ts'

/** What a worker measures. */
export class WorkerMetrics {
  readonly registry: Registry
  readonly #leaves: Counter<'provider' | 'state'>
  readonly #steps: Histogram<'step'>
  readonly #durations: Histogram<'provider' | 'state'>
  readonly #calls: Counter<'provider' | 'outcome'>
  readonly #cost: Counter<'provider'>
  readonly #batches: Counter<'state'>

  constructor(lookups: Lookups) {
    this.registry = createRegistry()
    const registers = [this.registry]
    watchQueues(registers, lookups)
    this.#leaves = new Counter({
      name: 'contactsheet_leaves_settled_total',
      help: 'Leaves that settled here, by state.',
      labelNames: ['provider', 'state'],
      registers,
    })
    this.#durations = new Histogram({
      name: 'contactsheet_leaf_seconds',
      help: 'How long leaves took from their first try to settling.',
      labelNames: ['provider', 'state'],
      buckets: SECONDS,
      registers,
    })
    this.#steps = new Histogram({
      name: 'contactsheet_leaf_step_seconds',
      help: 'How long each step of the settling try took.',
      labelNames: ['step'],
      buckets: SECONDS,
      registers,
    })
    this.#calls = new Counter({
      name: 'contactsheet_provider_calls_total',
      help: 'Calls to providers, by outcome: ok, the kind of the error, or aborted.',
      labelNames: ['provider', 'outcome'],
      registers,
    })
    this.#cost = new Counter({
      name: 'contactsheet_cost_usd_total',
      help: 'What pictures that models made cost, by the tokens their answers told or else by list prices, in USD, as far as known.',
      labelNames: ['provider'],
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
      const { provider, state, durationMs, steps } = record
      this.#leaves.inc({ provider, state })
      this.#durations.observe({ provider, state }, durationMs / 1_000)
      for (const [step, ms] of Object.entries(steps)) this.#steps.observe({ step }, ms / 1_000)
      return record
    }
  }

  /** Measures a call to a model's provider: how it ended, and what it cost. */
  async call<T extends { simulated: boolean; usage?: TokenUsage }>(
    model: Column,
    run: () => Promise<T>,
  ): Promise<T> {
    const { provider } = model
    try {
      const image = await run()
      this.#calls.inc({ provider, outcome: 'ok' })
      this.paid(model, image)
      return image
    } catch (error) {
      this.#calls.inc({ provider, outcome: error instanceof KindError ? error.kind : 'aborted' })
      throw error
    }
  }

  /** Counts what a picture cost. */
  paid(model: Column, { simulated, usage }: { simulated: boolean; usage?: TokenUsage }): void {
    if (!simulated) this.#cost.inc({ provider: model.provider }, priceCall(model, usage).usd ?? 0)
  }

  settled({ state }: Pick<Outcome, 'state'>): void {
    this.#batches.inc({ state })
  }
}
