import { batchIdTime } from '@contactsheet/contract'
import pTimeout from 'p-timeout'
import { Gauge, type Registry } from 'prom-client'

/** Longest that the first answer waits for the batches to be counted, in milliseconds. */
const FIRST_LOOK_MS = 3_000

/** How long what is known is told without another look, in milliseconds. */
const KNOWN_MS = 60_000

/** How many batches are open, and since when, as this process last saw. */
export class OpenBatches {
  readonly #count: Gauge
  readonly #oldest: Gauge

  constructor(registers: Registry[], collect: () => Promise<void> | void = () => {}) {
    this.#count = new Gauge({
      name: 'contactsheet_open_batches',
      help: 'Batches accepted and not settled, in the store, as this process last saw: at most about a minute ago.',
      registers,
      collect,
    })
    this.#oldest = new Gauge({
      name: 'contactsheet_oldest_open_batch_timestamp_seconds',
      help: 'When the oldest open batch was accepted, in seconds since the epoch; not there if none is open.',
      registers,
      collect,
    })
  }

  /** @param ids of all that are open; undefined if the store did not tell */
  seen(ids: readonly string[] | undefined): void {
    this.#oldest.remove()
    this.#count.remove()
    if (ids !== undefined) this.#count.set(ids.length)
    if (ids !== undefined && ids.length > 0) this.#oldest.set(Math.min(...ids.map(batchIdTime)) / 1_000)
  }
}

/**
 * Counts the open batches of a process that has no other reason to look at them. Only the first answer waits for it: later
 * ones tell what is known, and have it counted anew once that is old.
 */
export function countOpenBatches(registers: Registry[], list: () => AsyncIterable<string>): void {
  let lookedAt = Number.NEGATIVE_INFINITY
  let first: Promise<void> | undefined
  const look = async () => {
    lookedAt = performance.now()
    const ids = await Array.fromAsync(list()).catch(() => undefined)
    open.seen(ids)
    if (ids === undefined) lookedAt = Number.NEGATIVE_INFINITY
  }
  const open = new OpenBatches(registers, async () => {
    if (performance.now() - lookedAt > KNOWN_MS) {
      const looking = look()
      first ??= looking
    }
    if (first !== undefined) await pTimeout(first, { milliseconds: FIRST_LOOK_MS, fallback: () => {} })
  })
}
