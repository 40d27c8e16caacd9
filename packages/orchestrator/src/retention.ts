import { batchIdTime } from '@contactsheet/contract'
import { type BatchStore, batchFolder, IDEMPOTENCY, openKey, resultKey } from '@contactsheet/storage'
import pLimit from 'p-limit'

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

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How long an idempotency key stands for its batch, in milliseconds. */
const KEY_LIFE_MS = 7 * DAY_MS

/** Objects deleted at once. */
const CALLS_AT_ONCE = 16

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
  // Newest first.
  for await (const batchId of store.batchIds()) {
    if (open.has(batchId)) continue
    const surplus = kept >= batches
    // A batch settles after it was made: only those made before can have settled before.
    if (surplus || batchIdTime(batchId) < before) {
      const settledAt = await settledTime(store, batchId)
      if ((surplus || settledAt < before) && (await remove(store, batchId))) {
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
 * When a batch settled, in milliseconds since the epoch. One with neither mark nor result is left over from a request
 * that was cut off or from a deletion that was: it counts from an hour after it was made, when nobody can be at it.
 */
async function settledTime(store: BatchStore, batchId: string): Promise<number> {
  const result = await store.objects.stat(resultKey(batchId))
  return result?.lastModified.getTime() ?? batchIdTime(batchId) + HOUR_MS
}

/**
 * The result goes first: without it nobody can open the batch again for its failed leaves. One that somebody opened just
 * before is open like any other then, and is left to run.
 */
async function remove(store: BatchStore, batchId: string): Promise<boolean> {
  const { objects } = store
  if (batchIdTime(batchId) + HOUR_MS > Date.now() && (await objects.stat(resultKey(batchId))) === undefined)
    return false
  await objects.delete(resultKey(batchId))
  if (await store.isOpen(batchId)) return false
  const keys = await Array.fromAsync(objects.list(batchFolder(batchId)))
  await pLimit(CALLS_AT_ONCE).map(keys, key => objects.delete(key))
  // Should it have been opened while it went.
  await objects.delete(openKey(batchId))
  return true
}

/**
 * Forgets idempotency keys whose batch was made more than a week ago.
 *
 * @returns how many notes on them were deleted
 */
export async function forgetKeys({ objects }: BatchStore): Promise<number> {
  const old: string[] = []
  const notes: { folder: string; key: string }[] = []
  for await (const key of objects.list(IDEMPOTENCY)) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1)
    notes.push({ folder, key })
    const id = /\/decided\.([^/]{17})-[0-9a-f]+$/.exec(key)?.[1]
    if (id !== undefined && Date.now() - batchIdTime(id) > KEY_LIFE_MS) old.push(folder)
  }
  const folders = new Set(old)
  const gone = notes.filter(({ folder }) => folders.has(folder))
  await pLimit(CALLS_AT_ONCE).map(gone, ({ key }) => objects.delete(key))
  return gone.length
}
