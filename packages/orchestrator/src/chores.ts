import type { BatchStore } from '@contactsheet/storage'
import { repeat } from './repeat.ts'
import { applyRetention, forgetKeys, type Retention } from './retention.ts'
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

/** How often it is looked at for what is not to be kept, in milliseconds. */
const RETENTION_MS = 3_600_000

/**
 * Does what no batch waits for, and what the store alone knows of: sends webhooks, deletes what is not to be kept. Runs
 * beside the reconciler, in any number of processes.
 *
 * @returns stops it, and waits for what is under way
 */
export function startChores(
  store: BatchStore,
  { webhooks, retention }: Chores,
  log: ChoresLog,
): () => Promise<void> {
  const guarded = (what: string, pass: () => Promise<unknown>) => async () => {
    await pass().catch((error: unknown) => log.warn({ err: error }, `could not ${what}`))
  }
  const stops = [
    repeat(
      RETENTION_MS,
      guarded('delete what is not to be kept', async () => {
        await applyRetention(store, retention, log)
        await forgetKeys(store)
      }),
    ),
  ]
  if (webhooks !== undefined)
    stops.push(
      repeat(
        WEBHOOKS_MS,
        guarded('look for webhooks', () => sendDue(store.objects, webhooks, log)),
      ),
    )
  return async () => {
    await Promise.all(stops.map(stop => stop()))
  }
}
