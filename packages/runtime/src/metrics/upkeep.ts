import { Counter, type Registry } from 'prom-client'
import { OpenBatches } from './open-batches.ts'
import { startAtNought } from './start-at-nought.ts'

/** What keeps batches whole in whatever process does it: leases, the reconciler, webhooks. */
export class UpkeepMetrics {
  readonly #leases: Counter<'event'>
  readonly #passes: Counter<'outcome'>
  readonly #reconciled: Counter<'action'>
  readonly #webhooks: Counter<'outcome'>
  #open: OpenBatches | undefined
  readonly #registers: Registry[]

  constructor(registers: Registry[]) {
    this.#registers = registers
    this.#leases = new Counter({
      name: 'contactsheet_lease_events_total',
      help: 'What befell leases: lost_sight_of (the queue no longer confirms that a leaf runs here), taken_over (a leaf came from a worker that the queue lost), waited (another process had the leaf).',
      labelNames: ['event'],
      registers,
    })
    startAtNought(this.#leases, { event: ['lost_sight_of', 'taken_over', 'waited'] })
    this.#passes = new Counter({
      name: 'contactsheet_reconciler_passes_total',
      help: 'Passes of the reconciler over the open batches, by outcome: ok or failed.',
      labelNames: ['outcome'],
      registers,
    })
    startAtNought(this.#passes, { outcome: ['ok', 'failed'] })
    this.#reconciled = new Counter({
      name: 'contactsheet_reconciled_batches_total',
      help: 'What the reconciler did: started (a batch that no orchestrator knew), closed (one that nobody can run).',
      labelNames: ['action'],
      registers,
    })
    startAtNought(this.#reconciled, { action: ['started', 'closed'] })
    this.#webhooks = new Counter({
      name: 'contactsheet_webhook_deliveries_total',
      help: 'Tries to deliver a webhook, by outcome: sent, refused (another try follows), given_up.',
      labelNames: ['outcome'],
      registers,
    })
    startAtNought(this.#webhooks, { outcome: ['sent', 'refused', 'given_up'] })
  }

  lease(event: 'lost_sight_of' | 'taken_over' | 'waited'): void {
    this.#leases.inc({ event })
  }

  webhook(outcome: 'sent' | 'refused' | 'given_up'): void {
    this.#webhooks.inc({ outcome })
  }

  reconciled(action: 'started' | 'closed'): void {
    this.#reconciled.inc({ action })
  }

  /**
   * A pass of the reconciler has ended. It has listed the open batches, so nobody else need.
   *
   * @param open ids of those that it found; undefined if it failed
   */
  passed(open: readonly string[] | undefined): void {
    this.#passes.inc({ outcome: open === undefined ? 'failed' : 'ok' })
    this.#open?.seen(open)
  }

  /** Has the passes tell how many batches are open. */
  tellOpenBatches(): void {
    this.#open = new OpenBatches(this.#registers)
  }
}
