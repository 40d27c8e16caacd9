import { aroundCalls, type ObjectStore, type StoreCall, UnreadableObject } from '@contactsheet/storage'

/** How long nothing more is said of calls that fail as one before, in milliseconds. */
const SILENT_MS = 60_000

/** Where it is said. */
interface StoreLog {
  warn(details: object, message: string): void
}

/**
 * The same store, which says in the log that its calls fail: leaves sit that out for minutes, with nothing else to see of them. One line a
 * minute of each operation, with how many failed since the last. What is damaged by itself is not the store's failing.
 */
export function toldStore(objects: ObjectStore, log: StoreLog): ObjectStore {
  const told = new Map<StoreCall['operation'], { at: number; failed: number }>()
  const tell = (operation: StoreCall['operation'], error: unknown) => {
    if (error instanceof UnreadableObject) return
    const now = performance.now()
    const { at, failed } = told.get(operation) ?? { at: Number.NEGATIVE_INFINITY, failed: 0 }
    const isDue = now - at >= SILENT_MS
    told.set(operation, isDue ? { at: now, failed: 0 } : { at, failed: failed + 1 })
    if (isDue) log.warn({ operation, failed: failed + 1, err: error }, 'store call failed')
  }
  return aroundCalls(objects, {
    async call({ operation }, run) {
      try {
        return await run()
      } catch (error) {
        tell(operation, error)
        throw error
      }
    },
    async *listing({ operation }, items) {
      try {
        yield* items
      } catch (error) {
        tell(operation, error)
        throw error
      }
    },
  })
}
