import {
  type Batch,
  buildRecord,
  IMAGE_HEIGHT,
  IMAGE_WIDTH,
  type Leaf,
  type LeafFailure,
  type LeafRecord,
  type SettledState,
} from '@contactsheet/contract'

/** What a leaf has in the store beside its record. */
export interface Remains {
  image?: Stored | undefined
  original?: (Stored & { contentType: string }) | undefined
}

interface Stored {
  key: string
  bytes: number
  writtenAt: Date
  simulated: boolean
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
      image: image && { key: image.key, bytes: image.bytes, width: IMAGE_WIDTH, height: IMAGE_HEIGHT },
      error,
    },
    at,
  )
}
