import type { EgressOptions } from '@contactsheet/egress'
import {
  type BatchStore,
  isDamaged,
  UnreadableObject,
  unlessDamaged,
  type WebhookNote,
  type WebhookNotes,
} from '@contactsheet/storage'
import pLimit from 'p-limit'
import { Webhook } from 'standardwebhooks'
import { post } from './post.ts'

export interface WebhookOptions extends EgressOptions {
  /** `whsec_` and a key in base64, shared with the receivers. */
  secret: string
  /** Address of the API from outside, where it is known; what a message links to is there. */
  api?: string | undefined
  /** Hears how each try ended: the receiver took it, or another one follows, or it was the last. */
  onTried?: (outcome: 'sent' | 'refused' | 'given_up') => void
}

/** Where a pass says what it did. */
export interface WebhookLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/** Webhooks sent at once. */
const SENT_AT_ONCE = 8

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Waits after each try that failed, in milliseconds. After the last one it is given up: some 28 hours in all. */
export const WAITS_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
]

/**
 * Sends every webhook that is due, once.
 *
 * Many processes do this. A try is written down before it is made, with the time of the next one, which keeps the others
 * away meanwhile and lets one of them go on should this process die. Two that look at the same moment may both send;
 * both messages then have the same id, by which a receiver knows the second for a repetition.
 */
export async function sendDue(
  store: BatchStore,
  notes: WebhookNotes,
  options: WebhookOptions,
  log: WebhookLog,
): Promise<void> {
  await pLimit(SENT_AT_ONCE).map(await Array.fromAsync(notes.batchIds()), async batchId => {
    const note = await noteOf(store, notes, batchId, log)
    if (note === undefined || note.dueAt > Date.now()) return
    const wait = WAITS_MS[note.tries]
    const tried = { ...note, tries: note.tries + 1, dueAt: Date.now() + (wait ?? 0) }
    await notes.write(tried)
    const failure = await attempt(note, options)
    const details = { batchId, tries: tried.tries, to: new URL(note.address).origin }
    const refused = wait === undefined ? 'given_up' : 'refused'
    options.onTried?.(failure === undefined ? 'sent' : refused)
    if (failure === undefined) log.info(details, 'webhook sent')
    else if (wait !== undefined) return log.warn({ ...details, failure, nextInMs: wait }, 'webhook not taken')
    else log.warn({ ...details, failure }, 'webhook given up')
    // Unless the batch has settled anew meanwhile, which is another message.
    if ((await notes.note(batchId))?.messageId === note.messageId) await notes.delete(batchId)
  })
}

/** The note of a webhook. A damaged one is written anew from the batch's result; without that there is nothing to tell. */
async function noteOf(
  store: BatchStore,
  notes: WebhookNotes,
  batchId: string,
  log: WebhookLog,
): Promise<WebhookNote | undefined> {
  try {
    return await notes.note(batchId)
  } catch (error) {
    if (!(error instanceof UnreadableObject)) throw error
    // Of a newer release: left to it. The others are sent all the same.
    if (!isDamaged(error)) return undefined
    log.warn({ batchId, err: error }, 'the note of a webhook is damaged: writing it anew')
    const outcome = await unlessDamaged(store.outcome(batchId))
    await notes.delete(batchId)
    if (outcome === undefined) return undefined
    await notes.add(outcome)
    return notes.note(batchId)
  }
}

/** @returns why the receiver has not taken it; undefined if it has */
async function attempt(note: WebhookNote, options: WebhookOptions): Promise<string | undefined> {
  const { data } = note.event
  const body = JSON.stringify({ ...note.event, data: { ...data, url: (options.api ?? '') + data.url } })
  const now = new Date()
  const headers = {
    'webhook-id': note.messageId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(options.secret).sign(note.messageId, now, body),
  }
  try {
    const status = await post(note.address, body, headers, options)
    return status >= 200 && status < 300 ? undefined : `answered ${status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
