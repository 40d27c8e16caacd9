import type { Batch } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'

/**
 * How long an open batch is taken for what was asked of it before the version of that is checked, in milliseconds: it may
 * have settled meanwhile, and been recomposed at another instance.
 */
const FRESH_MS = 2_000

/** What is known of what was asked. */
export interface Asked {
  batch: Batch
  /** Of its document, see `BatchStore.batchVersion`. */
  version: string | undefined
  /** When the document was last looked at, on the clock of `performance.now()`. */
  seenAt: number
}

/** Whether what was asked is still that. */
export async function isStillAsked(store: BatchStore, asked: Asked): Promise<boolean> {
  const now = performance.now()
  if (now - asked.seenAt < FRESH_MS) return true
  asked.seenAt = now
  return (await store.batchVersion(asked.batch.id)) === asked.version
}

/**
 * What is asked now; undefined if there is no such batch.
 *
 * @param read reads the batch
 */
export async function askedNow(
  store: BatchStore,
  id: string,
  read: () => Promise<Batch | undefined>,
): Promise<Asked | undefined> {
  // Should it change before it is read, the next check notices.
  const version = await store.batchVersion(id)
  const batch = await read()
  return batch && { batch, version, seenAt: performance.now() }
}
