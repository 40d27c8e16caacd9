import { DEFAULT_OUTPUT, type Output, SMALL_WIDTH } from '@contactsheet/contract'
import PQueue from 'p-queue'
import type { Look } from './look.ts'
import { release } from './memory.ts'
import { overlayFor } from './overlays.ts'
import { decode, encode, encodeSmall } from './picture.ts'
import { IMAGE_HEIGHT, IMAGE_WIDTH } from './templates.ts'
import { PICTURES_AT_ONCE } from './threads.ts'

const inTheMaking = new PQueue({ concurrency: PICTURES_AT_ONCE })

/** A finished picture. */
export interface Picture {
  bytes: Buffer
  /** In pixels. */
  width: number
  height: number
}

/** What was made of an original. */
export interface Composed {
  /** One for each output, in their order. */
  pictures: Picture[]
  /** The first of them as a WebP, {@link SMALL_WIDTH} wide. */
  small: Picture
  /** Whether anything of the title could be drawn; true where there is to be none. */
  hasTitle: boolean
}

/**
 * Makes the finished pictures of a leaf: decodes the original, crops it to cover each output, lays the title over it and
 * encodes it once. The same input gives the same bytes.
 *
 * @param original bytes as the provider returned them
 * @param outputs of each one picture
 * @param place of those that wait to be made, the one with the lowest goes first: so that a small batch does not wait for
 *   a large one
 * @throws KindError `bad_image` for bytes that are no picture, are damaged or cut short, or have too many pixels
 */
export function compose(
  original: Uint8Array,
  look: Look,
  outputs: readonly Output[] = [DEFAULT_OUTPUT],
  place = 0,
): Promise<Composed> {
  const make = async () => {
    const pictures: Picture[] = []
    let small: Picture | undefined
    let hasTitle = true
    for (const output of outputs) {
      const { width = IMAGE_WIDTH, height = IMAGE_HEIGHT, quality } = output
      const canvas = await decode(original, width, height)
      try {
        const overlay = await overlayFor(look, canvas)
        overlay?.blendInto(canvas)
        hasTitle &&= overlay !== undefined
        pictures.push({ bytes: await encode(canvas, quality), width, height })
        small ??= await encodeSmall(canvas, SMALL_WIDTH)
      } finally {
        release(canvas.data)
      }
    }
    if (small === undefined) throw new RangeError('A picture has at least one output.')
    return { pictures, small, hasTitle }
  }
  return inTheMaking.add(make, { priority: -place })
}
