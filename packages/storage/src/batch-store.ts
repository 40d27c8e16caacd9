import {
  type Batch,
  batchIdTime,
  batchSchema,
  leafById,
  type Outcome,
  reopenedBatch,
  versionOf,
} from '@contactsheet/contract'
import pLimit from 'p-limit'
import { Answers } from './answers.ts'
import { BrandStore } from './brand-store.ts'
import { readClosedReason, writeClosedNote } from './closed-note.ts'
import { deletePictures } from './delete-images.ts'
import { readDocument, writeDocument } from './documents.ts'
import { EconomyNotes } from './economy-notes.ts'
import { LabelNotes } from './label-notes.ts'
import {
  attemptKey,
  BATCHES,
  batchFolder,
  batchKey,
  canceledKey,
  closedKey,
  labelKey,
  originalsFolder,
  parseBatchId,
  pausedKey,
  recordKey,
  referencesFolder,
  resultKey,
  sheetKey,
} from './layout.ts'
import type { ListOptions, ObjectStore } from './object-store.ts'
import { OpenMarks } from './open-marks.ts'
import { deleteOriginal } from './originals.ts'
import { PickStore, picksFolder } from './pick-store.ts'
import { PresetStore } from './preset-store.ts'
import { prune } from './prune.ts'
import { ReferenceStore } from './reference-store.ts'
import type { ResultDraft } from './result/draft.ts'
import { ResultStore } from './result/result-store.ts'
import { isDamaged, unlessDamaged, unlessUnreadable } from './unreadable.ts'
import { BudgetLedgers } from './usage/budget-ledger.ts'
import { UsageNotes } from './usage/usage-notes.ts'
import { WebhookNotes } from './webhook-notes.ts'

/** Objects deleted at once. */
const CALLS_AT_ONCE = 32

/** How long somebody may take to accept a batch, or to delete one, before what is left of it belongs to nobody. */
const HOUR_MS = 3_600_000

/**
 * The life of batches in the store, from acceptance to removal, and what their leaves leave there.
 *
 * The store is the truth, and any process can die between two writes. So every change of a batch's life is a few writes
 * in an order that leaves it in a state somebody else can go on from, and every one of them can be repeated:
 *
 * | change   | writes, in order                                        | so that nobody ever finds                |
 * |----------|---------------------------------------------------------|------------------------------------------|
 * | accept   | references, `batch.json`, open mark                     | a mark that leads to no batch, or a batch |
 * |          |                                                         | that lacks what its models are given     |
 * | withdraw | open mark away, `batch.json` away, references away      | the same                                 |
 * | pause    | pause mark                                              | (one write)                              |
 * | resume   | pause mark away                                         | (one write)                              |
 * | cancel   | canceled mark, pause mark away                          | one that goes on before it ends          |
 * | settle   | `index.json` if it is large, `result.json`,             | a batch with neither result nor mark, nor |
 * |          | what a version replaced away (`prune.ts`), usage note,  | a settled one that nobody is told of, or |
 * |          | webhook note, pause mark away, open mark away           | that no budget counts                    |
 * | reopen   | `batch.json` if it is damaged, usage note, failed or    | a leaf to run that a worker takes for    |
 * |          | canceled records away, canceled and pause mark away,    | settled; a batch with neither; one that  |
 * |          | sheet away, open mark, `batch.json`, `result.json` away | is open again and nobody looks after;    |
 * |          |                                                         | money that was spent and is in no note   |
 * | recompose, rerun, | references of prompts that are added, usage note if    | a batch of which some is as it was and   |
 * | add prompts | that costs, pause mark away, open mark, canceled mark | some as asked: `batch.json` is the step; |
 * |          | away, `batch.json`, sheet away, `result.json` away      | one that lacks what its models are given |
 * | close    | note why, open mark away                                | a mark that is gone without a word       |
 * | reinstate | open mark, note why away                                | the same                                 |
 * | remove   | `result.json` away, unless it is open `batch.json` away, | a batch that can be reopened, or         |
 * |          | all else away, open mark away                           | reinstated, while it is going            |
 * | delete images | image and original away, record, sheet away, `result.json` | an object that no record leads to |
 *
 * Wherever an original goes, the entry that lets others take it goes before it: see {@link Answers}.
 *
 * A sheet carries the version of the result it was drawn from, so that a stale one is never shown.
 *
 * A pause mark means nothing without the open mark, nor beside the canceled one: of two who pause a batch and cancel or
 * settle it at the same moment, the other has it.
 *
 * A copy of the store that was made while it was written to can hold what is excluded here: a batch with neither result
 * nor mark ({@link leftover}, which {@link reinstate} sets right), a mark that leads to no batch (closed by the reconciler),
 * a record whose image is missing ({@link soundRecords}). `docs/deploy.md` has the order of copying that avoids them.
 */
