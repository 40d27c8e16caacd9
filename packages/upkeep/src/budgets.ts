import type { Outcome } from '@contactsheet/contract'
import { type BatchStore, UsageSum, unlessDamaged } from '@contactsheet/storage'

/** Where a pass says what it did. */
export interface BudgetsLog {
  warn(details: object, message: string): void
}

/** How long a request may take from its reservation to its batch, in milliseconds. */
const HOUR_MS = 3_600_000

/** How many months, this one included, reservations are looked for in: nobody spends of an older one but for a retry. */
const MONTHS_LOOKED_AT = 2

/** How long usage and reservations are kept, in months. */
const MONTHS_KEPT = 13

/**
 * Ends reservations that nobody else would: whoever made them was killed before the batch was in the store, or before it
 * was opened again. What has been reserved for less than an hour is left alone, and so is all of an open batch. A batch
 * that was given up, of which nobody knows what it cost, keeps what is reserved for it.
 *
 * @param now in milliseconds since the epoch
 * @returns how many batches that was for
 */
export async function releaseReservations(
  store: BatchStore,
  log: BudgetsLog,
  now: number = Date.now(),
): Promise<number> {
  const since = monthBefore(now, MONTHS_LOOKED_AT - 1)
  let released = 0
  for await (const { token, month } of store.budgets.all()) {
    if (month < since) continue
    const ledger = store.budgets.of(token, month)
    await ledger.read()
    for (const { batchId, reservations } of ledger.open()) {
      if (now - (await ledger.reservedAt(batchId)) < HOUR_MS) continue
      if (!(await end(store, batchId, token, reservations))) continue
      log.warn({ batchId, token }, 'reserved in a budget for a batch that does not run: released')
      released++
    }
  }
  return released
}

/** Deletes what is known of the usage of months that are too long ago, and what was reserved in them. */
export async function forgetUsage(store: BatchStore, now: number = Date.now()): Promise<void> {
  const since = monthBefore(now, MONTHS_KEPT)
  await store.usage.forgetBefore(since)
  for await (const { token, month } of store.budgets.all())
    if (month < since) await store.budgets.delete(token, month)
}

/** @returns whether its reservations are ended */
async function end(
  store: BatchStore,
  batchId: string,
  token: string,
  reservations: number,
): Promise<boolean> {
  if (await store.isOpen(batchId)) return false
  if ((await store.usage.note(batchId)) === undefined) {
    const result = await unlessDamaged(store.openResult(batchId))
    // Settled by a release that kept no notes.
    if (result !== undefined) await noteUsage(store, result.outcome, result.records())
    else if (await isThere(store, batchId)) return false
  }
  await store.usage.release(batchId, token, reservations)
  return true
}

async function noteUsage(
  store: BatchStore,
  outcome: Outcome,
  pages: AsyncIterable<{ record: Parameters<UsageSum['add']>[0] }[]>,
): Promise<void> {
  const sum = new UsageSum()
  for await (const page of pages) for (const { record } of page) sum.add(record)
  await store.usage.settle(outcome, sum)
}

async function isThere(store: BatchStore, batchId: string): Promise<boolean> {
  const isClosed = (await store.closedReason(batchId)) !== undefined
  return isClosed || (await store.batchVersion(batchId)) !== undefined
}

/** The month that was so many months before a time, as in `2026-11`. */
function monthBefore(now: number, months: number): string {
  const date = new Date(now)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months)).toISOString().slice(0, 7)
}
