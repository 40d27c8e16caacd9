import { type Batch, type Leaf, type LeafRecord, OUTPUT_FORMATS, outputsOf } from '@contactsheet/contract'
import type { ObjectStat, ObjectStore, OpenObject } from './object-store.ts'
import { type PictureFolder, parseImageName, pictureKey } from './picture-keys.ts'
import { type FinishedPicture, type Origin, type PictureName, pictureOf, provenance } from './pictures.ts'

/** The same image has the same key for good, and its bytes do not change. */
const FOR_GOOD = 'public, max-age=31536000, immutable'

/** The finished pictures of leaves. */
export class PictureStore {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /**
   * Stores a finished picture of a leaf.
   *
   * @param size in pixels; kept beside the picture where the batch does not tell it, so that a record can be made again
   */
  async putPicture(
    batch: Batch,
    leaf: Leaf,
    which: PictureName,
    bytes: Uint8Array,
    origin: Origin,
    size?: { width: number; height: number },
  ): Promise<{ key: string; bytes: number }> {
    const { key, format, hasOwnSize } = pictureOf(batch, leaf, which)
    const metadata = provenance(batch, leaf, origin)
    if (hasOwnSize && size !== undefined) metadata.size = `${size.width}x${size.height}`
    await this.#objects.put(key, bytes, {
      contentType: OUTPUT_FORMATS[format].contentType,
      cacheControl: FOR_GOOD,
      durability: 'content',
      metadata,
    })
    return { key, bytes: bytes.length }
  }

  /**
   * Stores all finished pictures of a leaf, side by side.
   *
   * @param made one for each output of the batch, in their order, and the small one of the first
   * @returns where they are, as a record names them
   */
  async putPictures(
    batch: Batch,
    leaf: Leaf,
    { pictures, small }: { pictures: readonly FinishedPicture[]; small: FinishedPicture },
    origin: Origin,
  ): Promise<Pick<LeafRecord, 'image' | 'small' | 'outputs'>> {
    const put = async (which: PictureName, picture: FinishedPicture | undefined) => {
      if (picture === undefined) throw new RangeError(`Leaf ${leaf.id} has fewer pictures than outputs.`)
      const { bytes, ...size } = picture
      return { ...(await this.putPicture(batch, leaf, which, bytes, origin, size)), ...size }
    }
    const [, ...others] = outputsOf(batch)
    const [image, littleOne, ...outputs] = await Promise.all([
      put('image', pictures[0]),
      put('small', small),
      ...others.map(async (output, place) => {
        const { name, format } = output
        return { name, format, ...(await put(output, pictures[place + 1])) }
      }),
    ])
    return { image, small: littleOne, ...(outputs.length === 0 ? {} : { outputs }) }
  }

  /** The bytes of the image that a record names; undefined if it was deleted. */
  async image({ key }: Pick<NonNullable<LeafRecord['image']>, 'key'>): Promise<Buffer | undefined> {
    return this.#objects.get(key)
  }

  /**
   * A finished picture of a batch to send on.
   *
   * @param name file name of the picture; undefined is the answer to anything else
   */
  async openPicture(batchId: string, folder: PictureFolder, name: string): Promise<OpenObject | undefined> {
    if (parseImageName(name) === undefined) return undefined
    return this.#objects.stream(pictureKey(batchId, folder, name))
  }

  /** What is known of a picture, as {@link openPicture} would find it. */
  async statPicture(batchId: string, folder: PictureFolder, name: string): Promise<ObjectStat | undefined> {
    if (parseImageName(name) === undefined) return undefined
    return this.#objects.stat(pictureKey(batchId, folder, name))
  }

  /** Where a browser can fetch an image for good, without asking the API; undefined unless the store has such a place. */
  publicUrl(imageKey: string): string | undefined {
    return this.#objects.publicUrl(imageKey)
  }

  /** Where an image can be fetched for some time, without credentials; undefined if the store has no such place. */
  async temporaryUrl(imageKey: string, expiresSeconds: number): Promise<string | undefined> {
    return this.#objects.url(imageKey, { expiresSeconds })
  }
}
