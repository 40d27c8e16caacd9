import { REFERENCE_LIMITS, REFERENCE_TYPES, type Reference, type ReferenceType } from '@contactsheet/contract'
import sharp from 'sharp'
import { BrandFault } from '../fault.ts'

/** What there is to know of a reference beside its bytes, which are kept as they came. */
export type ReferenceFile = Omit<Reference, 'sha256' | 'bytes'>

const SEND = 'Send a PNG, a JPEG or a WebP.'

/** Longest side of a reference, in pixels: a JPEG can have no longer one. */
const MAX_SIDE = 65_535

/**
 * Judges a picture that a stranger may have made, by what is inside: it is decoded to its last row, as whoever is given it will.
 *
 * @throws BrandFault if it is none that models can be given
 */
export async function readReference(
  file: Buffer,
  maxBytes: number = REFERENCE_LIMITS.bytes,
): Promise<ReferenceFile> {
  if (file.length > maxBytes)
    throw new BrandFault(`The picture has ${file.length} bytes; at most ${maxBytes} are taken.`)
  const limits = { limitInputPixels: REFERENCE_LIMITS.pixels, failOn: 'warning' } as const
  try {
    const { format, width, height, pages = 1 } = await sharp(file, limits).metadata()
    const contentType: ReferenceType = `image/${format as 'png' | 'jpeg' | 'webp'}`
    if (REFERENCE_TYPES[contentType] === undefined) throw noPicture()
    if (pages > 1 || isAnimatedPng(file))
      throw new BrandFault('The picture is animated. Send one of its frames alone.')
    if (Math.max(width, height) > MAX_SIDE)
      throw new BrandFault(
        `The picture is ${width} by ${height}; its sides can have at most ${MAX_SIDE} pixels.`,
      )
    // Every row goes into what comes out, which is small.
    await sharp(file, limits)
      .resize({ width: 8, height: 8, fit: 'fill', fastShrinkOnLoad: false })
      .raw()
      .toBuffer()
    return { contentType, width, height }
  } catch (error) {
    if (error instanceof BrandFault) throw error
    const reason = error instanceof Error ? error.message : ''
    if (reason.includes('pixel limit'))
      throw new BrandFault(`The picture has more than ${REFERENCE_LIMITS.pixels} pixels.`)
    if (reason.includes('unsupported image format')) throw noPicture()
    throw new BrandFault('The picture is damaged or cut short.')
  }
}

function noPicture(): BrandFault {
  return new BrandFault(`The file is no picture that models can be given. ${SEND}`)
}

/** Whether a PNG has the chunk that makes it an animation, which the library passes over. */
function isAnimatedPng(file: Buffer): boolean {
  const pixels = file.indexOf('IDAT')
  return file.toString('latin1', 1, 4) === 'PNG' && file.subarray(0, pixels).includes('acTL')
}
