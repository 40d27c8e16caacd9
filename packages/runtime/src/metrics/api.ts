import { type Batch, leavesByColumn } from '@contactsheet/contract'
import { Counter, Histogram, type Registry } from 'prom-client'
import { REQUEST_SECONDS } from './buckets.ts'
import { type KnownBudget, watchBudgets } from './budgets.ts'
import { countOpenBatches } from './open-batches.ts'
import type { ProcessMetrics } from './process.ts'
import { type QueueLookups, watchQueues } from './queues.ts'

/** What the API knows and its metrics ask for. */
export interface ApiLookups {
  openBatches: () => AsyncIterable<string>
  budgets?: () => KnownBudget[]
  queues?: QueueLookups
}

/** What the API measures. */
export class ApiMetrics {
  readonly #registry: Registry
  readonly #requests: Histogram<'method' | 'route' | 'status'>
  readonly #batches: Counter
  readonly #leaves: Counter<'provider'>
  readonly #estimate: Counter

  constructor({ registry }: ProcessMetrics, { openBatches, budgets, queues = {} }: ApiLookups) {
    this.#registry = registry
    const registers = [registry]
    countOpenBatches(registers, openBatches)
    watchQueues(registers, queues)
    if (budgets !== undefined) watchBudgets(registers, budgets)
    this.#requests = new Histogram({
      name: 'contactsheet_http_request_seconds',
      help: 'Requests answered: how long each took, by method, route and status. Streams of events last as long as somebody listens.',
      labelNames: ['method', 'route', 'status'],
      buckets: REQUEST_SECONDS,
      registers,
    })
    this.#batches = new Counter({
      name: 'contactsheet_batches_accepted_total',
      help: 'Batches accepted.',
      registers,
    })
    this.#leaves = new Counter({
      name: 'contactsheet_leaves_accepted_total',
      help: 'Leaves of accepted batches, by provider.',
      labelNames: ['provider'],
      registers,
    })
    this.#estimate = new Counter({
      name: 'contactsheet_cost_estimate_usd_total',
      help: 'Estimates of accepted batches added up, in USD.',
      registers,
    })
  }

  /** @param route as it was declared, with the names of its parameters; a path that none serves has no route */
  answered(method: string, route: string | undefined, status: number, ms: number): void {
    this.#requests.observe(
      { method, route: route ?? 'none', status: `${Math.floor(status / 100)}xx` },
      ms / 1_000,
    )
  }

  accepted(batch: Batch): void {
    this.#batches.inc()
    const leaves = leavesByColumn(batch)
    for (const [column, { provider }] of batch.models.entries())
      this.#leaves.inc({ provider }, leaves[column] ?? 0)
    this.#estimate.inc(batch.estimateUsd)
  }

  /** All of it, in the text format that Prometheus reads. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  get contentType(): string {
    return this.#registry.contentType
  }
}
