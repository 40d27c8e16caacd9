import {
  askedReferences,
  type FieldError,
  REFERENCE_ID_PATTERN,
  REFERENCE_LIMITS,
  type Reference,
  type ReferenceRequest,
} from '@contactsheet/contract'
import type { ReferenceStore } from '@contactsheet/storage'
import pLimit from 'p-limit'

/** Pictures of one request looked for at once. */
const AT_ONCE = 8

/** What the names in a request lead to, and what is at fault with them, in the order of the request. */
interface FoundReferences {
  found: ReadonlyMap<string, Reference>
  errors: FieldError[]
}

/**
 * Finds every picture that a request names, each once.
 *
 * @param fetch has the picture at an address, or a sentence on why that cannot be had
 */
export async function findReferences(
  store: Pick<ReferenceStore, 'find'>,
  request: ReferenceRequest,
  fetch: (url: URL) => Promise<Reference | string>,
): Promise<FoundReferences> {
  const asked = askedReferences(request)
  const names = new Set(asked.map(reference => reference.asked))
  const { inBatch, bytesInBatch } = REFERENCE_LIMITS
  if (names.size > inBatch) {
    const message = `are ${names.size} pictures; a batch can have at most ${inBatch}`
    return { found: new Map(), errors: [{ field: 'references', message }] }
  }
  const outcomes = new Map<string, Reference | string>()
  await pLimit(AT_ONCE).map([...names], async name => {
    const uploaded = async () =>
      (await store.find(name)) ?? 'is the id of no picture here: upload it with POST /references'
    outcomes.set(name, await (REFERENCE_ID_PATTERN.test(name) ? uploaded() : fetch(new URL(name))))
  })
  const found = new Map([...outcomes].filter(hasPicture))
  const errors = asked.flatMap(({ asked: name, field }) => {
    const outcome = outcomes.get(name)
    return typeof outcome === 'string' ? [{ field, message: outcome }] : []
  })
  const sizes = new Map([...found.values()].map(({ sha256, bytes }) => [sha256, bytes]))
  const bytes = sizes.values().reduce((sum, size) => sum + size, 0)
  if (bytes > bytesInBatch) {
    const message = `have ${bytes} bytes together; a batch can have at most ${bytesInBatch}`
    errors.push({ field: 'references', message })
  }
  return { found, errors }
}

function hasPicture(entry: [string, Reference | string]): entry is [string, Reference] {
  return typeof entry[1] !== 'string'
}
