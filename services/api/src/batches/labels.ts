import type { Batch, BatchView, Label } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'

/** How long what a batch is called is taken from memory, in milliseconds: another instance may have written it otherwise. */
const FRESH_MS = 10_000

const MEMORY_BYTES = 4 * 1024 * 1024

interface Known {
  /** Undefined: nobody has called it otherwise than it was accepted. */
  label: Label | undefined
  /** On the clock of `performance.now()`. */
  readAt: number
}

/** What a batch was called when it was accepted. */
export function ownLabel({ name, tags = [] }: Pick<Batch, 'name' | 'tags'>): Label {
  return { ...(name === undefined ? {} : { name }), tags }
}

/** What a batch is called, as far as it is. */
export function labelInView({ name, tags }: Label): Pick<BatchView, 'name' | 'tags'> {
  return { ...(name === undefined ? {} : { name }), ...(tags.length === 0 ? {} : { tags: [...tags] }) }
}

/** What batches are called by now: one small document of each, read as seldom as it can be. */
export class Labels {
  readonly #notes: BatchStore['labels']
  readonly #known = new LRUCache<string, Known>({
    maxSize: MEMORY_BYTES,
    sizeCalculation: ({ label }) => 100 + 2 * [label?.name ?? '', ...(label?.tags ?? [])].join('').length,
    ttl: FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: async id => {
      const readAt = performance.now()
      return { label: await this.#notes.read(id), readAt }
    },
  })

  constructor(notes: BatchStore['labels']) {
    this.#notes = notes
  }

  /**
   * @param own what it was called when it was accepted
   * @param maxAgeMs how old what is known of it may be, at most {@link FRESH_MS}; until it is twice as old it is shown while it is
   *   read anew
   */
  async of(id: string, own: Label, maxAgeMs: number = FRESH_MS): Promise<Label> {
    const last = this.#known.peek(id)
    const ageMs = last === undefined ? 0 : performance.now() - last.readAt
    const asked = { forceRefresh: ageMs > maxAgeMs, allowStale: ageMs <= 2 * maxAgeMs }
    return (await this.#known.fetch(id, asked))?.label ?? own
  }

  /** Takes note of what this instance has written. */
  set(id: string, label: Label): void {
    this.#known.set(id, { label, readAt: performance.now() })
  }
}
