import sharp from 'sharp'
import { BrandFault } from '../fault.ts'
import { LOGO_SIDE, MAX_LOGO_BYTES, MAX_LOGO_PIXELS } from './limits.ts'
import { cleanSvg } from './svg/index.ts'

/** A logo as it is kept. */
export interface LogoFile {
  /** A PNG with transparency, its longest side at most 1024 pixels. */
  bytes: Buffer
  /** Pixels. */
  width: number
  height: number
}

/** As Latin-1 has it. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf'
const PNG = '\x89PNG\r\n\x1a\n'

/** Pictures that are told by name: what they begin with, and after how many bytes. */
const OTHERS: readonly [name: string, place: number, start: string][] = [
  ['a JPEG', 0, '\xff\xd8\xff'],
  ['a WebP', 8, 'WEBP'],
  ['a GIF', 0, 'GIF8'],
  ['an AVIF', 4, 'ftypavi'],
  ['a PDF', 0, '%PDF'],
  ['a packed SVG (SVGZ)', 0, '\x1f\x8b'],
]

/**
 * Reads a logo that a stranger may have made, and draws it anew: no byte of the file is in the result. The same file gives
 * the same bytes.
 *
 * @param file PNG or SVG
 * @throws BrandFault if it is none that can be drawn
 */
export async function readLogo(file: Buffer, maxBytes = MAX_LOGO_BYTES): Promise<LogoFile> {
  if (file.length > maxBytes)
    throw new BrandFault(`The logo has ${file.length} bytes; at most ${maxBytes} are taken (MAX_LOGO_BYTES).`)
  const start = file.toString('latin1', 0, 16)
  const other = OTHERS.find(([, place, begin]) => start.startsWith(begin, place))
  if (other !== undefined) throw new BrandFault(`The logo is ${other[0]}. Send a PNG or an SVG.`)
  if (start.startsWith(PNG)) return drawn(file, 'PNG')
  if (start.replace(BYTE_ORDER_MARK, '').trimStart().startsWith('<'))
    return drawn(Buffer.from(cleanSvg(file, LOGO_SIDE).svg), 'SVG')
  throw new BrandFault('The logo is no picture that is read here. Send a PNG or an SVG.')
}

async function drawn(file: Buffer, kind: 'PNG' | 'SVG'): Promise<LogoFile> {
  try {
    const { data, info } = await sharp(file, { limitInputPixels: MAX_LOGO_PIXELS, failOn: 'warning' })
      .resize({ width: LOGO_SIDE, height: LOGO_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true })
    const { channels } = await sharp(data).stats()
    if (channels[3]?.max === 0) throw new BrandFault('The logo is empty: every pixel of it is transparent.')
    return { bytes: data, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof BrandFault) throw error
    if (error instanceof Error && error.message.includes('pixel limit'))
      throw new BrandFault(`The logo has more than ${MAX_LOGO_PIXELS} pixels.`)
    throw new BrandFault(`The logo is a ${kind} that is damaged or cut short.`)
  }
}
