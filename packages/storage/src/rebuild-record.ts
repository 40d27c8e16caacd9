import {
  type Batch,
  buildRecord,
  earlierTags,
  type Leaf,
  type LeafFailure,
  type LeafRecord,
  type Output,
  originalTags,
  outputsOf,
  type SettledState,
} from '@contactsheet/contract'
import { ORIGINAL_NAMES, originalKey } from './layout.ts'
import { sizeIn } from './metadata.ts'
import type { ObjectStore } from './object-store.ts'
import { imageKey, imagesFolder, outputKey, parseImageName, smallKey } from './picture-keys.ts'
import { type Origin, originIn } from './pictures.ts'

/** What a leaf has in the store beside its record. */
interface Remains {
  image?: Stored | undefined
  small?: Stored | undefined
  /** Of the batch's other outputs, in their order. */
  outputs: (Stored | undefined)[]
  original?: (Stored & { contentType: string }) | undefined
}

interface Stored {
  key: string
  bytes: number
  /** As a picture says it whose size the batch does not. */
  size?: { width: number; height: number } | undefined
  writtenAt: Date
  origin: Origin
}

/** Looks for a leaf's original. */
export async function originalOf(
  objects: ObjectStore,
  batch: Batch,
  leaf: Leaf,
): Promise<Remains['original']> {
  for (const tag of originalTags(batch, leaf)) {
    const found = await Promise.all(
      ORIGINAL_NAMES.map(async contentType => {
        const original = await stored(objects, leaf, originalKey(batch.id, leaf.id, contentType, tag))
        return original && { ...original, contentType }
      }),
    )
    const original = found.find(original => original !== undefined)
    if (original !== undefined) return original
  }
  return undefined
}

async function stored(objects: ObjectStore, leaf: Leaf, key: string): Promise<Stored | undefined> {
  const stat = await objects.stat(key)
  // An empty object holds no picture.
  if (stat === undefined || stat.size === 0) return undefined
  const { metadata, lastModified } = stat
  return {
    key,
    bytes: stat.size,
    size: sizeIn(metadata),
    writtenAt: lastModified,
    origin: originIn(metadata, leaf),
  }
}

/** Looks for what a leaf has left beside its record. */
export async function remainsOf(objects: ObjectStore, batch: Batch, leaf: Leaf): Promise<Remains> {
  const [, ...others] = outputsOf(batch)
  const [image, small, outputs, original] = await Promise.all([
    stored(objects, leaf, imageKey(batch, leaf)),
    stored(objects, leaf, smallKey(batch, leaf)),
    Promise.all(others.map(output => stored(objects, leaf, outputKey(batch, leaf, output)))),
    originalOf(objects, batch, leaf),
  ])
  if (image !== undefined || original !== undefined) return { image, small, outputs, original }
  const earlier = await earlierImage(objects, batch, leaf)
  return { image: earlier === undefined ? undefined : await stored(objects, leaf, earlier), outputs }
}

/**
 * The key of the newest image of a leaf from before its version, which stays its image where no original is left to make
 * another of.
 */
async function earlierImage(objects: ObjectStore, batch: Batch, leaf: Leaf): Promise<string | undefined> {
  if (leaf.version === undefined) return undefined
  const folder = imagesFolder(batch.id)
  const keys = await Array.fromAsync(objects.list(`${folder}${leaf.id}-`))
  const tagOf = (key: string) => parseImageName(key.slice(folder.length))?.tag
  return earlierTags(batch, leaf)
    .map(tag => keys.find(key => tagOf(key) === tag))
    .find(key => key !== undefined)
}

/** A picture as a record names it, its size that of its output, or else what it says itself. */
function pictureOf({ key, bytes, size }: Stored, output?: Output) {
  const { width = size?.width ?? 0, height = size?.height ?? 0 } = output ?? {}
  return { key, bytes, width, height }
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
 * @returns undefined if the original is there and a picture of an output is not: the leaf can run again, and nobody has to
 *   pay for it
 */
export function rebuildRecord(
  batch: Batch,
  leaf: Leaf,
  state: SettledState,
  { image, small, outputs, original }: Remains,
  known?: LeafRecord,
): LeafRecord | undefined {
  // It was written after somebody looked.
  if (known?.image !== undefined && known.image.key === image?.key) return known
  const isWhole = image !== undefined && !outputs.includes(undefined)
  if (state === 'succeeded' && !isWhole && original !== undefined) return undefined
  const error = state === 'succeeded' && image !== undefined ? undefined : LOST[state]
  if (known !== undefined && error !== undefined) {
    const { image: _image, small: _small, outputs: _outputs, original: _original, ...rest } = known
    return { ...rest, state: 'failed', error }
  }
  const picture = image ?? original
  const [first, ...others] = outputsOf(batch)
  const named = others.flatMap((output, place) => {
    const found = outputs[place]
    return found === undefined
      ? []
      : [{ name: output.name, format: output.format, ...pictureOf(found, output) }]
  })
  const at = Math.max(picture?.writtenAt.getTime() ?? Date.now(), Date.parse(batch.createdAt))
  return buildRecord(
    batch,
    leaf,
    {
      attempt: { number: 1, startedAt: at },
      picture: picture?.origin,
      original: original && { key: original.key, contentType: original.contentType, bytes: original.bytes },
      image: image && pictureOf(image, first),
      small: small && pictureOf(small),
      outputs: named.length === 0 ? undefined : named,
      error,
    },
    at,
  )
}
