import { type Batch, type BatchPage, batchState, countLeaves } from '@contactsheet/contract'
import { remember } from '@contactsheet/runtime'
import type { BatchStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import { type BatchLine, damagedLine, lineOf } from './batch-line.ts'
import { type Labels, labelInView, ownLabel } from './labels.ts'
import { isOpen } from './open-batch.ts'
import type { Snapshot } from './snapshot.ts'

/** How long open batches are shown from memory in a list of batches, and which are open, in milliseconds. */
const FRESH_MS = 1_000

/**
 * How long a settled batch is shown from memory before the version of its result is checked, in milliseconds: seldom, for a
 * page has many.
 */
const SETTLED_FRESH_MS = 10_000

const MAX_LINES = 10_000
const MAX_READS = 32

/** What was read of a settled batch, and the version of the result it was read at. */
interface Known {
  line: BatchLine
  version: string
}

/** How one batch is read, see `BatchReader`. */
interface Reads {
  batch(id: string): Promise<Batch | undefined>
  snapshot(id: string): Promise<Snapshot | undefined>
  /** The last snapshot that was taken, if it is still there. */
  last(id: string): Snapshot | undefined
  tell(id: string, error: unknown): undefined
}

/** Batches as a list has them: each is small, and a list has many. */
export class BatchLines {
  readonly #store: BatchStore
  readonly #labels: Labels
  readonly #reads: Reads
  readonly #limit = pLimit(MAX_READS)
  readonly #settled = new LRUCache<string, Known>({
    max: MAX_LINES,
    ttl: SETTLED_FRESH_MS,
    fetchMethod: async (id, previous) => {
      const version = await this.#store.resultVersion(id)
      if (version === undefined) return undefined
      if (version === previous?.version) return previous
      const line = await this.#settledLine(id)
      return line === undefined ? undefined : { line, version }
    },
  })
  /** Ids of the open batches, newest first, as they were a moment ago. */
  readonly openIds: () => Promise<ReadonlySet<string>>

  constructor(store: BatchStore, labels: Labels, reads: Reads) {
    this.#store = store
    this.#labels = labels
    this.#reads = reads
    this.openIds = remember(FRESH_MS, async () => new Set(await Array.fromAsync(store.openBatches())))
  }

  /**
   * A page of batches, newest first.
   *
   * @param after id of the last batch of the page before
   */
  async page(after: string | undefined, limit: number): Promise<BatchPage> {
    const ids: string[] = []
    for await (const id of this.#store.batchIds(after === undefined ? {} : { after }))
      if (ids.push(id) > limit) break
    const last = ids.length > limit ? ids[limit - 1] : undefined
    return {
      batches: await this.of(ids.slice(0, limit)),
      ...(last === undefined ? {} : { nextCursor: last }),
    }
  }

  /** Those of some batches, in the order of their ids; without those that are gone. */
  async of(ids: readonly string[]): Promise<BatchLine[]> {
    const open = await this.openIds()
    const lines = await Promise.all(ids.map(id => this.#limit(() => this.#labelled(id, open.has(id)))))
    return lines.filter(line => line !== undefined)
  }

  /** Drops what is known of a batch. */
  forget(id: string): void {
    this.#settled.delete(id)
  }

  async #labelled(id: string, open: boolean): Promise<BatchLine | undefined> {
    const found = await this.#line(id, open).catch((error: unknown) => this.#damagedLine(id, error))
    if (found === undefined) return undefined
    const { name: _, tags: __, ...line } = found
    return { ...line, ...labelInView(await this.#labels.of(id, ownLabel(found))) }
  }

  async #line(id: string, open: boolean): Promise<BatchLine | undefined> {
    const settled = open ? undefined : await this.#settled.fetch(id)
    if (settled !== undefined) return settled.line
    // It is open, if only since a moment ago: what is remembered of it as settled is from before its retry.
    this.#settled.delete(id)
    const last = this.#reads.last(id)
    const isFresh = isOpen(last) && performance.now() - last.takenAt < FRESH_MS
    const snapshot = isFresh ? last : await this.#reads.snapshot(id)
    return snapshot === undefined ? undefined : lineOf(snapshot)
  }

  /** Read off the head of its result; where that cannot be read, the keys of the records tell as much but the cost. */
  async #settledLine(id: string): Promise<BatchLine | undefined> {
    const outcome = await this.#store.outcome(id).catch((error: unknown) => this.#reads.tell(id, error))
    if (outcome !== undefined) return { ...lineOf(outcome), costUsd: outcome.costUsd }
    const batch = await this.#reads.batch(id)
    if (batch === undefined) return undefined
    const counts = countLeaves(batch, (await this.#store.settledStates(batch)).values(), 0)
    return { ...lineOf({ batch, counts, state: batchState(counts) }), costUsd: null }
  }

  async #damagedLine(id: string, error: unknown): Promise<BatchLine> {
    this.#reads.tell(id, error)
    return damagedLine(id, [...(await this.#store.settledStates(id)).values()], error)
  }
}
