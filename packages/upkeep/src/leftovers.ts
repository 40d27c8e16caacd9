import {
  type Batch,
  batchIdTime,
  buildRecord,
  type LeafFailure,
  leafCount,
  leavesOf,
} from '@contactsheet/contract'
import { type BatchStore, ResultDraft, UnreadableObject } from '@contactsheet/storage'
import pLimit from 'p-limit'

/** Where a pass says what it did. */
export interface LeftoversLog {
  warn(details: object, message: string): void
}

/** How often batches are looked through, in milliseconds. What was found is looked at again in the next pass. */
const LOOK_THROUGH_MS = 3_600_000

/** How far back the first time is not, in milliseconds before the time before: what is older was looked at then. */
const BACK_MS = 24 * 3_600_000

/**
 * A batch in which nothing has begun is left alone until it is this old, in milliseconds: whoever sent it was told 503, and
 * may send it again with its idempotency key.
 */
const UNTOUCHED_MS = 3_600_000

/**
 * Pictures of a batch that was never written go once it is this old, in milliseconds: well after anybody could still write it,
 * by sending it again with its idempotency key.
 */
const UNWRITTEN_MS = 2 * UNTOUCHED_MS

/** Batches looked at, and records written, at once. */
const CALLS_AT_ONCE = 8

/** Records in hand at once. */
const RECORDS_AT_ONCE = 500

const NOT_STARTED: LeafFailure = {
  kind: 'internal',
  message:
    "The batch was found in the store without a mark that it is open, and nothing of it had begun. Run the batch's failed leaves again to start it.",
}

/**
 * Looks for batches that have neither result nor open mark, which nobody would ever end: left over by a request that was
 * cut off, or by a copy of the store that was made while they ran. One that has begun is marked open, for the reconciler
 * to go on with. One in which nothing has begun may be one whose sender was told that it is not accepted: it is not run
 * unasked, but settled as failed, so that a retry starts it.
 *
 * Cheap enough to be asked every minute: all batches are looked through when a process starts, each with a call that
 * transfers nothing, and then every hour those of the last day, as a copy of the store is put in place while nothing runs.
 * What is found must be found twice, a pass apart: a batch that is on its way in, or out, is without both for a moment.
 */
export class Leftovers {
  readonly #store: BatchStore
  readonly #log: LeftoversLog
  /** Start of the last time that batches were looked through, in milliseconds since the epoch; 0 before the first. */
  #lookedThroughAt = 0
  #suspects: string[] = []

  constructor(store: BatchStore, log: LeftoversLog) {
    this.#store = store
    this.#log = log
  }

  /** Ends what the pass before found and is still so; looks through all batches if it is time. */
  async pass(): Promise<void> {
    const suspects = this.#suspects
    this.#suspects = []
    for (const batchId of suspects) await this.#guarded(batchId, () => this.#end(batchId))
    const now = Date.now()
    if (now - this.#lookedThroughAt < LOOK_THROUGH_MS) return
    await this.#lookThrough(this.#lookedThroughAt - BACK_MS)
    this.#lookedThroughAt = now
  }

  /** @param since when the oldest batch to look at was made, in milliseconds since the epoch */
  async #lookThrough(since: number): Promise<void> {
    const open = new Set(await Array.fromAsync(this.#store.openBatches()))
    const ids: string[] = []
    // Newest first.
    for await (const batchId of this.#store.batchIds()) {
      if (batchIdTime(batchId) < since) break
      if (!open.has(batchId)) ids.push(batchId)
    }
    await pLimit(CALLS_AT_ONCE).map(ids, batchId =>
      this.#guarded(batchId, async () => {
        if ((await this.#store.leftover(batchId)) !== undefined) this.#suspects.push(batchId)
      }),
    )
  }

  async #end(batchId: string): Promise<void> {
    const found = await this.#store.leftover(batchId)
    if (found === 'begun') {
      this.#log.warn({ batchId }, 'found with neither result nor open mark: opening it again')
      await this.#store.reinstate(batchId)
    } else if (found === 'untouched') {
      // Until it is old enough it is looked at again with all others.
      if (Date.now() - batchIdTime(batchId) < UNTOUCHED_MS) return
      this.#log.warn({ batchId }, 'found with neither result nor open mark, nothing of it begun: settling it')
      const batch = await this.#store.batch(batchId)
      if (batch !== undefined) await settleUntouched(this.#store, batch)
    } else if (found === 'unwritten') {
      if (Date.now() - batchIdTime(batchId) < UNWRITTEN_MS) return
      this.#log.warn({ batchId }, 'found with references alone, and never accepted: deleting them')
      await this.#store.references.dropCopies(batchId)
    }
  }

  /** One batch that cannot be read, or is of a newer release, keeps nobody from the others. */
  async #guarded(batchId: string, action: () => Promise<void>): Promise<void> {
    await action().catch((error: unknown) => {
      if (!(error instanceof UnreadableObject)) throw error
      this.#log.warn({ batchId, err: error }, 'a batch cannot be read')
    })
  }
}

async function settleUntouched(store: BatchStore, batch: Batch): Promise<void> {
  const draft = new ResultDraft(batch)
  for (let from = 0; from < leafCount(batch); from += RECORDS_AT_ONCE) {
    const leaves = leavesOf(batch, from, from + RECORDS_AT_ONCE)
    const records = Array.from(leaves, leaf => buildRecord(batch, leaf, { error: NOT_STARTED }))
    await pLimit(CALLS_AT_ONCE).map(records, record => store.writeRecord(record))
    draft.add(records)
  }
  await store.settle(draft)
}
