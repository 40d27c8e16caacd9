import type { LeafRecord, SettledState } from '@contactsheet/contract'

/** Records of one batch read at once in the background. */
const LANES = 16

type Load = (leafId: string, state: SettledState) => Promise<LeafRecord | undefined>

/**
 * The records of an open batch. A record does not change unless its leaf is run again, so each is read once: when a page
 * needs it, or in the background after a refresh has found it. A request waits only for the records it shows.
 */
export class OpenRecords {
  readonly #load: Load
  readonly #closing: AbortSignal
  readonly #records = new Map<string, LeafRecord>()
  readonly #loading = new Map<string, Promise<LeafRecord | undefined>>()
  #states: ReadonlyMap<string, SettledState> = new Map()
  #catchingUp = false

  /** @param closing ends the reading in the background */
  constructor(load: Load, closing: AbortSignal) {
    this.#load = load
    this.#closing = closing
  }

  /** Those read so far. */
  get known(): Iterable<LeafRecord> {
    return this.#records.values()
  }

  async get(leafId: string, state: SettledState): Promise<LeafRecord | undefined> {
    const known = this.#records.get(leafId)
    if (known?.state === state) return known
    // Callers who ask while it is being read share that read.
    const key = `${leafId}.${state}`
    const loading = this.#loading.get(key) ?? this.#read(leafId, state)
    this.#loading.set(key, loading)
    return loading.finally(() => this.#loading.delete(key))
  }

  /** Starts reading, in the background, every record there is that has not been read. */
  catchUp(states: ReadonlyMap<string, SettledState>): void {
    this.#states = states
    for (const leafId of this.#records.keys()) if (!states.has(leafId)) this.#records.delete(leafId)
    if (this.#catchingUp) return
    this.#catchingUp = true
    void this.#readRest().finally(() => {
      this.#catchingUp = false
    })
  }

  async #read(leafId: string, state: SettledState): Promise<LeafRecord | undefined> {
    const record = await this.#load(leafId, state)
    if (record !== undefined) this.#records.set(leafId, record)
    return record
  }

  async #readRest(): Promise<void> {
    // One iterator for all lanes: each takes the next record that no other has.
    const rest = [...this.#states]
      .filter(([leafId, state]) => this.#records.get(leafId)?.state !== state)
      .values()
    const lane = async () => {
      for (const [leafId, state] of rest) {
        if (this.#closing.aborted) return
        // One that cannot be read now is tried again after the next refresh.
        await this.get(leafId, state).catch(() => undefined)
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }
}
