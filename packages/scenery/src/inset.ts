import sharp from 'sharp'
import type { Raster } from './raster.ts'

/** Insets in a row; more stand in further rows. */
const IN_A_ROW = 8

/** White around each inset, in pixels. */
const FRAME = 6

/** The raster with each picture as a small framed inset, from the upper left corner on, in their order. */
export async function inset(raster: Raster, pictures: readonly Uint8Array[]): Promise<Raster> {
  const { data, width, height } = raster
  const step = Math.floor(Math.min(width, height * 1.5) / IN_A_ROW)
  const side = step - 4 * FRAME
  const insets = await Promise.all(
    pictures.map(async (picture, place) => ({
      input: await sharp(picture)
        .autoOrient()
        .resize(side, side, { fit: 'cover' })
        .flatten({ background: '#fff' })
        .extend({ top: FRAME, bottom: FRAME, left: FRAME, right: FRAME, background: '#fff' })
        .png()
        .toBuffer(),
      left: FRAME + (place % IN_A_ROW) * step,
      top: FRAME + Math.floor(place / IN_A_ROW) * step,
    })),
  )
  const drawn = await sharp(Buffer.from(data.buffer, data.byteOffset, data.length), {
    raw: { width, height, channels: 3 },
  })
    .composite(insets)
    .removeAlpha()
    .raw()
    .toBuffer()
  return { ...raster, data: new Uint8ClampedArray(drawn) }
}

/** Whether bytes are a picture that {@link inset} can draw, by their first ones. */
export function isPicture(bytes: Uint8Array): Promise<boolean> {
  return sharp(bytes)
    .metadata()
    .then(
      ({ format }) => ['png', 'jpeg', 'webp'].includes(format),
      () => false,
    )
}

/** Side of {@link small}, in pixels: no inset is larger. */
const SMALL_SIDE = 512

/** A picture as small as {@link inset} needs it; as it is, if its pixels cannot be read. */
export async function small(bytes: Uint8Array): Promise<Uint8Array> {
  const resized = sharp(bytes)
    .autoOrient()
    .resize(SMALL_SIDE, SMALL_SIDE, { fit: 'cover', withoutEnlargement: true })
  return resized
    .png()
    .toBuffer()
    .catch(() => bytes)
}
