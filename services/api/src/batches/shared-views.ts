import { isDeepStrictEqual } from 'node:util'
import type { BatchView, Label, Picks } from '@contactsheet/contract'
import { LRUCache } from 'lru-cache'
import type { Snapshot } from './snapshot.ts'

/** Batches whose last view is kept: those that many look at, again and again. */
const MOST = 10

interface Made {
  /** What it is a view of. */
  snapshot: Snapshot
  label: Label
  picks: Picks
  view: Promise<BatchView>
}

/**
 * Views of batches that all who ask are handed for as long as nothing of what they show has been read anew. They are frozen, and
 * so written out once, see `validateWithZod`.
 */
export class SharedViews {
  readonly #make: (snapshot: Snapshot) => Promise<BatchView>
  readonly #made = new LRUCache<string, Made>({ max: MOST })

  constructor(make: (snapshot: Snapshot) => Promise<BatchView>) {
    this.#make = make
  }

  async of(snapshot: Snapshot): Promise<BatchView> {
    const { id } = snapshot.batch
    const [label, picks] = await Promise.all([snapshot.label(), snapshot.picks()])
    const last = this.#made.get(id)
    if (last?.snapshot === snapshot && last.picks === picks && isDeepStrictEqual(last.label, label))
      return last.view
    const made = { snapshot, label, picks, view: this.#make(snapshot).then(view => Object.freeze(view)) }
    this.#made.set(id, made)
    made.view.catch(() => this.#made.delete(id))
    return made.view
  }
}
