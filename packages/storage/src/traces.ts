import { claimsFolder, originalsFolder, recordsFolder } from './layout.ts'
import type { ObjectStore } from './object-store.ts'

/** Leaves are looked for a hundred prompts at a time: a listing names them on one page, unless many models or variations do. */
const BLOCK_DIGITS = 2

interface Look {
  /** On the clock of `performance.now()`. */
  startedAt: number
  /** Ids of the leaves in the block that have left anything. */
  found: Promise<ReadonlySet<string>>
}

/**
 * Which leaves have left nothing in a bucket, found out for many at a time: looked for by name, a leaf that runs for the
 * first time costs eight requests for objects that are not there, each about a millisecond of this process.
 *
 * Only that nothing is there is shared, and only with leaves that start a moment after the look did. What is there is read
 * by its name. Who may believe it, is the orchestrator's lease to say.
 */
export class Traces {
  readonly #objects: ObjectStore
  readonly #maxAgeMs: number
  readonly #looks = new Map<string, Look>()

  /** @param maxAgeMs how long after its start a look is shared, in milliseconds */
  constructor(objects: ObjectStore, maxAgeMs: number) {
    this.#objects = objects
    this.#maxAgeMs = maxAgeMs
  }

  /**
   * Whether a leaf has left neither claim nor original nor record.
   *
   * @returns false if it has, or if the store could not tell: look for each by its name then
   */
  async hasNone(batchId: string, leafId: string): Promise<boolean> {
    const block = leafId.slice(0, BLOCK_DIGITS)
    const key = `${batchId}.${block}`
    const now = performance.now()
    for (const [key, { startedAt }] of this.#looks)
      if (now - startedAt >= this.#maxAgeMs) this.#looks.delete(key)
    const look = this.#looks.get(key) ?? { startedAt: now, found: this.#look(batchId, block) }
    this.#looks.set(key, look)
    try {
      return !(await look.found).has(leafId)
    } catch {
      return false
    }
  }

  /**
   * Claims first: whoever ends a leaf has written original and record before its claim goes, so that one who is missed
   * here is found there.
   */
  async #look(batchId: string, block: string): Promise<ReadonlySet<string>> {
    const claims = await this.#leavesIn(claimsFolder(batchId), block)
    const kept = await Promise.all(
      [originalsFolder(batchId), recordsFolder(batchId)].map(folder => this.#leavesIn(folder, block)),
    )
    return new Set([claims, ...kept].flat())
  }

  async #leavesIn(folder: string, block: string): Promise<string[]> {
    const keys = await Array.fromAsync(this.#objects.list(folder + block))
    return keys.map(key => key.slice(folder.length).split('.', 1)[0] ?? '')
  }
}
