import { KindError } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'

/** How soon running leaves hear that their batch was canceled, in milliseconds. */
const INTERVAL_MS = 1_000

interface Watched {
  abort: AbortController
  /** Leaves of this batch that run here. */
  leaves: number
  /** The look at the store under way, or the last one. */
  look: Promise<void>
}

/**
 * Tells running leaves when their batch is canceled. The marker in the store is the truth, and every process sees it: it
 * is looked up once when the first leaf of a batch starts and then every second, however many leaves run.
 */
export class Cancellations {
  readonly #store: BatchStore
  readonly #watched = new Map<string, Watched>()
  readonly #timer: NodeJS.Timeout

  constructor(store: BatchStore) {
    this.#store = store
    this.#timer = setInterval(() => this.#lookAgain(), INTERVAL_MS)
    this.#timer.unref()
  }

  /**
   * Runs a leaf with a signal that is aborted when its batch is canceled, now or later.
   *
   * @throws KindError `storage` if the store cannot be asked
   */
  async during<T>(batchId: string, run: (canceled: AbortSignal) => Promise<T>): Promise<T> {
    const known = this.#watched.get(batchId)
    // A canceled batch whose leaves have all ended may have been opened again since.
    const over = known === undefined || (known.leaves === 0 && known.abort.signal.aborted)
    const watched = over ? this.#watch(batchId) : known
    watched.leaves++
    try {
      await watched.look
      return await run(watched.abort.signal)
    } finally {
      watched.leaves--
    }
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #watch(batchId: string): Watched {
    const abort = new AbortController()
    const watched = { abort, leaves: 0, look: this.#look(batchId, abort) }
    this.#watched.set(batchId, watched)
    return watched
  }

  #lookAgain(): void {
    for (const [batchId, watched] of this.#watched) {
      if (watched.leaves === 0) this.#watched.delete(batchId)
      else if (!watched.abort.signal.aborted) {
        watched.look = this.#look(batchId, watched.abort)
        // Leaves that start now see the failure; those that run already go on.
        watched.look.catch(() => {})
      }
    }
  }

  async #look(batchId: string, abort: AbortController): Promise<void> {
    if (await this.#store.isCanceled(batchId))
      abort.abort(new KindError('canceled', 'The batch was canceled.'))
  }
}
