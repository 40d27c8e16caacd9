import { LEAF_ID_PATTERN, type LeafPick, PICKS, type Picks } from '@contactsheet/contract'
import { batchFolder } from './layout.ts'
import type { ObjectStore } from './object-store.ts'

/**
 * Which leaves of batches somebody picked or rejected, each by a mark that says so in its key: one listing tells all of a
 * batch, and two people who pick at the same moment lose nothing of each other.
 *
 * A leaf with both marks is picked. So a change that is cut off has either happened or not: to pick is to add one mark, to
 * reject is to take one away, and what is left of the other means nothing by then.
 */
export class PickStore {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** The picks of a batch; none of one that does not exist. */
  async of(batchId: string): Promise<Picks> {
    const picks = new Map<string, LeafPick>()
    for await (const key of this.#objects.list(picksFolder(batchId))) {
      const [leafId = '', word] = key.slice(key.lastIndexOf('/') + 1).split('.')
      const pick = PICKS.find(known => known === word)
      if (pick === undefined || !LEAF_ID_PATTERN.test(leafId)) continue
      if (picks.get(leafId) !== 'picked') picks.set(leafId, pick)
    }
    return picks
  }

  /** @param pick undefined to take back whatever was said of the leaf */
  async set(batchId: string, leafId: string, pick: LeafPick | undefined): Promise<void> {
    if (pick !== undefined) {
      const said = Buffer.from(pick)
      await this.#objects.put(pickKey(batchId, leafId, pick), said, { contentType: 'text/plain' })
    }
    for (const other of PICKS) if (other !== pick) await this.#objects.delete(pickKey(batchId, leafId, other))
  }
}

/** Folder of what somebody said of the leaves of a batch. */
export function picksFolder(batchId: string): string {
  return `${batchFolder(batchId)}picks/`
}

function pickKey(batchId: string, leafId: string, pick: LeafPick): string {
  return `${picksFolder(batchId)}${leafId}.${pick}`
}
