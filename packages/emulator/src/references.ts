import { createHash } from 'node:crypto'
import { isPicture } from '@contactsheet/scenery'

/** A picture that a model is given to go by. */
export interface Reference {
  /** Of its bytes, in hex. */
  sha256: string
  file: Blob
}

/** Types of pictures that providers take. */
export const REFERENCE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const

/** @returns the place of the first file that is no picture, if there is one */
export async function readReferences(files: readonly Blob[]): Promise<Reference[] | number> {
  const references: Reference[] = []
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer())
    if (!(await isPicture(bytes))) return references.length
    references.push({ sha256: createHash('sha256').update(bytes).digest('hex'), file })
  }
  return references
}
