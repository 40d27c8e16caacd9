import sharp from '@contactsheet/compose/sharp'
import { DEFAULT_OUTPUT, type Output } from '@contactsheet/contract'
import { encode, encodeSmall } from '../../packages/compose/src/encode.ts'
import type { Canvas } from '../../packages/compose/src/paint.ts'
import { fromCanvas } from '../../packages/compose/src/picture.ts'

/**
 * The least that the pictures of an original take: sharp decodes it, resizes it and encodes that, for each output, and makes the
 * small picture of the first. No title, and nothing is looked at.
 */
export async function floor(original: Buffer, outputs: readonly Output[] = [DEFAULT_OUTPUT]): Promise<void> {
  for (const [place, output] of outputs.entries()) {
    const { data, info } = await sharp(original)
      .resize({ width: output.width, height: output.height })
      .raw()
      .toBuffer({ resolveWithObject: true })
    const open = () => sharp(data, { raw: info })
    await encode(open(), output)
    if (place === 0) await encodeSmall(open())
  }
}

/** The same of the image alone, in one pipeline: to see what the small picture takes. */
export async function floorWithoutSmall(original: Buffer): Promise<void> {
  const { width, height, ...output } = DEFAULT_OUTPUT
  await encode(sharp(original).resize({ width, height }), output)
}

/** The least that a further output of a picture takes which is decoded already: sharp resizes it and encodes that. */
export async function floorOfSecond(decoded: Canvas, output: Output): Promise<void> {
  const { width, height } = output
  await encode(fromCanvas(decoded).open().resize({ width, height }), output)
}
