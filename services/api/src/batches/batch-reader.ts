import {
  BATCH_ID_PATTERN,
  type Batch,
  type Label,
  type LeafRecord,
  leafCount,
  type SettledState,
} from '@contactsheet/contract'
import type { Orchestrator } from '@contactsheet/orchestrator'
import type { Logger } from '@contactsheet/runtime'
import {
  type BatchStore,
  isDamaged,
  type SettledResult,
  StaleResult,
  UnreadableObject,
} from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import pTimeout from 'p-timeout'
import { HttpProblem } from '../http/problem.ts'
import { askedNow, isStillAsked } from './asked.ts'
import { BatchLines } from './batch-lines.ts'
import { KnownPicks } from './known-picks.ts'
import { Labels, ownLabel } from './labels.ts'
import { LaneStand } from './lane-stand.ts'
import { LeafStates } from './leaf-states.ts'
import { isOpen, openSnapshot } from './open-batch.ts'
import { OpenRecords } from './open-records.ts'
import { ResultPages } from './result-pages.ts'
import { type Snapshot, settledSnapshot } from './snapshot.ts'

/**
 * How long a snapshot of an open batch is served before the batch is read again, in milliseconds: also so many times as
 * long as it took to read, so that a slow store or a huge batch is not read all the time.
 */
const FRESH_MS = 250
const FRESH_READS = 4

/**
 * A snapshot that is not that much older than it should be, in milliseconds, is served at once; the next one is read meanwhile.
 * A batch of more leaves than a store lists in one call can take a while to read, and may lag further.
 */
const MAX_LAG_MS = FRESH_MS
const MAX_LARGE_LAG_MS = 2_000
const LISTED_AT_ONCE = 1_000

/** Longest a reader waits to hear which leaves run: without an answer it shows none. */
const RUNNING_TIMEOUT_MS = 500

/**
 * How long a settled batch is served from memory before the version of its result is checked, in milliseconds: a retry at
 * any instance opens it again. A check is one call that transfers nothing.
 */
const SETTLED_FRESH_MS = 1_000
/** How old what a batch is called may be where it is shown by itself, in milliseconds. */
const LABEL_FRESH_MS = 1_000

const MEMORY_BYTES = 32 * 1024 * 1024
const MAX_READS = 32

/** Unreadable objects that are remembered, to be logged once each. */
const MAX_TOLD = 1_000

const NONE: ReadonlySet<string> = new Set()

/** What was read of a settled batch, and the version of the result it was read at. */
interface Known<T> {
  value: T
  version: string | undefined
}

/**
 * Reads batches for the routes, as seldom as it can. A settled batch is read once, from its result, until that changes:
 * of a large one what it came to, and then the pages of records that somebody looks at.
 * An open one is read again when its last snapshot is older than {@link FRESH_MS}: one listing, however many ask, and while
 * its last snapshot still serves those who ask often.
 *
 * What cannot be read of one batch is logged once, and spoils no answer about others. A damaged record is shown as far as
 * the leaf's image and original tell of it; a batch whose result is damaged is opened again, to be settled anew out of its
 * records; one that does not even say what was asked is shown as damaged.
 */
