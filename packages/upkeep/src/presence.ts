import { randomUUID } from 'node:crypto'
import type { Provider } from '@contactsheet/contract'
import { repeat } from '@contactsheet/runtime'
import { type ObjectStore, WorkerNotes } from '@contactsheet/storage'

/** How often a worker says that it is there, and how long that holds, in milliseconds. */
const INTERVAL_MS = 20_000
const HOLDS_MS = 60_000

/** Where a pass says what went wrong. */
export interface PresenceLog {
  warn(details: object, message: string): void
}

/**
 * Has a worker make known, for as long as it runs, which providers it can ask: the API refuses what no worker can make.
 *
 * @returns stops it, and takes back what it said
 */
export function announceWorker(
  objects: ObjectStore,
  providers: readonly Provider[],
  log: PresenceLog,
): () => Promise<void> {
  const notes = new WorkerNotes(objects)
  const id = randomUUID()
  const tried = async (what: string, run: () => Promise<void>) => {
    await run().catch((error: unknown) => log.warn({ err: error }, `could not ${what}`))
  }
  const stop = repeat(INTERVAL_MS, () =>
    tried('make this worker known', () =>
      notes.write({ id, providers: [...providers], until: Date.now() + HOLDS_MS }),
    ),
  )
  void tried('forget workers that died', () => notes.forgetDead())
  return async () => {
    await stop()
    // What stays runs out by itself.
    await tried('take back that this worker is there', () => notes.delete(id))
  }
}
