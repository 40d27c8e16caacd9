import { parseLeafId } from '@contactsheet/contract'
import { claimsFolder, originalsFolder, recordsFolder } from './layout.ts'
import type { ObjectStore } from './object-store.ts'

/** Leaves are looked for a hundred prompts at a time: a listing names them on one page, unless many models or variations do. */
const BLOCK_DIGITS = 2

/**
 * Prompts whose leaves are looked for together on a disk: a listing reads the whole folder there, in which a batch leaves a file or
 * two a leaf, so that past some thousands it costs more than to look by name.
 */
const FIRST_PROMPTS_ON_DISK = 500

interface Look {
  /** On the clock of `performance.now()`. */
  startedAt: number
  /** Ids of the leaves in the block that have left anything. */
  found: Promise<ReadonlySet<string>>
}

/**
 * Which leaves have left nothing in the store, found out for many at a time: looked for by name, a leaf that runs for the
 * first time costs eight requests for objects that are not there. In a bucket each is about a millisecond of this process. On a disk
 * each is a turn through libuv's threads, which leaves that start side by side take one after the other: of 150 the first came to its
 * provider when nearly all had looked.
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
   * @returns false if it has, or if the store could not tell, or that would cost more: look for each by its name then
   */
  async hasNone(batchId: string, leafId: string): Promise<boolean> {
    if (this.#objects.kind === 'disk' && !isAmongFirst(leafId)) return false
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

function isAmongFirst(leafId: string): boolean {
  const { promptIndex = Number.POSITIVE_INFINITY } = parseLeafId(leafId) ?? {}
  return promptIndex < FIRST_PROMPTS_ON_DISK
}
