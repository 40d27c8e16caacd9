import PQueue from 'p-queue'
import { release } from './memory.ts'
import { type Look, overlayFor } from './overlays.ts'
import { decode, encode } from './picture.ts'
import { IMAGE_HEIGHT, IMAGE_WIDTH } from './templates.ts'
import { PICTURES_AT_ONCE } from './threads.ts'

const QUALITY = 85

const inTheMaking = new PQueue({ concurrency: PICTURES_AT_ONCE })

/** Whether anything of a look's title can be drawn. Free right after {@link compose}. */
export async function hasTitle(look: Look): Promise<boolean> {
  return (await overlayFor(look)) !== undefined
}

/**
 * Makes the finished picture of a leaf: decodes the original, crops it to cover 1200x630, lays the title over it and
 * encodes it once. The same input gives the same bytes.
 *
 * @param original bytes as the provider returned them
 * @param place of those that wait to be made, the one with the lowest goes first: so that a small batch does not wait for
 *   a large one
 * @returns a JPEG of 1200x630 pixels at quality 85
 * @throws KindError `bad_image` for bytes that are no picture, are damaged or cut short, or have too many pixels
 */
export function compose(original: Uint8Array, look: Look, place = 0): Promise<Buffer> {
  const make = async () => {
    const canvas = await decode(original, IMAGE_WIDTH, IMAGE_HEIGHT)
    try {
      const overlay = await overlayFor(look)
      overlay?.blendInto(canvas)
      return await encode(canvas, QUALITY)
    } finally {
      release(canvas.data)
    }
  }
  return inTheMaking.add(make, { priority: -place })
}
