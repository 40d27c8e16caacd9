import type { ObjectStore } from './object-store.ts'

/**
 * Lists a folder whose names begin with leaf ids, as far as it is asked for.
 *
 * @returns the keys that follow, up to those of a leaf
 */
export function keysInStep(
  objects: ObjectStore,
  folder: string,
): (lastLeafId: string) => Promise<Set<string>> {
  const keys = objects.list(folder)[Symbol.asyncIterator]()
  let next: IteratorResult<string> | undefined
  return async lastLeafId => {
    const found = new Set<string>()
    for (next ??= await keys.next(); !next.done; next = await keys.next()) {
      if (next.value.slice(folder.length, folder.length + lastLeafId.length) > lastLeafId) break
      found.add(next.value)
    }
    return found
  }
}
