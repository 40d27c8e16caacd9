import { LeafError } from '@contactsheet/contract'
import type { Canvas } from './paint.ts'
import sharp from './sharp.ts'

/** Most pixels of an original: a hostile file of a few kilobytes can claim gigapixels. */
const MAX_PIXELS = 50_000_000

/** What providers send. Anything else libvips reads (SVG, PDF...) is a larger target than a picture needs to be. */
const SIGNATURES: readonly RegExp[] = [
  /^\xff\xd8\xff/, // JPEG
  /^\x89PNG\r\n/, // PNG
  /^RIFF.{4}WEBP/s, // WebP
  /^GIF8[79]a/, // GIF
  /^.{4}ftypavi[fs]/s, // AVIF
]

/**
 * Decodes a picture upright, in sRGB, on white where it is transparent, its middle cropped to cover the size. The
 * first frame of an animation. Throws LeafError('bad_image') for what cannot be decoded.
 */
export async function decode(bytes: Uint8Array, width: number, height: number): Promise<Canvas> {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  if (!SIGNATURES.some(signature => signature.test(head)))
    throw new LeafError('bad_image', 'What came back is not a JPEG, PNG, WebP, GIF or AVIF picture.')
  try {
    const { data, info } = await sharp(bytes, {
      failOn: 'error',
      limitInputPixels: MAX_PIXELS,
      autoOrient: true,
    })
      .flatten({ background: '#ffffff' })
      .resize(width, height, { fit: 'cover' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`)
    return { width, height, data }
  } catch (error) {
    throw unreadable(error)
  }
}

/** Encodes a finished canvas as JPEG. */
export function encode({ width, height, data }: Canvas, quality: number): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer()
}

function unreadable(error: unknown): LeafError {
  const detail = error instanceof Error ? error.message : String(error)
  const message = detail.includes('pixel limit')
    ? `The picture that came back has more than ${MAX_PIXELS / 1e6} million pixels.`
    : 'The picture that came back is damaged or cut short.'
  return new LeafError('bad_image', message, { detail, cause: error })
}
