import { createHash } from 'node:crypto'
import { isPicture, small } from '@contactsheet/scenery'
import { LRUCache } from 'lru-cache'

/** A picture that a model is given to go by. */
export interface Reference {
  /** Of its bytes, in hex. */
  sha256: string
  /** As much of it as is drawn: calls last for seconds, and hold no more of it meanwhile. */
  file: Blob
}

/** Types of pictures that providers take. */
export const REFERENCE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const

/** Small ones that are remembered, of some tens of kilobytes each: the same pictures come with every call of a batch. */
const KEPT = 200

const kept = new LRUCache<string, Promise<Blob>>({ max: KEPT })

/** @returns the place of the first file that is no picture, if there is one */
export async function readReferences(files: readonly Blob[]): Promise<Reference[] | number> {
  const references: Reference[] = []
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer())
    if (!(await isPicture(bytes))) return references.length
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    references.push({ sha256, file: await smallOf(sha256, bytes) })
  }
  return references
}

function smallOf(sha256: string, bytes: Uint8Array): Promise<Blob> {
  const known = kept.get(sha256)
  if (known !== undefined) return known
  const made = small(bytes).then(picture => new Blob([new Uint8Array(picture)]))
  kept.set(sha256, made)
  return made
}
