import { leafCount, leavesOf, type SettledState, type Style } from '@contactsheet/contract'
import { type BatchStore, type SettledResult, StaleResult } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import type { BatchReader } from '../batches/batch-reader.ts'

/** What is known of all batches may take so much memory. */
const MEMORY_BYTES = 16 * 1024 * 1024

/** How long that is taken for true of a settled batch, in milliseconds, unless this instance changes it: as for its line. */
const FRESH_MS = 60_000

/** How many images a settled batch has, and which of its leaves have none any more. */
export interface ImageCount {
  style: Style
  /** Leaves there are to count, by state and then by model. Succeeded ones whose image was deleted are not among them. */
  byState: Readonly<Partial<Record<SettledState, ReadonlyMap<string, number>>>>
  /** Ids of the leaves whose images were deleted. */
  bare: ReadonlySet<string>
  leaves: number
  version: string
}

/**
 * Counts of the images of settled batches, kept until their results change: to count those of one its whole result is read,
 * which says of each leaf whether its image is there.
 */
export class ImageCounts {
  readonly #store: BatchStore
  readonly #reader: BatchReader
  readonly #counts = new LRUCache<string, ImageCount>({
    maxSize: MEMORY_BYTES,
    sizeCalculation: ({ byState, bare }) =>
      300 + 100 * Object.values(byState).reduce((sum, { size }) => sum + size, 0) + 40 * bare.size,
    ttl: FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: async (id, previous) => {
      if (previous !== undefined && (await this.#store.resultVersion(id)) === previous.version)
        return previous
      return this.#count(id).catch((error: unknown) => {
        // It changes just now; whoever asks next finds it as it is then.
        if (error instanceof StaleResult) return undefined
        return this.#reader.tell(id, error)
      })
    },
  })

  constructor(store: BatchStore, reader: BatchReader) {
    this.#store = store
    this.#reader = reader
    reader.onForget(id => this.forget(id))
  }

  /** Whether {@link read} asks the store for nothing. */
  knows(id: string): boolean {
    return this.#counts.has(id)
  }

  /** Undefined of a batch that has not settled, or cannot be read. */
  async read(id: string): Promise<ImageCount | undefined> {
    return this.#counts.fetch(id)
  }

  forget(id: string): void {
    this.#counts.delete(id)
  }

  async #count(id: string): Promise<ImageCount | undefined> {
    const result = await this.#store.openResult(id)
    if (result === undefined) return undefined
    const { batch } = result.outcome
    const bare = await bareLeaves(result)
    const byState: Partial<Record<SettledState, Map<string, number>>> = {}
    let position = 0
    for (const leaf of leavesOf(batch)) {
      const state = result.stateAt(position++)
      if (bare.has(leaf.id)) continue
      byState[state] ??= new Map()
      byState[state].set(leaf.model.id, (byState[state].get(leaf.model.id) ?? 0) + 1)
    }
    return { style: batch.style, byState, bare, leaves: leafCount(batch), version: result.version }
  }
}

async function bareLeaves(result: SettledResult): Promise<Set<string>> {
  const bare = new Set<string>()
  for await (const slots of result.records())
    for (const { record } of slots)
      if (record.state === 'succeeded' && record.image === undefined) bare.add(record.leafId)
  return bare
}
