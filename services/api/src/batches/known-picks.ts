import type { Picks } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'

/**
 * How long picks are shown from memory, in milliseconds: somebody may pick at another instance. As long again they are shown to
 * whoever asks while they are read anew.
 */
const FRESH_MS = 1_000

/** Batches whose picks are remembered. */
const MOST = 500

/** What somebody said of the leaves of batches, read as seldom as it can be. */
export class KnownPicks {
  readonly #known: LRUCache<string, Picks>

  constructor(store: Pick<BatchStore['picks'], 'of'>) {
    this.#known = new LRUCache({ max: MOST, ttl: FRESH_MS, fetchMethod: id => store.of(id) })
  }

  async of(batchId: string): Promise<Picks> {
    const isLate = this.#known.getRemainingTTL(batchId) < -FRESH_MS
    return (await this.#known.fetch(batchId, { allowStale: !isLate })) ?? new Map()
  }

  /** Drops what is known of a batch whose picks this instance has just changed. */
  forget(batchId: string): void {
    this.#known.delete(batchId)
  }
}
