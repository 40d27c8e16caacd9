import { type Batch, hasVersion } from '@contactsheet/contract'
import { LRUCache } from 'lru-cache'

/** Where to find what was asked of a batch. */
export interface Batches {
  /**
   * @param options `tag`: of a version that it should have: one that is remembered without it is read again; `anew`: it is
   *   read again in any case
   */
  batch(batchId: string, options?: { tag?: string | undefined; anew?: boolean }): Promise<Batch | undefined>
}

/** Batches kept in memory: those whose leaves run now, and some. */
const KEPT = 200

/**
 * The batches of a store, each read once for all its leaves. What was asked never changes but by a version more, whose tag
 * the jobs of its leaves carry.
 */
export function rememberBatches(store: Batches): Batches {
  const kept = new LRUCache<string, Batch>({
    max: KEPT,
    fetchMethod: async id => await store.batch(id),
  })
  return {
    async batch(id, { tag, anew = false } = {}) {
      const known = await kept.fetch(id, { forceRefresh: anew })
      const isOutdated = known !== undefined && !hasVersion(known, tag)
      return isOutdated ? kept.fetch(id, { forceRefresh: true }) : known
    },
  }
}
