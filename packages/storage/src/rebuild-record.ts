import {
  type Batch,
  buildRecord,
  type Leaf,
  type LeafFailure,
  type LeafRecord,
  outputsOf,
  type SettledState,
} from '@contactsheet/contract'
import { imageKey, ORIGINAL_TYPES, type OriginalType, originalKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'

/** What a leaf has in the store beside its record. */
interface Remains {
  image?: Stored | undefined
  original?: (Stored & { contentType: string }) | undefined
}

interface Stored {
  key: string
  bytes: number
  writtenAt: Date
  simulated: boolean
}

/** Looks for what a leaf has left beside its record. */
export async function remainsOf(objects: ObjectStore, batch: Batch, leaf: Leaf): Promise<Remains> {
  const stored = async (key: string): Promise<Stored | undefined> => {
    const stat = await objects.stat(key)
    // An empty object holds no picture.
    if (stat === undefined || stat.size === 0) return undefined
    const simulated = stat.metadata.simulated === 'true'
    return { key, bytes: stat.size, writtenAt: stat.lastModified, simulated }
  }
  const types = Object.keys(ORIGINAL_TYPES) as OriginalType[]
  const [image, ...originals] = await Promise.all([
    stored(imageKey(batch, leaf)),
    ...types.map(async contentType => {
      const found = await stored(originalKey(batch.id, leaf.id, contentType))
      return found && { ...found, contentType }
    }),
  ])
  return { image, original: originals.find(original => original !== undefined) }
}

/** Of a batch's images, in pixels; nothing where that is each original's own. */
function sizeOf(batch: Batch): { width: number; height: number } {
  const { width = 0, height = 0 } = outputsOf(batch)[0]
  return { width, height }
}

/** What a record says in place of a reason that nobody can read any more. */
const LOST: Record<SettledState, LeafFailure> = {
  succeeded: {
    kind: 'storage',
    message:
      "The store no longer has this leaf's picture, neither image nor original. Run the batch's failed leaves again to have it made anew.",
  },
  failed: {
    kind: 'storage',
    message:
      "Why this leaf failed is lost: its record was damaged in the store. Run the batch's failed leaves again.",
  },
  canceled: { kind: 'canceled', message: 'The batch was canceled; what else there was to say is lost.' },
}

/**
 * The record of a leaf whose own cannot be relied on: damaged, or naming an image that is not there. It is made of what
 * the leaf left beside it, and says no more than that shows: of a damaged record attempts and steps are lost.
 *
 * @param state how the leaf settled, as the key of its record says
 * @param known its record, if that can be read
 * @returns undefined if the original is there and the image is not: the leaf can run again, and nobody has to pay for it
 */
export function rebuildRecord(
  batch: Batch,
  leaf: Leaf,
  state: SettledState,
  { image, original }: Remains,
  known?: LeafRecord,
): LeafRecord | undefined {
  // It was written after somebody looked.
  if (known?.image !== undefined && known.image.key === image?.key) return known
  if (state === 'succeeded' && image === undefined && original !== undefined) return undefined
  const error = state === 'succeeded' && image !== undefined ? undefined : LOST[state]
  if (known !== undefined && error !== undefined) {
    const { image: _image, original: _original, ...rest } = known
    return { ...rest, state: 'failed', error }
  }
  const picture = image ?? original
  const at = Math.max(picture?.writtenAt.getTime() ?? Date.now(), Date.parse(batch.createdAt))
  return buildRecord(
    batch,
    leaf,
    {
      attempt: { number: 1, startedAt: at },
      picture,
      original: original && { key: original.key, contentType: original.contentType, bytes: original.bytes },
      image: image && { key: image.key, bytes: image.bytes, ...sizeOf(batch) },
      error,
    },
    at,
  )
}
