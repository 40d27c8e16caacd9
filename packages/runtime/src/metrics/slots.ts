import type { ErrorKind } from '@contactsheet/contract'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { WAIT_SECONDS } from './buckets.ts'

/** A queue of leaves. */
interface LeafQueue {
  queue: string
  /** The provider or the model whose limits hold for it. */
  limitedBy: string
}

/** How leaves come and go in a worker, queue by queue: it is what a worker's slots are counted by. */
export class Slots {
  readonly #providerOf: (name: string) => string
  readonly #slots: Gauge<'queue' | 'provider'>
  readonly #together: Gauge<'queue' | 'provider'>
  readonly #running: Gauge<'queue' | 'provider'>
  readonly #retries: Counter<'provider' | 'kind' | 'next'>
  readonly #waits: Histogram<'provider' | 'kind'>

  /** @param providerOf the provider of a model, or of a provider, by its name */
  constructor(registers: Registry[], providerOf: (name: string) => string) {
    this.#providerOf = providerOf
    this.#slots = new Gauge({
      name: 'contactsheet_leaf_slots',
      help: 'Leaves of a queue that this worker runs at once at most: LEAF_CONCURRENCY.',
      labelNames: ['queue', 'provider'],
      registers,
    })
    this.#together = new Gauge({
      name: 'contactsheet_queue_concurrency_limit',
      help: 'Leaves of a queue that all workers together run at once at most, where PROVIDER_LIMITS says so. Every worker tells the same: take the max.',
      labelNames: ['queue', 'provider'],
      registers,
    })
    this.#running = new Gauge({
      name: 'contactsheet_leaves_running',
      help: 'Leaves of a queue that have a slot here at this moment.',
      labelNames: ['queue', 'provider'],
      registers,
    })
    this.#retries = new Counter({
      name: 'contactsheet_leaf_retries_total',
      help: 'Attempts of leaves that failed and were not the last, by the kind of failure and what follows: retry (uses up an attempt), wait (does not), fallback (to another model).',
      labelNames: ['provider', 'kind', 'next'],
      registers,
    })
    this.#waits = new Histogram({
      name: 'contactsheet_leaf_wait_seconds',
      help: 'How long leaves are to wait after an attempt that failed, by the kind of failure: rate_limited is a limit of the provider, storage an outage of the store, the others back off.',
      labelNames: ['provider', 'kind'],
      buckets: WAIT_SECONDS,
      registers,
    })
  }

  /**
   * @param slots of this worker
   * @param together what all workers may run at once, if that is limited
   */
  opened({ queue, limitedBy }: LeafQueue, slots: number, together: number | undefined): void {
    const labels = { queue, provider: this.#providerOf(limitedBy) }
    this.#slots.set(labels, slots)
    if (together !== undefined) this.#together.set(labels, together)
    this.#running.set(labels, 0)
  }

  /** @returns to be called once the leaf has left its slot */
  started({ queue, limitedBy }: LeafQueue): () => void {
    const labels = { queue, provider: this.#providerOf(limitedBy) }
    this.#running.inc(labels)
    return () => this.#running.dec(labels)
  }

  /** @param ms until it is tried again */
  triedAgain(
    { limitedBy }: LeafQueue,
    kind: ErrorKind,
    { next, ms }: { next: 'retry' | 'wait' | 'fallback'; ms: number },
  ): void {
    const provider = this.#providerOf(limitedBy)
    this.#retries.inc({ provider, kind, next })
    if (next !== 'fallback') this.#waits.observe({ provider, kind }, ms / 1_000)
  }
}
