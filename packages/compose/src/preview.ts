import { DEFAULT_OUTPUT, type Output } from '@contactsheet/contract'
import { composeCanvas } from './compose.ts'
import type { Look } from './look.ts'
import { release } from './memory.ts'
import { fromCanvas } from './picture.ts'

/** Size of the preview of an image, in pixels: half of it each way. */
export const PREVIEW_WIDTH = 600
export const PREVIEW_HEIGHT = 315
const PREVIEW_MOST_WIDTH = 1200

const QUALITY = 82

/**
 * Shows how a title will lie on a picture, without asking any model.
 *
 * @param original what a model has made, or what stands in for that
 * @returns a JPEG, half the output each way
 * @throws KindError `bad_image` for bytes that are no picture, are damaged or cut short, or have too many pixels
 */
export async function composePreview(
  original: Uint8Array,
  look: Look,
  output: Output = DEFAULT_OUTPUT,
): Promise<Buffer> {
  const canvas = await composeCanvas(original, look, output)
  const width = Math.min(Math.ceil(canvas.width / 2), PREVIEW_MOST_WIDTH)
  try {
    return await fromCanvas(canvas).open().resize({ width }).jpeg({ quality: QUALITY }).toBuffer()
  } finally {
    release(canvas.data)
  }
}
