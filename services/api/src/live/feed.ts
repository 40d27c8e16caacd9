import { setTimeout as sleep } from 'node:timers/promises'
import { type Batch, lastTag, leafAt, leafCount, leavesOf, type Progress } from '@contactsheet/contract'
import { withoutOrigin } from '@contactsheet/telemetry'
import type { BatchReader } from '../batches/batch-reader.ts'
import { CODES } from '../batches/leaf-states.ts'
import { isOpen } from '../batches/open-batch.ts'
import type { Snapshot } from '../batches/snapshot.ts'
import { type ImageUrl, leafView, progressOf } from '../batches/views.ts'
import { EventLog, type LeafEvent } from './event-log.ts'
import { sse } from './sse.ts'
import { idOf, type Told, UNKNOWN } from './told.ts'

/** How often a watched batch is looked at, in milliseconds; also the least time between two `progress` events. */
const LOOK_MS = 250

/** How often while nobody is at it: it is paused, which may be for weeks, or all of it is with providers' batch APIs, for hours. */
const REST_MS = 2_000

/** Leaves whose records are read together. Of thousands that have settled, the first are sent before the last are read. */
const SLICE = 250

/** Is woken when a feed has news. */
export interface Listener {
  wake(): void
}

/**
 * One watched batch, shared by all its watchers: it is read once for all of them, and each leaf's event is written once,
 * into bytes that all are sent. Beside them a feed keeps the current state of every leaf, and each watcher sends what
 * differs from the state it has sent before.
 */
export class Feed {
  /** The state of each leaf; {@link UNKNOWN} until it has been read. */
  readonly now: Told
  progress: Progress
  readonly log: EventLog
  /** When the batch settled; nothing changes from then on. */
  settledAt: string | undefined
  readonly #reader: BatchReader
  readonly #imageUrl: ImageUrl
  readonly #batch: Batch
  readonly #listeners = new Set<Listener>()
  readonly #ended = new AbortController()
  /** The id of `now`, until that changes. */
  #id: { value: string | undefined } | undefined
  #progressEvent: { progress: Progress; id: string | undefined; bytes: Buffer } | undefined