export class BatchStore extends ResultStore {
  /** What batches name of a deployment's own. */
  readonly brand: BrandStore
  /** Marks of those that have not settled. */
  readonly open: OpenMarks
  /** What batches came to. */
  readonly usage: UsageNotes
  /** What is reserved for them. */
  readonly budgets: BudgetLedgers
  /** How the economy lane stands. */
  readonly economy: EconomyNotes
  /** What they are called by now. */
  readonly labels: LabelNotes
  /** Pictures that models are given. */
  readonly references: ReferenceStore
  /** What forms are filled by. */
  readonly presets: PresetStore
  /** Which of their leaves somebody picked. */
  readonly picks: PickStore
  /** Which originals batches take from each other. */
  readonly answers: Answers
  readonly #objects: ObjectStore
  readonly #webhooks: WebhookNotes

  constructor(objects: ObjectStore) {
    super(objects)
    this.brand = new BrandStore(objects)
    this.open = new OpenMarks(objects)
    this.usage = new UsageNotes(objects)
    this.budgets = new BudgetLedgers(objects, this.usage)
    this.economy = new EconomyNotes(objects)
    this.labels = new LabelNotes(objects)
    this.references = new ReferenceStore(objects)
    this.presets = new PresetStore(objects)
    this.picks = new PickStore(objects)
    this.answers = new Answers(objects)
    this.#objects = objects
    this.#webhooks = new WebhookNotes(objects)
  }

  /**
   * Makes sure that the store answers and its bucket exists, creating the bucket if need be.
   *
   * @throws KindError of kind `storage` with what to set if not
   */
  async ready(): Promise<void> {
    await this.#objects.ready()
  }

  /**
   * Looks whether the store can be read and written. Creates nothing but a probe.
   *
   * @throws UnwritableStore if it answers and takes no writes; KindError of kind `storage` if it does not answer
   */
  async check(): Promise<void> {
    await this.#objects.check()
  }

