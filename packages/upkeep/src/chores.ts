import { repeat } from '@contactsheet/runtime'
import { BatchStore, IdempotencyKeys, type ObjectStore, WebhookNotes } from '@contactsheet/storage'
import { forgetUsage, releaseReservations } from './budgets.ts'
import { Leftovers } from './leftovers.ts'
import { applyRetention, type Retention, removeOldUploads } from './retention.ts'
import { sendDue, type WebhookOptions } from './webhook/sender.ts'

export interface Chores {
  /** Undefined if no webhooks are sent. */
  webhooks?: WebhookOptions | undefined
  retention: Retention
}

/** Where passes say what they did. */
export interface ChoresLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/** How often the store is looked at for webhooks that are due, in milliseconds. */
const WEBHOOKS_MS = 5_000

/** How often it is looked at for batches that nobody would end, in milliseconds. */
const LEFTOVERS_MS = 60_000

const HOUR_MS = 3_600_000

/** How often it is looked at for reservations that nobody would end, in milliseconds. */
const RESERVATIONS_MS = 10 * 60_000

/** How often usage is looked at that is too old to keep, in milliseconds. */
const USAGE_MS = 24 * HOUR_MS

/** How often entries of answers are looked through, in milliseconds. */
const ANSWERS_MS = 24 * HOUR_MS

/** How often it is looked at for batches that are not to be kept, in milliseconds. */
const RETENTION_MS = HOUR_MS

/** How long an idempotency key stands for its batch, and how often all are looked through, in milliseconds. */
const KEY_LIFE_MS = 7 * 24 * HOUR_MS
const KEYS_MS = 24 * HOUR_MS

/**
 * Does what no batch waits for, and what the store alone knows of: sends webhooks, deletes what is not to be kept, finds
 * batches that nobody would end. Runs in any number of processes at once.
 *
 * @returns stops it, and waits for what is under way
 */
export function startChores(
  objects: ObjectStore,
  { webhooks, retention }: Chores,
  log: ChoresLog,
): () => Promise<void> {
  const store = new BatchStore(objects)
  const keys = new IdempotencyKeys(objects)
  const notes = new WebhookNotes(objects)
  const leftovers = new Leftovers(store, log)
  const guarded = (what: string, pass: () => Promise<unknown>) => async () => {
    await pass().catch((error: unknown) => log.warn({ err: error }, `could not ${what}`))
  }
  const stops = [
    repeat(
      RETENTION_MS,
      guarded('delete what is not to be kept', () => applyRetention(store, retention, log)),
    ),
    repeat(
      RETENTION_MS,
      guarded('delete uploads that are not to be kept', () =>
        removeOldUploads(store.references, retention, log),
      ),
    ),
    repeat(
      KEYS_MS,
      guarded('forget idempotency keys', () => keys.forgetOlderThan(KEY_LIFE_MS)),
    ),
    repeat(
      ANSWERS_MS,
      guarded('look for answers of batches that are gone', () => store.answers.sweep()),
    ),
    repeat(
      LEFTOVERS_MS,
      guarded('look for batches that nobody would end', () => leftovers.pass()),
    ),
    repeat(
      RESERVATIONS_MS,
      guarded('look for reservations that nobody would end', () => releaseReservations(store, log)),
    ),
    repeat(
      USAGE_MS,
      guarded('forget usage', () => forgetUsage(store)),
    ),
  ]
  if (webhooks !== undefined)
    stops.push(
      repeat(
        WEBHOOKS_MS,
        guarded('look for webhooks', () => sendDue(store, notes, webhooks, log)),
      ),
    )
  return async () => {
    await Promise.all(stops.map(stop => stop()))
  }
}