  constructor(reader: BatchReader, imageUrl: ImageUrl, snapshot: Snapshot) {
    this.#reader = reader
    this.#imageUrl = imageUrl
    this.#batch = snapshot.batch
    const leaves = leafCount(this.#batch)
    this.log = new EventLog(leaves)
    this.now = new Uint8Array(leaves).fill(UNKNOWN)
    this.progress = progressOf(snapshot)
    // For all who watch, whoever came first.
    void withoutOrigin(() => this.#follow(snapshot))
  }

  /** The id of `now`, see {@link idOf}. */
  get id(): string | undefined {
    this.#id ??= { value: this.idOf(this.now) }
    return this.#id.value
  }

  /** The id of what one of its watchers was told, see {@link idOf}. */
  idOf(told: Told): string | undefined {
    return idOf(told, lastTag(this.#batch))
  }

  /** Whether it is of the version that a snapshot shows. */
  isOf({ batch }: Snapshot): boolean {
    return lastTag(batch) === lastTag(this.#batch)
  }

  get ended(): boolean {
    return this.#ended.signal.aborted
  }

  /** How many listen. */
  get size(): number {
    return this.#listeners.size
  }

  join(listener: Listener): void {
    this.#listeners.add(listener)
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener)
  }

  /**
   * The event that tells how the batch stands, the same bytes for all.
   *
   * @param id of what its receiver has been told, see {@link idOf}
   */
  progressEvent(id?: string): Buffer {
    const { progress } = this
    if (this.#progressEvent?.progress !== progress || this.#progressEvent.id !== id) {
      const data = { event: 'progress' as const, data: progress, ...(id === undefined ? {} : { id }) }
      this.#progressEvent = { progress, id, bytes: Buffer.from(sse(data)) }
    }
    return this.#progressEvent.bytes
  }

  /** The event of a leaf that has not settled. There is none in the log, since it is news only to who knew better before. */
  queuedEvent(position: number): string {
    return sse({
      event: 'leaf',
      data: leafView(leafAt(this.#batch, position), 'queued', undefined, this.#imageUrl),
    })
  }

  /** Stops reading the batch. Watchers that still listen are woken, and end. */
  end(): void {
    this.#ended.abort()
    this.#wake()
  }

  async #follow(first: Snapshot): Promise<void> {
    for (let snapshot: Snapshot | undefined = first; !this.ended; snapshot = await this.#look()) {
      if (snapshot === undefined) continue
      // Its watchers come back to a feed of the version that the batch has by now.
      if (!this.isOf(snapshot)) return this.end()
      const whole = await this.#take(snapshot)
      if (whole && snapshot.settledAt !== undefined) {
        this.settledAt = snapshot.settledAt
        this.#tell(snapshot)
        return
      }
    }
  }

  /** Looks at the batch after a while; undefined while the store cannot be read, and when there is no need any more. */
  async #look(): Promise<Snapshot | undefined> {
    await sleep(isAtRest(this.progress) ? REST_MS : LOOK_MS, undefined, { signal: this.#ended.signal }).catch(
      () => undefined,
    )
    return this.ended ? undefined : this.#reader.get(this.#batch.id).catch(() => undefined)
  }

  /**
   * Takes over how the leaves stand, and tells of it.
   *
   * @returns whether all of it could be read
   */
  async #take(snapshot: Snapshot): Promise<boolean> {
    const next = codesOf(snapshot)
    const settled: number[] = []
    for (const [position, code] of next.entries()) {
      if (this.now[position] === code) continue
      if (code !== 0) settled.push(position)
      else this.#takeQueued(position)
    }
    if (settled.length === 0) this.#tellProgress(snapshot)
    let whole = true
    for (let start = 0; start < settled.length && !this.ended; start += SLICE) {
      const positions = settled.slice(start, start + SLICE)
      const events = await Promise.all(positions.map(position => this.#eventAt(position, snapshot)))
      const told = events.filter(event => event !== undefined)
      whole &&= told.length === events.length
      for (const { position } of told) this.now[position] = next[position] ?? 0
      this.log.append(told)
      this.#id = undefined
      this.#tell(snapshot)
    }
    return whole
  }

  /** A leaf that is to run again, or that is seen for the first time. */
  #takeQueued(position: number): void {
    const isNews = this.now[position] !== UNKNOWN
    this.now[position] = 0
    this.#id = undefined
    if (isNews) this.log.append([{ position, text: this.queuedEvent(position) }])
  }

  /** @returns undefined if its record cannot be read now: it is read after the next look */
  async #eventAt(position: number, snapshot: Snapshot): Promise<LeafEvent | undefined> {
    const leaf = leafAt(this.#batch, position)
    const record = await snapshot.record(leaf.id).catch(() => undefined)
    if (record === undefined) return undefined
    const view = leafView(leaf, snapshot.stateOf(leaf.id), record, this.#imageUrl)
    return { position, text: sse({ event: 'leaf', data: view }) }
  }

  #tell(snapshot: Snapshot): void {
    this.progress = progressOf(snapshot)
    this.#wake()
  }

  /** Tells of changes other than of leaves: how many run, and what the records add up to as they are read. */
  #tellProgress(snapshot: Snapshot): void {
    const progress = progressOf(snapshot)
    if (withoutClock(progress) === withoutClock(this.progress)) return
    this.progress = progress
    this.#wake()
  }

  #wake(): void {
    for (const listener of this.#listeners) listener.wake()
  }
}

function isAtRest({ state, counts, economy }: Progress): boolean {
  const submitted = economy?.submitted ?? 0
  if (counts.running > submitted) return false
  return state === 'paused' || (submitted > 0 && counts.queued === 0)
}

/** The wall-clock of an open batch moves by itself: no news. */
function withoutClock({ timings, ...rest }: Progress): string {
  return JSON.stringify({ ...rest, timings: { ...timings, wallClockMs: 0 } })
}

function codesOf(snapshot: Snapshot): Told {
  if (isOpen(snapshot)) return snapshot.states.codes
  return Uint8Array.from(leavesOf(snapshot.batch), leaf => CODES[snapshot.stateOf(leaf.id)])
}
