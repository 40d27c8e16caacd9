import {
  BATCH_ID_PATTERN,
  type Batch,
  DOCUMENT_VERSION,
  type Outcome,
  roundUsd,
  type SettledState,
} from '@contactsheet/contract'
import pLimit from 'p-limit'
import { z } from 'zod'
import { readDocument, writeDocument } from '../documents.ts'
import { parseUsageKey, USAGE, usageFolder, usageKey } from '../layout.ts'
import type { ObjectStore } from '../object-store.ts'
import { unlessDamaged } from '../unreadable.ts'
import { atRiskOf, modelUsageSchema, type UsageSum, withoutRecords } from './model-usage.ts'

/** Notes read, or deleted, at once. */
const CALLS_AT_ONCE = 32

/** Notes in hand at once. */
const NOTES_A_PAGE = 500

const noteSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  batchId: z.string().regex(BATCH_ID_PATTERN),
  /** Name of the token it was accepted of. */
  token: z.string().optional(),
  /** When it last settled. Absent of a batch that never came to be, whose reservation this ends. */
  settledAt: z.iso.datetime().optional(),
  models: z.array(modelUsageSchema),
  /** Of its reservations, in their order, so many are ended by this: what it came to counts in their place. */
  reservations: z.int().nonnegative(),
  /** How many that will be once it settles: it was opened again. */
  reopened: z.int().nonnegative().optional(),
})

/** What a batch came to. */
export type UsageNote = Omit<z.infer<typeof noteSchema>, 'version'>

/** All that a batch cost or may have cost, in USD. */
export function spentUsd({ models }: Pick<UsageNote, 'models'>): number {
  return roundUsd(models.reduce((sum, usage) => sum + usage.costUsd + atRiskOf(usage), 0))
}

/**
 * What batches came to, by the day on which they were accepted. Every settled batch has a note, whoever made it; it stays
 * when the batch is opened again, as what was spent stays spent, and when the batch is removed.
 */
export class UsageNotes {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** Undefined if there is none that can be read. */
  async note(batchId: string): Promise<UsageNote | undefined> {
    return unlessDamaged(readDocument(this.#objects, usageKey(batchId), noteSchema))
  }

  /** Notes what a batch came to. Repeating it changes nothing. */
  async settle({ batch, settledAt }: Pick<Outcome, 'batch' | 'settledAt'>, sum: UsageSum): Promise<void> {
    const before = await this.note(batch.id)
    await this.#write({
      batchId: batch.id,
      ...tokenOf(batch),
      settledAt,
      models: sum.models(before?.models),
      // The one it was accepted with, and those that it was opened again with.
      reservations: Math.max(before?.reservations ?? 1, before?.reopened ?? 0),
    })
  }

  /**
   * Notes that leaves of a settled batch are to run again, before their records go. Repeating it changes nothing.
   *
   * @param states of those leaves
   * @param reservations that the batch has by now, if there are any for it
   */
  async reopen(
    batchId: string,
    states: readonly SettledState[],
    reservations: number | undefined,
  ): Promise<void> {
    const before = await this.note(batchId)
    if (before === undefined) return
    const models = before.models.map(usage => withoutRecords(usage, states))
    await this.#write({
      ...before,
      models,
      ...(reservations === undefined ? {} : { reopened: reservations }),
    })
  }

  /** Ends reservations of a batch that will not be spent: it never came to be, or has settled without them. */
  async release(batchId: string, token: string, reservations: number): Promise<void> {
    const before = await this.note(batchId)
    await this.#write({
      ...(before ?? { batchId, token, models: [] }),
      reservations,
    })
  }

  /** Ids of the batches of a day that have a note. */
  async *batchesOf(day: string): AsyncGenerator<string> {
    for await (const key of this.#objects.list(usageFolder(day))) {
      const id = parseUsageKey(key)
      if (id !== undefined) yield id
    }
  }

  /**
   * The notes of some days, some at a time: there can be more of them than there is memory.
   *
   * @param from and `to`: the first and the last day, as in `2026-11-26`
   */
  async *notes(from: string, to: string): AsyncGenerator<{ day: string; note: UsageNote }[]> {
    let page: { day: string; id: string }[] = []
    const read = async () => {
      const notes = await pLimit(CALLS_AT_ONCE).map(page, async ({ day, id }) => {
        const note = await this.note(id)
        return note === undefined ? [] : [{ day, note }]
      })
      page = []
      return notes.flat()
    }
    for await (const day of this.#objects.folders(USAGE)) {
      if (day < from || day > to) continue
      for await (const id of this.batchesOf(day))
        if (page.push({ day, id }) === NOTES_A_PAGE) yield await read()
    }
    if (page.length > 0) yield await read()
  }

  /** Deletes the notes of all days before one. */
  async forgetBefore(day: string): Promise<void> {
    for await (const old of this.#objects.folders(USAGE)) {
      if (old >= day) return
      const keys = await Array.fromAsync(this.#objects.list(usageFolder(old)))
      await pLimit(CALLS_AT_ONCE).map(keys, key => this.#objects.delete(key))
    }
  }

  async #write(note: UsageNote): Promise<void> {
    await writeDocument(this.#objects, usageKey(note.batchId), { version: DOCUMENT_VERSION, ...note })
  }
}

function tokenOf({ madeBy }: Batch): Pick<UsageNote, 'token'> {
  return madeBy === undefined ? {} : { token: madeBy }
}
