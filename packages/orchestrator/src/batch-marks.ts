import { KindError } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'

/** How soon processes that run leaves of a batch see a mark that was set or taken away, in milliseconds. */
export const MARKS_MS = 1_000

/** What the marks in the store say to the leaves of a batch. */
export interface Marks {
  /** Aborted when the batch is canceled, now or later. */
  canceled: AbortSignal
  /** Whether nothing of the batch is to start at the moment. */
  isPaused(): boolean
}

interface Watched {
  abort: AbortController
  paused: boolean
  /** Leaves of this batch that run here. */
  leaves: number
  /** The look at the store under way, or the last one. */
  look: Promise<void>
}

/**
 * Tells leaves when their batch is canceled, or paused. The marks in the store are the truth, and every process sees them:
 * they are looked up once when the first leaf of a batch starts and then every second, however many leaves run.
 */
export class BatchMarks {
  readonly #store: Pick<BatchStore, 'isCanceled' | 'isPaused'>
  readonly #watched = new Map<string, Watched>()
  readonly #timer: NodeJS.Timeout

  constructor(store: Pick<BatchStore, 'isCanceled' | 'isPaused'>) {
    this.#store = store
    this.#timer = setInterval(() => this.#lookAgain(), MARKS_MS)
    this.#timer.unref()
  }

  /**
   * Runs something of a batch that is to know of its marks.
   *
   * @throws KindError `storage` if the store cannot be asked
   */
  async during<T>(batchId: string, run: (marks: Marks) => Promise<T>): Promise<T> {
    const known = this.#watched.get(batchId)
    // A canceled batch whose leaves have all ended may have been opened again since.
    const over = known === undefined || (known.leaves === 0 && known.abort.signal.aborted)
    const watched = over ? this.#watch(batchId) : known
    watched.leaves++
    try {
      await watched.look
      return await run({ canceled: watched.abort.signal, isPaused: () => watched.paused })
    } finally {
      watched.leaves--
    }
  }

  /**
   * Whether nothing of a batch is to start.
   *
   * @throws KindError `storage` if the store cannot be asked
   */
  isPaused(batchId: string): Promise<boolean> {
    return this.during(batchId, async marks => marks.isPaused())
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #watch(batchId: string): Watched {
    const watched = { abort: new AbortController(), paused: false, leaves: 0, look: Promise.resolve() }
    watched.look = this.#look(batchId, watched)
    this.#watched.set(batchId, watched)
    return watched
  }

  #lookAgain(): void {
    for (const [batchId, watched] of this.#watched) {
      if (watched.leaves === 0) this.#watched.delete(batchId)
      else if (!watched.abort.signal.aborted) {
        watched.look = this.#look(batchId, watched)
        // Leaves that start now see the failure; those that run already go on.
        watched.look.catch(() => {})
      }
    }
  }

  async #look(batchId: string, watched: Watched): Promise<void> {
    const [canceled, paused] = await Promise.all([
      this.#store.isCanceled(batchId),
      this.#store.isPaused(batchId),
    ])
    watched.paused = paused
    if (canceled) watched.abort.abort(new KindError('canceled', 'The batch was canceled.'))
  }
}
