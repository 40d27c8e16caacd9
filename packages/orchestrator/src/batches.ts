import type { Batch } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'

/** Where to find what was asked of a batch. */
export type Batches = Pick<BatchStore, 'batch'>

/** Batches kept in memory: those whose leaves run now, and some. */
const KEPT = 200

/** The batches of a store, each read once for all its leaves. What was asked never changes. */
export function rememberBatches(store: Batches): Batches {
  const kept = new LRUCache<string, Batch>({
    max: KEPT,
    fetchMethod: async id => await store.batch(id),
  })
  return { batch: id => kept.fetch(id) }
}
