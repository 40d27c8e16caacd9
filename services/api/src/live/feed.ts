import { setTimeout as sleep } from 'node:timers/promises'
import { type Leaf, type LeafState, leafCount, leavesOf, type Progress } from '@contactsheet/contract'
import type { BatchReader } from '../batches/batch-reader.ts'
import type { Snapshot } from '../batches/snapshot.ts'
import { type ImageUrl, leafView, progressOf } from '../batches/views.ts'
import { sse } from './sse.ts'
import { CODES, idOf, type Told, UNKNOWN } from './told.ts'

/** How often a watched batch is looked at, in milliseconds; also the least time between two `progress` events. */
const LOOK_MS = 250

/** Leaves whose records are read together. Of thousands that have settled, the first are sent before the last are read. */
const SLICE = 500

/** Is woken when a feed has news. */
export interface Listener {
  wake(): void
}

/**
 * One watched batch, shared by all its watchers: it is read once for all of them, and each leaf's event is written once.
 * There is no queue of events. A feed keeps the current state of every leaf, and each watcher sends what differs from the
 * state it has sent before.
 */
export class Feed {
  /** The state of each leaf; {@link UNKNOWN} until it has been read. */
  readonly now: Told
  progress: Progress
  /** When the batch settled; nothing changes from then on. */
  settledAt: string | undefined
  readonly #reader: BatchReader
  readonly #imageUrl: ImageUrl
  readonly #batchId: string
  readonly #leaves: readonly Leaf[]
  readonly #events: string[] = []
  readonly #listeners = new Set<Listener>()
  readonly #ended = new AbortController()
  /** The id of `now`, until that changes. */
  #id: { value: string | undefined } | undefined

  constructor(reader: BatchReader, imageUrl: ImageUrl, snapshot: Snapshot) {
    this.#reader = reader
    this.#imageUrl = imageUrl
    this.#batchId = snapshot.batch.id
    this.#leaves = [...leavesOf(snapshot.batch)]
    this.now = new Uint8Array(leafCount(snapshot.batch)).fill(UNKNOWN)
    this.progress = progressOf(snapshot)
    void this.#follow(snapshot)
  }

  /** The id of `now`, see {@link idOf}. */
  get id(): string | undefined {
    this.#id ??= { value: idOf(this.now) }
    return this.#id.value
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

  /** The event that tells how a leaf stands. */
  event(position: number): string {
    return this.#events[position] ?? ''
  }

  /** Stops reading the batch. Watchers that still listen are woken, and end. */
  end(): void {
    this.#ended.abort()
    this.#wake()
  }

  async #follow(first: Snapshot): Promise<void> {
    for (let snapshot: Snapshot | undefined = first; !this.ended; snapshot = await this.#look()) {
      if (snapshot === undefined) continue
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
    await sleep(LOOK_MS, undefined, { signal: this.#ended.signal }).catch(() => undefined)
    return this.ended ? undefined : this.#reader.get(this.#batchId).catch(() => undefined)
  }

  /**
   * Takes over how the leaves stand, and tells of it.
   *
   * @returns whether all of it could be read
   */
  async #take(snapshot: Snapshot): Promise<boolean> {
    const changed = [...this.#leaves.keys()].filter(
      position => this.now[position] !== CODES[this.#stateAt(position, snapshot)],
    )
    if (changed.length === 0) this.#tellProgress(snapshot)
    let whole = true
    for (let start = 0; start < changed.length && !this.ended; start += SLICE) {
      const taken = await Promise.all(
        changed.slice(start, start + SLICE).map(position => this.#takeLeaf(position, snapshot)),
      )
      whole &&= taken.every(Boolean)
      this.#tell(snapshot)
    }
    return whole
  }

  async #takeLeaf(position: number, snapshot: Snapshot): Promise<boolean> {
    const leaf = this.#leaves[position]
    if (leaf === undefined) return true
    const state = snapshot.stateOf(leaf.id)
    const code = CODES[state]
    // One that cannot be read now is read after the next look.
    const record = await snapshot.record(leaf.id).catch(() => undefined)
    if (code !== 0 && record === undefined) return false
    this.#events[position] = sse({ event: 'leaf', data: leafView(leaf, state, record, this.#imageUrl) })
    this.now[position] = code
    this.#id = undefined
    return true
  }

  #stateAt(position: number, snapshot: Snapshot): LeafState {
    const leaf = this.#leaves[position]
    return leaf === undefined ? 'queued' : snapshot.stateOf(leaf.id)
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

/** The wall-clock of an open batch moves by itself: no news. */
function withoutClock({ timings, ...rest }: Progress): string {
  return JSON.stringify({ ...rest, timings: { ...timings, wallClockMs: 0 } })
}