  /**
   * Writes down a batch and marks it open, for somebody to run it.
   *
   * @throws UploadGone if a picture that it names was taken away, and it has no copy yet
   */
  async accept(batch: Batch): Promise<void> {
    await this.references.copyInto(batch)
    await writeDocument(this.#objects, batchKey(batch.id), batch)
    await this.open.put(batch.id, batch.madeBy)
  }

  /** Takes back what was written of a batch that did not start. */
  async withdraw(batchId: string): Promise<void> {
    await this.open.delete(batchId)
    await this.#objects.delete(batchKey(batchId))
    await this.references.dropCopies(batchId)
  }

  /**
   * What was asked. Its result says so too, should the batch's own document be gone or damaged.
   *
   * @throws UnreadableObject if it is there and cannot be read
   */
  async batch(batchId: string): Promise<Batch | undefined> {
    let damage: unknown
    const batch = await readDocument(this.#objects, batchKey(batchId), batchSchema).catch(
      (error: unknown) => {
        if (!isDamaged(error)) throw error
        damage = error
      },
    )
    const found = batch ?? (await unlessDamaged(this.outcome(batchId)))?.batch
    if (found === undefined && damage !== undefined) throw damage
    return found
  }

  /** Changes whenever what was asked does, as by a version more; undefined if it is not there. Transfers nothing. */
  async batchVersion(batchId: string): Promise<string | undefined> {
    return (await this.#objects.stat(batchKey(batchId)))?.etag
  }

  /**
   * Ids of all batches, newest first.
   *
   * @param options `after`: a batch id; older ones follow
   */
  async *batchIds(options?: ListOptions): AsyncGenerator<string> {
    for await (const name of this.#objects.folders(BATCHES, options)) {
      const id = parseBatchId(name)
      if (id !== undefined) yield id
    }
  }

  /** Ids of the batches that have been accepted and have not settled, newest first. */
  async *openBatches(): AsyncGenerator<string> {
    yield* this.open.ids()
  }

  async isOpen(batchId: string): Promise<boolean> {
    return this.open.has(batchId)
  }

  /**
   * Writes a batch's result and closes it. Throws if one of its leaves has no record.
   *
   * @returns what it came to
   */
  async settle(draft: ResultDraft): Promise<Outcome> {
    const result = draft.finish()
    await this.writeResult(result)
    await this.#prune(draft)
    await this.usage.settle(result.outcome, result.usage)
    const { id } = draft.batch
    await this.#webhooks.add(result.outcome)
    await this.#objects.delete(pausedKey(id))
    await this.open.delete(id)
    return result.outcome
  }

  /** Asked in the order in which a batch settles: it is never without both. */
  async isAccepted(batchId: string): Promise<boolean> {
    return (await this.isOpen(batchId)) || (await this.resultVersion(batchId)) !== undefined
  }

  /**
   * Gives up an open batch that nobody can run, because what was asked is gone or damaged.
   *
   * @param reason one sentence a person can act on
   */
  async close(batchId: string, reason: string): Promise<void> {
    await writeClosedNote(this.#objects, batchId, reason)
    await this.open.delete(batchId)
  }

  /** Why a batch was closed that has no result; undefined if it was not. */
  async closedReason(batchId: string): Promise<string | undefined> {
    return readClosedReason(this.#objects, batchId)
  }

  /**
   * Whether a batch that could be run is left with neither result nor open mark: by a request that was cut off, or by a
   * copy of the store that was made while it ran. Nobody would ever end it.
   *
   * @returns `begun` if more is there than what was asked, `untouched` if not, `unwritten` if what was asked never was written
   *   and only references of it are there; undefined for any other batch
   */
  async leftover(batchId: string): Promise<'begun' | 'untouched' | 'unwritten' | undefined> {
    // Of most batches this is all that is asked.
    if ((await this.resultVersion(batchId)) !== undefined) return undefined
    if (await this.isAccepted(batchId)) return undefined
    const isWritten = await this.batch(batchId).then(
      batch => batch !== undefined,
      (error: unknown) => {
        if (!isDamaged(error)) throw error
      },
    )
    if (isWritten === undefined) return undefined
    let hasReferences = false
    for await (const key of this.#objects.list(batchFolder(batchId)))
      if (key.startsWith(referencesFolder(batchId))) hasReferences = true
      else if (!isOfPeople(batchId, key)) return isWritten ? 'begun' : undefined
    if (isWritten) return 'untouched'
    return hasReferences ? 'unwritten' : undefined
  }

  /** Marks a batch open again as it stands, for somebody to go on with it. */
  async reinstate(batchId: string): Promise<void> {
    await this.open.put(batchId, (await unlessDamaged(this.batch(batchId)))?.madeBy)
    await this.#objects.delete(closedKey(batchId))
  }

  /** Marks an open batch paused: whoever starts its leaves looks for this. It stays open for as long as it is paused. */
  async pause(batchId: string): Promise<void> {
    await this.#mark(pausedKey(batchId), batchId)
  }

  /** Takes the mark of {@link pause} away. Its orchestrator is to start it again. */
  async resume(batchId: string): Promise<void> {
    await this.#objects.delete(pausedKey(batchId))
  }

  /** Whether nothing new of an open batch is to start. Never so of a canceled one. */
  async isPaused(batchId: string): Promise<boolean> {
    if ((await this.#objects.stat(pausedKey(batchId))) === undefined) return false
    return !(await this.isCanceled(batchId))
  }

  /** Marks a batch canceled: whoever runs its leaves looks for this. It is no longer paused. */
  async cancel(batchId: string): Promise<void> {
    await this.#mark(canceledKey(batchId), batchId)
    await this.#objects.delete(pausedKey(batchId))
  }

  async isCanceled(batchId: string): Promise<boolean> {
    return (await this.#objects.stat(canceledKey(batchId))) !== undefined
  }

  /**
   * Opens a settled batch again for its leaves of a state, whose attempts start over.
   *
   * @param reservations that it has in the budget it counts for, if any
   * @returns ids of those leaves, ascending
   */
  async reopen(batchId: string, state: 'failed' | 'canceled', reservations?: number): Promise<string[]> {
    const batch = await this.#restoreRequest(batchId)
    await this.usage.reopen(batchId, [state], reservations)
    const states = await this.settledStates(batch ?? batchId)
    const again = [...states.keys()].filter(leafId => states.get(leafId) === state)
    await pLimit(CALLS_AT_ONCE).map(again, async leafId => {
      const tag = batch && versionOf(batch, leafId)
      await this.#objects.delete(attemptKey(batchId, leafId, tag))
      // A leaf that failed after all may have been taken for one that waits when its batch was canceled.
      if (state === 'failed') await this.#objects.delete(recordKey(batchId, leafId, 'canceled', tag))
      await this.#objects.delete(recordKey(batchId, leafId, state, tag))
    })
    await this.#objects.delete(canceledKey(batchId))
    await this.#objects.delete(pausedKey(batchId))
    await this.#objects.delete(sheetKey(batchId))
    await this.open.put(batchId, batch?.madeBy)
    // With the mark there, nobody removes the batch: else this could bring back what is going, to be made once more.
    if (batch !== undefined) await this.#noteReopened(batch)
    await this.#objects.delete(resultKey(batchId))
    return again
  }

  /**
   * Opens a settled batch again for another version, in which a leaf, or pictures of leaves, are made anew, or leaves of further
   * prompts are made. Writing `batch.json` is what counts: before it the batch is settled once more as it was, should this process
   * die; from then on its leaves are those of the new version, none of which has a record yet. Until the result is gone readers see
   * the batch as it was. As many calls as for any batch.
   *
   * Of two who do this at the same moment the last one's is made, whole.
   *
   * @param batch with one more version than it has, see `recomposedBatch`, `rerunBatch` and `withAddition`; it has its copies of
   *   references
   * @param reservations that it has in the budget it counts for, if the version costs any
   */
  async recompose(batch: Batch, reservations?: number): Promise<void> {
    if (reservations !== undefined) await this.usage.reopen(batch.id, [], reservations)
    await this.#objects.delete(pausedKey(batch.id))
    await this.open.put(batch.id, batch.madeBy)
    await this.#objects.delete(canceledKey(batch.id))
    await writeDocument(this.#objects, batchKey(batch.id), batch)
    await this.#objects.delete(sheetKey(batch.id))
    await this.#objects.delete(resultKey(batch.id))
    // Whoever settled it meanwhile, as it was, took the mark away.
    if (!(await this.isOpen(batch.id))) await this.open.put(batch.id, batch.madeBy)
  }

  /**
   * Deletes images of a settled batch, with their originals and the sheet that shows them. Their leaves stay as they
   * settled, at the cost they had, and only name no image any more: the counts still add up, and no retry asks a provider
   * again.
   *
   * Two processes that do this to the same batch at the same moment can leave a name of an image that is gone; deleting
   * it again sets that right.
   *
   * @returns ids of the leaves that had an image; undefined if the batch has not settled
   */
  async deleteImages(batchId: string, leafIds: ReadonlySet<string>): Promise<string[] | undefined> {
    const result = await this.openResult(batchId)
    if (result === undefined || (await this.isOpen(batchId))) return undefined
    const bare = await deletePictures(this.#objects, this, result, leafIds)
    if (bare.length > 0) {
      await this.#objects.delete(sheetKey(batchId))
      await this.replaceRecords(result, bare)
      // One that was kept meanwhile, before the result could tell that it is stale.
      await this.#objects.delete(sheetKey(batchId))
    }
    return bare.map(({ record }) => record.leafId)
  }

  /**
   * When a batch settled, in milliseconds since the epoch. One with neither mark nor result is left over from a request
   * that was cut off or from a removal that was: it counts from an hour after it was made, when nobody can be at it.
   */
  async settledTime(batchId: string): Promise<number> {
    const result = await this.#objects.stat(resultKey(batchId))
    return result?.lastModified.getTime() ?? batchIdTime(batchId) + HOUR_MS
  }

  /**
   * Removes a settled batch with everything in it. One that somebody opened again just before is left to run, and so is
   * one that may still be on its way in.
   *
   * @returns whether it is gone
   */
  async remove(batchId: string): Promise<boolean> {
    if (batchIdTime(batchId) + HOUR_MS > Date.now() && (await this.resultVersion(batchId)) === undefined)
      return false
    await this.#objects.delete(resultKey(batchId))
    if (await this.isOpen(batchId)) return false
    const batch = await unlessUnreadable(readDocument(this.#objects, batchKey(batchId), batchSchema))
    await this.#objects.delete(batchKey(batchId))
    const keys = await Array.fromAsync(this.#objects.list(batchFolder(batchId)))
    const originals = originalsFolder(batchId)
    await pLimit(CALLS_AT_ONCE).map(keys, key =>
      key.startsWith(originals) ? deleteOriginal(this.#objects, batch, key) : this.#objects.delete(key),
    )
    // Should it have been opened while it went.
    await this.open.delete(batchId)
    return true
  }

  /** Deletes what a version of a batch replaced: all that neither its result names, nor anybody can go back to. */
  async #prune(draft: ResultDraft): Promise<void> {
    if (draft.batch.versions !== undefined)
      await prune(this.#objects, draft, record =>
        this.previousRecord(draft.batch, leafById(draft.batch, record.leafId)),
      )
  }

  /**
   * Makes sure that what was asked outlives the result, which may be the only one to say so.
   *
   * @returns what was asked
   */
  async #restoreRequest(batchId: string): Promise<Batch | undefined> {
    const own = await unlessDamaged(readDocument(this.#objects, batchKey(batchId), batchSchema))
    if (own !== undefined) return own
    const outcome = await this.outcome(batchId)
    if (outcome !== undefined) await writeDocument(this.#objects, batchKey(batchId), outcome.batch)
    return outcome?.batch
  }

  /** Writes how long a batch took before it was opened again, which its result alone says. */
  async #noteReopened(batch: Batch): Promise<void> {
    const outcome = await unlessDamaged(this.outcome(batch.id))
    // Whoever opened it a moment ago has written it.
    if (outcome === undefined) return
    const reopened = reopenedBatch(batch, outcome.timings.wallClockMs, new Date())
    await writeDocument(this.#objects, batchKey(batch.id), reopened)
  }

  async #mark(key: string, batchId: string): Promise<void> {
    await this.#objects.put(key, Buffer.from(batchId), { contentType: 'application/octet-stream' })
  }
}

/** Whether a key is of what was asked, or said of it, and not of what was made. */
function isOfPeople(batchId: string, key: string): boolean {
  return [batchKey(batchId), labelKey(batchId)].includes(key) || key.startsWith(picksFolder(batchId))
}
