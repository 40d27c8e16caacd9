import { KindError } from '@contactsheet/contract'
import type { Canvas } from './paint.ts'
import sharp from './sharp.ts'
import { sizeOf } from './size.ts'

/** Most pixels of an original: a hostile file of a few kilobytes can claim gigapixels. */
const MAX_PIXELS = 50_000_000

interface Format {
  signature: RegExp
  /** Whether its end is there. The crop leaves out the last rows, so that decoding alone would not miss them. */
  ends: (bytes: Buffer) => boolean
}

/** What providers send. Anything else libvips reads (SVG, PDF...) is a larger target than a picture needs to be. */
const FORMATS: readonly Format[] = [
  { signature: /^\xff\xd8\xff/, ends: bytes => bytes.includes('\xff\xd9', -TAIL, 'latin1') }, // JPEG
  { signature: /^\x89PNG\r\n/, ends: bytes => bytes.includes('IEND', -TAIL, 'latin1') },
  { signature: /^RIFF.{4}WEBP/s, ends: bytes => bytes.readUInt32LE(4) + 8 <= bytes.length },
  { signature: /^GIF8[79]a/, ends: bytes => bytes.includes('\x3b', -TAIL, 'latin1') },
  { signature: /^.{4}ftypavi[fs]/s, ends: () => true }, // AVIF decodes whole or not at all
]

/** How far from its end a file's end marker may be: some tools append data of their own. */
const TAIL = 65_536

/**
 * How much larger than what is asked for a picture may be, and still be cropped to it as it is. Models are asked for
 * 1216x640: to resample that to 1200x630 would cost as much again as to decode it, and blur it, to show a rim of 1%.
 */
const CLOSE = 1.02

/**
 * Decodes a picture upright, in sRGB, on white where it is transparent, its middle cropped to cover the size. The
 * first frame of an animation. Throws KindError('bad_image') for what cannot be decoded.
 */
export async function decode(bytes: Uint8Array, width: number, height: number): Promise<Canvas> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = file.toString('latin1', 0, 16)
  const format = FORMATS.find(({ signature }) => signature.test(head))
  if (format === undefined)
    throw new KindError('bad_image', 'What came back is not a JPEG, PNG, WebP, GIF or AVIF picture.')
  if (!format.ends(file)) throw unreadable(new Error('its end is missing'))
  try {
    const { data, info } = await sharp(file, {
      failOn: 'error',
      limitInputPixels: MAX_PIXELS,
      autoOrient: true,
    })
      .flatten({ background: '#ffffff' })
      .resize(width, height, { fit: 'cover', withoutReduction: isClose(file, width, height) })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`)
    return { width, height, data }
  } catch (error) {
    throw unreadable(error)
  }
}

/** Whether a file's header claims a picture that covers a size and is hardly larger in one direction. */
function isClose(file: Buffer, width: number, height: number): boolean {
  const size = sizeOf(file)
  if (size === undefined) return false
  const scale = Math.min(size.width / width, size.height / height)
  return scale >= 1 && scale <= CLOSE
}

/** Encodes a finished canvas as JPEG. */
export function encode({ width, height, data }: Canvas, quality = 85): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer()
}

/**
 * Encodes a finished canvas as a small WebP.
 *
 * @param width in pixels
 */
export async function encodeSmall(canvas: Canvas, width: number) {
  const { data, info } = await sharp(canvas.data, {
    raw: { width: canvas.width, height: canvas.height, channels: 3 },
  })
    .resize({ width })
    .webp({ quality: 80, effort: 2 })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}

function unreadable(error: unknown): KindError {
  const detail = error instanceof Error ? error.message : String(error)
  const message = detail.includes('pixel limit')
    ? `The picture that came back has more than ${MAX_PIXELS / 1e6} million pixels.`
    : 'The picture that came back is damaged or cut short.'
  return new KindError('bad_image', message, { detail, cause: error })
}
