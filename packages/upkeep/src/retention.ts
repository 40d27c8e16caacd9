import { batchIdTime, lastBatchIdAt } from '@contactsheet/contract'
import type { BatchStore, ReferenceStore } from '@contactsheet/storage'

/** Which settled batches are kept. */
export interface Retention {
  /** Those that settled in the last so many days; undefined: all, however old. */
  days?: number | undefined
  /** The newest so many; undefined: all, however many. */
  batches?: number | undefined
}

/** Where a pass says what it did. */
export interface RetentionLog {
  info(details: object, message: string): void
}

const DAY_MS = 24 * 3_600_000

/**
 * Deletes the settled batches that are not to be kept, with everything in them. Open ones are never touched, however
 * old. Many processes may do it at once.
 *
 * @returns how many were deleted
 */
export async function applyRetention(
  store: BatchStore,
  { days, batches = Number.POSITIVE_INFINITY }: Retention,
  log: RetentionLog,
): Promise<number> {
  if (days === undefined && batches === Number.POSITIVE_INFINITY) return 0
  const before = days === undefined ? 0 : Date.now() - days * DAY_MS
  const open = new Set(await Array.fromAsync(store.openBatches()))
  let kept = 0
  let deleted = 0
  // Newest first. Only where they are counted, those too young to have settled before are listed.
  const from = batches === Number.POSITIVE_INFINITY ? { after: lastBatchIdAt(before) } : {}
  for await (const batchId of store.batchIds(from)) {
    if (open.has(batchId)) continue
    const surplus = kept >= batches
    // A batch settles after it was made: only those made before can have settled before.
    if (surplus || batchIdTime(batchId) < before) {
      const settledAt = await store.settledTime(batchId)
      if ((surplus || settledAt < before) && (await store.remove(batchId))) {
        log.info({ batchId }, 'deleted: beyond what is kept (RETENTION_DAYS, RETENTION_BATCHES)')
        deleted++
        continue
      }
    }
    kept++
  }
  return deleted
}

/**
 * Deletes the uploaded references that nobody has uploaded in the last so many days. Batches have copies of their own.
 *
 * @returns how many were deleted
 */
export async function removeOldUploads(
  references: Pick<ReferenceStore, 'removeOlderThan'>,
  { days }: Pick<Retention, 'days'>,
  log: RetentionLog,
): Promise<number> {
  if (days === undefined) return 0
  const deleted = await references.removeOlderThan(Date.now() - days * DAY_MS)
  if (deleted > 0) log.info({ references: deleted }, 'deleted uploads: beyond what is kept (RETENTION_DAYS)')
  return deleted
}
