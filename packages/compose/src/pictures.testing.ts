import { DEFAULT_OUTPUT } from '@contactsheet/contract'
import { compose } from './compose.ts'
import type { Look } from './look.ts'
import sharp from './sharp.ts'

/** A picture with soft light and colour, as raw pixels; the same for the same arguments. `light` is 0 to 255. */
function scene(width: number, height: number, light: number): Buffer {
  const data = Buffer.alloc(width * height * 3)
  const clamp = (value: number) => Math.max(0, Math.min(255, Math.round(value)))
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const [u, v] = [x / width, y / height]
      const glow = light + 45 * Math.sin(12 * u + 1) + 35 * Math.cos(11 * v + 7 * u)
      data[at] = clamp(glow + 30 * Math.sin(6 * v))
      data[at + 1] = clamp(glow)
      data[at + 2] = clamp(glow + 40 * Math.cos(5 * u))
    }
  return data
}

/** A made-up original of 1536x1024, to be encoded as a test needs it. */
export function original(light: number, width = 1536, height = 1024) {
  return sharp(scene(width, height, light), { raw: { width, height, channels: 3 } })
}

/** The image of a leaf: the picture of its one output. */
export async function imageOf(original: Uint8Array, look: Look, output = DEFAULT_OUTPUT): Promise<Buffer> {
  const [image] = (await compose(original, look, [output])).pictures
  if (image === undefined) throw new Error('no picture was made')
  return image.bytes
}

/** Colour of one pixel of an encoded picture. */
export async function pixelAt(picture: Uint8Array, x: number, y: number): Promise<number[]> {
  const pixel = await sharp(picture).extract({ left: x, top: y, width: 1, height: 1 }).raw().toBuffer()
  return [...pixel]
}
