import {
  type Batch,
  type LeafState,
  leafAt,
  leafCount,
  leafPosition,
  SETTLED_STATES,
  type SettledState,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'

/** One byte for each state of a leaf. Never to be changed: ids of events that clients keep hold them. */
export const CODES: Readonly<Record<LeafState, number>> = {
  queued: 0,
  running: 0,
  succeeded: 1,
  failed: 2,
  canceled: 3,
}

const STATES: readonly (SettledState | undefined)[] = [undefined, ...SETTLED_STATES]

/** So many settled leaves in a row are jumped over: as many keys as a store lists in one call. */
const JUMP = 1_000

/** How long settled leaves are not listed again, in milliseconds. */
const WHOLE_MS = 30_000

/** How the leaves of an open batch have settled, as one look at the store found it. */
export class LeafStates {
  /** By position in the batch, see {@link CODES}. */
  readonly codes: Uint8Array
  /** How long the look took, in milliseconds. */
  tookMs = 0
  readonly #batch: Batch
  /** When all of the batch was listed, on the clock of `performance.now()`. */
  readonly #wholeAt: number

  private constructor(batch: Batch, codes: Uint8Array, wholeAt: number) {
    this.codes = codes
    this.#batch = batch
    this.#wholeAt = wholeAt
  }

  /**
   * Looks how the leaves of a batch have settled.
   *
   * They settle roughly in their order, and a leaf stays as it settled unless its record proves to be damaged, or the
   * batch settles and is opened again. So only where some have not settled are the keys of records listed: of however
   * large a batch mostly one call. Now and then, and when all have settled, all of it is listed.
   *
   * @param previous what the look before found
   */
  static async look(store: BatchStore, batch: Batch, previous?: LeafStates): Promise<LeafStates> {
    const now = performance.now()
    const isWhole =
      previous === undefined || previous.missingFrom(0) < 0 || now - previous.#wholeAt > WHOLE_MS
    const codes = isWhole ? new Uint8Array(leafCount(batch)) : previous.codes.slice()
    const states = new LeafStates(batch, codes, isWhole ? now : previous.#wholeAt)
    await states.#list(store)
    states.tookMs = performance.now() - now
    return states
  }

  of(leafId: string): SettledState | undefined {
    return this.at(leafPosition(this.#batch, leafId))
  }

  at(position: number): SettledState | undefined {
    return STATES[this.codes[position] ?? 0]
  }

  /** How each settled leaf did. */
  *settled(): Generator<SettledState> {
    for (const code of this.codes) {
      const state = STATES[code]
      if (state !== undefined) yield state
    }
  }

  /** Position of the first leaf from a position on that has not settled; -1 if all have. */
  missingFrom(position: number): number {
    return this.codes.indexOf(0, position)
  }

  async #list(store: BatchStore): Promise<void> {
    let from = this.missingFrom(0)
    while (from >= 0) {
      const first = leafAt(this.#batch, from)
      let missing = from
      from = -1
      for await (const leaf of store.settledLeaves(this.#batch, first.id)) {
        const position = leafPosition(this.#batch, leaf.leafId)
        this.codes[position] = CODES[leaf.state]
        if (position < missing) continue
        missing = this.missingFrom(position)
        if (missing < 0) break
        if (missing - position <= JUMP) continue
        from = missing
        break
      }
    }
  }
}
