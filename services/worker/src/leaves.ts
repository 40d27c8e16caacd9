import { type Batch, LeafError, type LeafRecord, leafById } from '@contactsheet/contract'
import { type LeafTools, runLeaf } from '@contactsheet/leaf'
import type { Cancellations, RunLeaf } from '@contactsheet/orchestrator'
import type { Logger } from '@contactsheet/runtime'
import { LRUCache } from 'lru-cache'

/** Batches kept in memory: those whose leaves run now, and some. */
const BATCHES = 200

/**
 * Runs the leaf a job names: finds its batch in the store, once for all its leaves, and never runs the same leaf twice
 * at a time. Two jobs for one leaf exist after the queue was lost while the leaf ran; the second waits for the first
 * instead of paying the provider again.
 */
export function leafRunner(tools: LeafTools, cancellations: Cancellations, log: Logger): RunLeaf {
  const batches = new LRUCache<string, Batch>({
    max: BATCHES,
    fetchMethod: async id => await tools.store.batch(id),
  })
  const running = new Map<string, Promise<LeafRecord>>()

  return (batchId, leafId, attempt, signal) => {
    const key = `${batchId}.${leafId}`
    const current = running.get(key)
    if (current !== undefined) return current
    const run = async () => {
      const batch = await batches.fetch(batchId)
      if (batch === undefined) throw new LeafError('invalid', `Batch ${batchId} is not in the store.`)
      try {
        const leaf = leafById(batch, leafId)
        const record = await cancellations.during(batchId, canceled =>
          runLeaf(tools, batch, leaf, attempt, AbortSignal.any([signal, canceled])),
        )
        log.info(
          { batchId, leafId, state: record.state, attempts: record.attempts, steps: record.steps },
          'leaf settled',
        )
        return record
      } catch (error) {
        if (error instanceof LeafError)
          log.warn(
            { batchId, leafId, kind: error.kind, attempt: attempt.number, detail: error.detail },
            error.message,
          )
        throw error
      }
    }
    const started = run().finally(() => running.delete(key))
    running.set(key, started)
    return started
  }
}
