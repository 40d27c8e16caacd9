import {
  type Column,
  errorKindSchema,
  KindError,
  PROVIDERS,
  priceCall,
  type TokenUsage,
} from '@contactsheet/contract'
import { Counter, Histogram, type Registry } from 'prom-client'
import { LEAF_SECONDS } from './buckets.ts'
import { startAtNought } from './start-at-nought.ts'

/** Calls to providers: how they end, how long they take, what they cost. Models are few: those of the catalog. */
export class ProviderCalls {
  readonly #calls: Counter<'provider' | 'outcome'>
  readonly #errors: Counter<'provider' | 'model' | 'kind'>
  readonly #seconds: Histogram<'provider' | 'model' | 'outcome'>
  readonly #cost: Counter<'provider'>

  constructor(registers: Registry[]) {
    this.#calls = new Counter({
      name: 'contactsheet_provider_calls_total',
      help: 'Calls to providers, by outcome: ok, the kind of the error, or aborted.',
      labelNames: ['provider', 'outcome'],
      registers,
    })
    const outcomes = ['ok', 'aborted', ...errorKindSchema.options]
    startAtNought(this.#calls, { provider: PROVIDERS, outcome: outcomes })
    this.#errors = new Counter({
      name: 'contactsheet_provider_errors_total',
      help: 'Calls to providers that failed, by model and kind of error. Those that were broken off here are none.',
      labelNames: ['provider', 'model', 'kind'],
      registers,
    })
    this.#seconds = new Histogram({
      name: 'contactsheet_provider_call_seconds',
      help: 'How long calls to providers took, by model and outcome: ok, failed, or aborted.',
      labelNames: ['provider', 'model', 'outcome'],
      buckets: LEAF_SECONDS,
      registers,
    })
    this.#cost = new Counter({
      name: 'contactsheet_cost_usd_total',
      help: 'What pictures that models made cost, by the tokens their answers told or else by list prices, in USD, as far as known.',
      labelNames: ['provider'],
      registers,
    })
    startAtNought(this.#cost, { provider: PROVIDERS })
  }

  /** Measures a call to a model's provider. */
  async call<T extends { simulated: boolean; usage?: TokenUsage }>(
    model: Column,
    run: () => Promise<T>,
  ): Promise<T> {
    const start = performance.now()
    const ended = (outcome: 'ok' | 'failed' | 'aborted') => {
      const labels = { provider: model.provider, model: model.id, outcome }
      this.#seconds.observe(labels, (performance.now() - start) / 1_000)
    }
    try {
      const image = await run()
      ended('ok')
      this.#calls.inc({ provider: model.provider, outcome: 'ok' })
      this.paid(model, image)
      return image
    } catch (error) {
      const kind = error instanceof KindError ? error.kind : undefined
      ended(kind === undefined ? 'aborted' : 'failed')
      this.#calls.inc({ provider: model.provider, outcome: kind ?? 'aborted' })
      if (kind !== undefined) this.#errors.inc({ provider: model.provider, model: model.id, kind })
      throw error
    }
  }

  /** Counts what a picture cost. */
  paid(model: Column, { simulated, usage }: { simulated: boolean; usage?: TokenUsage }): void {
    if (!simulated) this.#cost.inc({ provider: model.provider }, priceCall(model, usage).usd ?? 0)
  }
}
