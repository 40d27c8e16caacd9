import {
  type Batch,
  columnAt,
  type LeafRecord,
  leafAt,
  leafCount,
  leafPosition,
  listUsdOf,
  roundUsd,
  type SettledState,
  WallClock,
} from '@contactsheet/contract'
import { LRUCache } from 'lru-cache'
import { CODES, type LeafStates } from './leaf-states.ts'
import { type Sums, snapshotBytes } from './snapshot.ts'

/** Records of one batch read at once in the background. */
const LANES = 16

/** Leaves of a batch whose records are read without anybody asking; of a larger one those that somebody is shown. */
const MOST_CAUGHT_UP = 1_000

/** Records that are kept: as many as the largest page shows. */
const KEPT = 500

/** About what is remembered of every leaf, in bytes. */
const LEAF_BYTES = 56

type Load = (leafId: string, state: SettledState) => Promise<LeafRecord | undefined>

/**
 * The records of an open batch, which can have more of them than there is memory. Of each one that was read only what
 * sums need is remembered, as a few numbers; the last ones whole. A record does not change unless its leaf is run again.
 */
export class OpenRecords {
  readonly #batch: Batch
  readonly #load: Load
  readonly #closing: AbortSignal
  readonly #kept: LRUCache<string, LeafRecord>
  readonly #loading = new Map<string, Promise<LeafRecord | undefined>>()
  /** Of each leaf, by position: the state its record was read in, as in {@link CODES}, and what that record says. */
  readonly #read: Uint8Array
  readonly #simulated: Uint8Array
  readonly #durationsMs: Float64Array
  /** In milliseconds since the epoch. */
  readonly #settledAt: Float64Array
  readonly #costsUsd: Float64Array
  readonly #listUsd: Float64Array
  readonly #atRiskUsd: Float64Array
  /** What the succeeded leaf of each column cost that was read last, in USD. */
  readonly #usualUsd: Float64Array
  #states: LeafStates | undefined
  #catchingUp = false

  /** @param closing ends the reading in the background */
  constructor(batch: Batch, load: Load, closing: AbortSignal) {
    const leaves = leafCount(batch)
    this.#batch = batch
    this.#load = load
    this.#closing = closing
    this.#kept = new LRUCache({ max: Math.min(KEPT, leaves) })
    this.#read = new Uint8Array(leaves)
    this.#simulated = new Uint8Array(leaves)
    this.#durationsMs = new Float64Array(leaves)
    this.#settledAt = new Float64Array(leaves)
    this.#costsUsd = new Float64Array(leaves)
    this.#listUsd = new Float64Array(leaves)
    this.#atRiskUsd = new Float64Array(leaves)
    this.#usualUsd = new Float64Array(batch.models.length)
  }

  /** About how much memory they take at most, with their batch. */
  get bytes(): number {
    return snapshotBytes(this.#batch, this.#kept.max) + LEAF_BYTES * this.#read.length
  }

  async get(leafId: string, state: SettledState): Promise<LeafRecord | undefined> {
    const kept = this.#kept.get(leafId)
    if (kept?.state === state) return kept
    // Callers who ask while it is being read share that read.
    const key = `${leafId}.${state}`
    const loading = this.#loading.get(key) ?? this.#readOne(leafId, state)
    this.#loading.set(key, loading)
    return loading.finally(() => this.#loading.delete(key))
  }

  /** Takes note of how the leaves stand now: one that is to run again has no record any more. */
  see(states: LeafStates): void {
    this.#states = states
    for (const leafId of this.#kept.keys()) if (states.of(leafId) === undefined) this.#kept.delete(leafId)
    for (let missing = states.missingFrom(0); missing >= 0; missing = states.missingFrom(missing + 1))
      this.#read[missing] = 0
  }

  /** Starts reading, in the background, what has not been read; not of a large batch. */
  catchUp(): void {
    if (this.#catchingUp || this.#read.length > MOST_CAUGHT_UP) return
    this.#catchingUp = true
    void this.#readRest().finally(() => {
      this.#catchingUp = false
    })
  }

  /**
   * What the records add up to, as far as they have been read. Of costs none is left out: a succeeded leaf whose record has
   * not been read counts as the last one of its column that has.
   */
  sums(states: LeafStates): Sums {
    let [slowestLeafMs, sumOfLeavesMs, costUsd, listUsd, atRiskUsd] = [0, 0, 0, 0, 0]
    const wallClock = new WallClock(this.#batch)
    let simulated = false
    for (const [position, code] of states.codes.entries()) {
      if (code === 0) continue
      if (this.#read[position] !== code) {
        if (code === CODES.succeeded) costUsd += this.#usualUsd[columnAt(this.#batch, position)] ?? 0
        continue
      }
      const durationMs = this.#durationsMs[position] ?? 0
      slowestLeafMs = Math.max(slowestLeafMs, durationMs)
      sumOfLeavesMs += durationMs
      wallClock.add(this.#settledAt[position] ?? 0)
      costUsd += this.#costsUsd[position] ?? 0
      listUsd += this.#listUsd[position] ?? 0
      atRiskUsd += this.#atRiskUsd[position] ?? 0
      simulated ||= this.#simulated[position] === 1
    }
    return {
      timings: { wallClockMs: wallClock.ms(Date.now()), slowestLeafMs, sumOfLeavesMs },
      costUsd: roundUsd(costUsd),
      listUsd: roundUsd(listUsd),
      atRiskUsd: roundUsd(atRiskUsd),
      simulated,
    }
  }

  async #readOne(leafId: string, state: SettledState): Promise<LeafRecord | undefined> {
    const record = await this.#load(leafId, state)
    if (record === undefined) return undefined
    this.#kept.set(leafId, record)
    this.#note(record)
    return record
  }

  #note(record: LeafRecord): void {
    const { leafId, state, durationMs, settledAt, costUsd, atRiskUsd, simulated } = record
    const position = leafPosition(this.#batch, leafId)
    this.#read[position] = CODES[state]
    this.#simulated[position] = Number(simulated)
    this.#durationsMs[position] = durationMs
    this.#settledAt[position] = Date.parse(settledAt)
    this.#costsUsd[position] = costUsd ?? 0
    this.#listUsd[position] = listUsdOf(record)
    this.#atRiskUsd[position] = atRiskUsd ?? 0
    if (state === 'succeeded') this.#usualUsd[columnAt(this.#batch, position)] = costUsd ?? 0
  }

  async #readRest(): Promise<void> {
    // One iterator for all lanes: each takes the next record that no other has.
    const rest = [...(this.#states?.codes.entries() ?? [])]
      .filter(([position, code]) => code !== 0 && this.#read[position] !== code)
      .values()
    const lane = async () => {
      for (const [position] of rest) {
        if (this.#closing.aborted) return
        const state = this.#states?.at(position)
        // One that cannot be read now is tried again after the next refresh.
        if (state !== undefined)
          await this.get(leafAt(this.#batch, position).id, state).catch(() => undefined)
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }
}
