import { KindError, type Output } from '@contactsheet/contract'
import type { Sharp } from 'sharp'
import type { Canvas } from './paint.ts'
import sharp from './sharp.ts'
import { type Size, sizeOf } from './size.ts'

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

/** Most pixels that are decoded for several outputs at once, unless the whole is asked for: three bytes each. */
const MOST_SHARED = 8_294_400

/**
 * Half the cost of the usual way, and as near: 34.7 dB where that has 34.6, enlarged by a fifth. An output that is alone, as all
 * were once, is enlarged as ever, so that a batch made again is the same to the byte.
 */
const ENLARGING = { kernel: 'linear' } as const

/** What sharp is told of the parts of a picture that stay, by the names that outputs have for them. */
const POSITIONS = {
  center: 'centre',
  attention: sharp.strategy.attention,
  entropy: sharp.strategy.entropy,
} as const

/** A picture that others are cropped from. */
export interface Source {
  /** Begins a pipeline with it: upright, on white where it is transparent. */
  open(): Sharp
  /** As far as it is known without decoding it; that of a file that lies on its side is of no use. */
  size: Size | undefined
  /** Its pixels, once it is decoded: what fails from then on is no fault of the picture, which may have been paid for. */
  pixels?: Canvas
}

/** A picture as a provider sent it. Throws KindError('bad_image') for what cannot be one. */
export function fromFile(bytes: Uint8Array): Source {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = file.toString('latin1', 0, 16)
  const format = FORMATS.find(({ signature }) => signature.test(head))
  if (format === undefined)
    throw new KindError('bad_image', 'What came back is not a JPEG, PNG, WebP, GIF or AVIF picture.')
  if (!format.ends(file)) throw unreadable(new Error('its end is missing'))
  return {
    open: () =>
      sharp(file, { failOn: 'error', limitInputPixels: MAX_PIXELS, autoOrient: true }).flatten({
        background: '#ffffff',
      }),
    size: sizeOf(file),
  }
}

/** A picture that is decoded. */
export function fromCanvas(pixels: Canvas): Source {
  const { data, width, height } = pixels
  return { open: () => sharp(data, { raw: { width, height, channels: 3 } }), size: { width, height }, pixels }
}

/**
 * A part of a picture that covers a size, in sRGB. The first frame of an animation. Throws KindError('bad_image') for a file
 * that cannot be decoded.
 */
export async function crop(
  source: Source,
  { width, height, crop: stays = 'center' }: Size & Partial<Pick<Output, 'crop'>>,
): Promise<Canvas> {
  const { size, pixels } = source
  const withoutReduction = size !== undefined && isClose(size, { width, height })
  if (withoutReduction && pixels !== undefined && stays === 'center') return middleOf(pixels, width, height)
  const kernel = pixels !== undefined && isSmaller(pixels, { width, height }) ? ENLARGING : undefined
  return decode(source, picture =>
    picture.resize(width, height, { fit: 'cover', position: POSITIONS[stays], withoutReduction, ...kernel }),
  )
}

/** What sharp would crop to, copied at a third of the cost. */
function middleOf(pixels: Canvas, width: number, height: number): Canvas {
  const left = Math.floor((pixels.width - width + 1) / 2)
  const top = Math.floor((pixels.height - height + 1) / 2)
  const data = Buffer.allocUnsafeSlow(width * height * 3)
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * pixels.width + left) * 3
    data.set(pixels.data.subarray(from, from + width * 3), row * width * 3)
  }
  return { width, height, data }
}

/**
 * Decodes a picture once for several outputs: whole if one asks for that, or else as small as the largest crop allows, which
 * a JPEG does at a quarter of the cost or less. Throws KindError('bad_image') for what cannot be decoded.
 *
 * @returns undefined if that takes too much memory: each output is then to be decoded by itself
 */
export async function decodeOnce(source: Source, outputs: readonly Output[]): Promise<Canvas | undefined> {
  if (outputs.some(output => output.width === undefined)) return decodeWhole(source)
  const whole = await uprightSize(source)
  const scaleOf = ({ width = 0, height = 0 }: Output) => Math.max(width / whole.width, height / whole.height)
  const scale = Math.max(...outputs.map(scaleOf))
  const isReduced = scale * CLOSE < 1
  const [width, height] = isReduced
    ? [Math.ceil(whole.width * scale), Math.ceil(whole.height * scale)]
    : [whole.width, whole.height]
  if (width * height > MOST_SHARED) return undefined
  return decode(source, picture => (isReduced ? picture.resize(width, height, { fit: 'fill' }) : picture))
}

/** Decodes a picture in its own size. Throws KindError('bad_image') for what cannot be decoded. */
export function decodeWhole(source: Source): Promise<Canvas> {
  return decode(source, picture => picture)
}

async function uprightSize({ open }: Source): Promise<Size> {
  try {
    const { autoOrient } = await open().metadata()
    return autoOrient
  } catch (error) {
    throw unreadable(error)
  }
}

async function decode(source: Source, change: (picture: Sharp) => Sharp): Promise<Canvas> {
  try {
    const { data, info } = await change(source.open())
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`)
    return { width: info.width, height: info.height, data }
  } catch (error) {
    throw source.pixels === undefined ? unreadable(error) : error
  }
}

/** Whether a picture covers a size and is hardly larger in one direction. */
function isClose(picture: Size, { width, height }: Size): boolean {
  const scale = Math.min(picture.width / width, picture.height / height)
  return scale >= 1 && scale <= CLOSE
}

function isSmaller(picture: Size, { width, height }: Size): boolean {
  return picture.width < width || picture.height < height
}

function unreadable(error: unknown): KindError {
  const detail = error instanceof Error ? error.message : String(error)
  const message = detail.includes('pixel limit')
    ? `The picture that came back has more than ${MAX_PIXELS / 1e6} million pixels.`
    : 'The picture that came back is damaged or cut short.'
  return new KindError('bad_image', message, { detail, cause: error })
}