export class BatchReader {
  readonly picks: KnownPicks
  readonly #store: BatchStore
  readonly #orchestrator: Orchestrator
  readonly #closing = new AbortController()
  readonly #log: Logger
  readonly #limit = pLimit(MAX_READS)
  readonly #labels: Labels
  readonly #forgetting: ((id: string) => void)[] = []
  readonly #told = new LRUCache<string, true>({ max: MAX_TOLD })
  readonly #pages = new ResultPages()
  /** `fetch` makes callers who ask at once share one read. */
  readonly #snapshots = new LRUCache<string, Known<Snapshot>>({
    maxSize: MEMORY_BYTES,
    // One that is larger than all of it is kept alone: to read it anew for each who asks would cost more.
    sizeCalculation: ({ value }) => Math.min(value.bytes, MEMORY_BYTES),
    ttl: FRESH_MS,
    // When a read fails, the snapshot before it stays. A read that another replaces goes on for those who wait for it.
    noDeleteOnFetchRejection: true,
    ignoreFetchAbort: true,
    fetchMethod: async (id, previous, { options }) => {
      const known = await this.#read(id, previous)
      if (isOpen(known?.value)) options.ttl = Math.max(FRESH_MS, FRESH_READS * known.value.states.tookMs)
      else options.ttl = SETTLED_FRESH_MS
      return known
    },
  })

  /** Batches as a list has them. */
  readonly lines: BatchLines

  constructor(store: BatchStore, orchestrator: Orchestrator, log: Logger) {
    this.#store = store
    this.picks = new KnownPicks(store.picks)
    this.#labels = new Labels(store.labels)
    this.#orchestrator = orchestrator
    this.#log = log
    this.lines = new BatchLines(store, this.#labels, {
      batch: id => this.#batch(id),
      snapshot: id => this.#snapshot(id),
      last: id => this.#snapshots.peek(id, { allowStale: true })?.value,
      tell: (id, error) => this.tell(id, error),
    })
  }

  /**
   * A batch as it stands now.
   *
   * @throws HttpProblem 404 if there is none, 409 if it is damaged or of another release
   */
  async get(id: string): Promise<Snapshot> {
    const snapshot = await this.find(id).catch((error: unknown) => {
      this.tell(id, error)
      throw error instanceof UnreadableObject && error.why !== 'refused'
        ? new HttpProblem(409, `Batch ${id} cannot be read: ${error.message}`)
        : error
    })
    if (snapshot === undefined)
      throw new HttpProblem(404, `There is no batch "${id}". GET /batches lists the batches there are.`)
    return snapshot
  }

  /** The same, nothing of which was read before. */
  anew(id: string): Promise<Snapshot> {
    this.forget(id)
    return this.get(id)
  }

  /**
   * A batch as it stands now; undefined if there is none.
   *
   * @throws UnreadableObject if it is damaged or of another release
   */
  async find(id: string): Promise<Snapshot | undefined> {
    const snapshot = BATCH_ID_PATTERN.test(id) ? await this.#snapshot(id) : undefined
    if (isOpen(snapshot)) snapshot.records.catchUp()
    return snapshot
  }

  /** @param own what a batch was called when it was accepted */
  label(id: string, own: Label): Promise<Label> {
    return this.#labels.of(id, own)
  }

  /** Takes note of what a batch is called from now on. */
  labelled(id: string, label: Label): void {
    this.#labels.set(id, label)
  }

  /**
   * Takes note of an error that is about one batch alone: it is logged, once.
   *
   * @throws the error if it is any other
   */
  tell(batchId: string, error: unknown): undefined {
    if (!(error instanceof UnreadableObject)) throw error
    if (this.#told.has(error.message)) return
    this.#told.set(error.message, true)
    this.#log.warn({ batchId, why: error.why, detail: error.detail }, error.message)
  }

  /** Drops what is known of a batch that this instance has just changed. */
  forget(id: string): void {
    this.#snapshots.delete(id)
    this.lines.forget(id)
    for (const drop of this.#forgetting) drop(id)
  }

  /** @param drop is called with the id of each batch that is forgotten */
  onForget(drop: (id: string) => void): void {
    this.#forgetting.push(drop)
  }

  /** Ends what reads in the background. */
  close(): void {
    this.#closing.abort()
  }

  async #snapshot(id: string): Promise<Snapshot | undefined> {
    const last = this.#snapshots.peek(id, { allowStale: true })?.value
    const isLarge = isOpen(last) && leafCount(last.batch) > LISTED_AT_ONCE
    const isLate = this.#snapshots.getRemainingTTL(id) < -(isLarge ? MAX_LARGE_LAG_MS : MAX_LAG_MS)
    const known = await this.#snapshots.fetch(id, { allowStale: isOpen(last) && !isLate })
    return known?.value
  }

  async #read(id: string, previous: Known<Snapshot> | undefined): Promise<Known<Snapshot> | undefined> {
    const known = previous?.value
    const last = isOpen(known) && (await isStillAsked(this.#store, known.asked)) ? known : undefined
    if (last === undefined) {
      const settled = await this.#readSettled(id, previous)
      if (settled !== undefined) return settled
    }
    // Without a result, a batch that had settled was opened again, or has been removed.
    const asked = last?.asked ?? (await askedNow(this.#store, id, () => this.#batch(id)))
    if (asked === undefined) return undefined
    const { batch } = asked
    const [states, running, paused, lane] = await Promise.all([
      LeafStates.look(this.#store, batch, last?.states),
      this.#running(batch),
      this.#store.isPaused(id),
      LaneStand.look(this.#store, batch, last?.lane, error => this.tell(id, error)),
    ])
    if (states.missingFrom(0) < 0) {
      const settled = await this.#readSettled(id, undefined)
      if (settled !== undefined) return settled
    }
    const records = last?.records ?? this.#recordsOf(batch)
    records.see(states)
    const label = () => this.#labels.of(id, ownLabel(batch), LABEL_FRESH_MS)
    const picks = () => this.picks.of(id)
    const value = openSnapshot(asked, states, running, records, paused, lane, label, picks)
    return { value, version: undefined }
  }

  /** @param previous what was read of the batch before; returned again while its result is the same */
  async #readSettled(
    id: string,
    previous: Known<Snapshot> | undefined,
  ): Promise<Known<Snapshot> | undefined> {
    // Asked before the result is read: should that change in between, the next check notices.
    const version = await this.#store.resultVersion(id)
    if (version === undefined) return undefined
    if (version === previous?.version) return previous
    const result = await this.#store
      .openResult(id)
      .catch((error: unknown) => this.#settleAnew(id, version, error))
    if (result === undefined) return undefined
    const value = settledSnapshot(
      result,
      (leafId, state) => this.#settledRecord(result, leafId, state),
      () => this.#labels.of(id, ownLabel(result.outcome.batch), LABEL_FRESH_MS),
      () => this.picks.of(id),
    )
    return { value, version: result.version }
  }

  /**
   * The record of a leaf out of a page of the result, or its own where there is another result by now.
   *
   * @throws StaleResult if the result is not what was known of it
   */
  async #settledRecord(
    result: SettledResult,
    leafId: string,
    state: SettledState,
  ): Promise<LeafRecord | undefined> {
    try {
      return await this.#pages.record(result, leafId)
    } catch (error) {
      const { batch } = result.outcome
      if (error instanceof StaleResult) this.forget(batch.id)
      // The batch was opened again, or images of it were deleted, by another instance.
      if (!(error instanceof StaleResult && error.hasChanged)) throw error
      return this.#record(batch, leafId, state)
    }
  }

  /** Has a batch settled anew whose result is damaged. */
  async #settleAnew(id: string, version: string, error: unknown): Promise<undefined> {
    this.tell(id, error)
    if (!isDamaged(error) || (await this.#batch(id)) === undefined) throw error
    // Unless somebody was faster.
    if ((await this.#store.resultVersion(id)) === version && !(await this.#store.isOpen(id)))
      await this.#store.reinstate(id)
  }

  /**
   * What was asked; undefined if there is no such batch.
   *
   * @throws UnreadableObject if that cannot be read, or was closed for being gone
   */
  async #batch(id: string): Promise<Batch | undefined> {
    const batch = await this.#store.batch(id)
    const reason = batch === undefined ? await this.#store.closedReason(id) : undefined
    if (reason !== undefined) throw new UnreadableObject('damaged', reason)
    return batch
  }

  #recordsOf(batch: Batch): OpenRecords {
    return new OpenRecords(
      batch,
      (leafId, state) => this.#limit(() => this.#record(batch, leafId, state)),
      this.#closing.signal,
    )
  }

  async #record(batch: Batch, leafId: string, state: SettledState): Promise<LeafRecord | undefined> {
    try {
      return await this.#store.record(batch, leafId, state)
    } catch (error) {
      this.tell(batch.id, error)
      return isDamaged(error) ? this.#store.rebuiltRecord(batch, leafId, state) : undefined
    }
  }

  /** Ids of the leaves that run now; none if the orchestrator does not say so soon. No answer fails for want of them. */
  async #running(batch: Batch): Promise<ReadonlySet<string>> {
    return pTimeout(this.#orchestrator.running(batch), { milliseconds: RUNNING_TIMEOUT_MS }).catch(() => NONE)
  }
}
