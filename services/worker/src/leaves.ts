import { setTimeout as sleep } from 'node:timers/promises'
import { type Batch, batchIdTime, KindError, type LeafRecord, leafById } from '@contactsheet/contract'
import { type LeafTools, runLeaf } from '@contactsheet/leaf'
import type { Cancellations, RunLeaf } from '@contactsheet/orchestrator'
import type { Logger } from '@contactsheet/runtime'
import type { Claims } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'

/** Batches kept in memory: those whose leaves run now, and some. */
const BATCHES = 200

/** No leaf has a second job before this: it takes a lock that ran out, or a batch found missing twice, to make one. */
const NO_SECOND_JOB_MS = 10_000

/** How often the end of a claim is looked for. */
const CLAIM_INTERVAL_MS = 1_000

/**
 * Runs the leaf a job names: finds its batch in the store, once for all its leaves, and never runs the same leaf twice
 * at a time. Two jobs for one leaf exist after the queue was lost while the leaf ran; the second waits for the first,
 * here or in another process, instead of paying the provider again.
 */
export function leafRunner(
  tools: LeafTools,
  cancellations: Cancellations,
  claims: Claims,
  log: Logger,
): RunLeaf {
  const batches = new LRUCache<string, Batch>({
    max: BATCHES,
    fetchMethod: async id => await tools.store.batch(id),
  })
  const running = new Map<string, Promise<LeafRecord>>()

  const untilUnclaimed = async (batchId: string, leafId: string, signal: AbortSignal) => {
    if (Date.now() - batchIdTime(batchId) < NO_SECOND_JOB_MS) return
    while (await claims.heldElsewhere(batchId, leafId)) {
      log.info({ batchId, leafId }, 'leaf is under way in another process: waiting for it')
      await sleep(CLAIM_INTERVAL_MS, undefined, { signal })
    }
  }

  return (batchId, leafId, attempt, signal) => {
    const key = `${batchId}.${leafId}`
    const current = running.get(key)
    if (current !== undefined) return current
    const run = async () => {
      const batch = await batches.fetch(batchId)
      if (batch === undefined) throw new KindError('invalid', `Batch ${batchId} is not in the store.`)
      try {
        const leaf = leafById(batch, leafId)
        await untilUnclaimed(batchId, leafId, signal)
        const record = await cancellations.during(batchId, canceled =>
          runLeaf(tools, batch, leaf, attempt, AbortSignal.any([signal, canceled])),
        )
        log.info(
          { batchId, leafId, state: record.state, attempts: record.attempts, steps: record.steps },
          'leaf settled',
        )
        return record
      } catch (error) {
        if (error instanceof KindError)
          log.warn(
            { batchId, leafId, kind: error.kind, attempt: attempt.number, detail: error.detail },
            error.message,
          )
        throw error
      }
    }
    const started = run().finally(async () => {
      running.delete(key)
      // One that stays ends by itself.
      await claims.release(batchId, leafId).catch(() => {})
    })
    running.set(key, started)
    return started
  }
}
