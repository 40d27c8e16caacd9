import { type OutputFormat, SMALL_WIDTH } from '@contactsheet/contract'
import type { Sharp } from 'sharp'

/** A finished picture. */
export interface Picture {
  bytes: Buffer
  /** In pixels. */
  width: number
  height: number
}

/**
 * How each format is written, and its quality where none is asked for. Measured over twelve pictures of 1200x630, one of each
 * style, with a title (the middle of kilobytes, milliseconds of CPU, and how near to the canvas as SSIM of 8x8 blocks):
 *
 *                              kB     ms    SSIM
 *     jpeg 85                  96      7   0.981
 *     webp 80, effort 0        54     15   0.974
 *     webp 80, effort 2        45     22   0.975   effort 4: 44 kB in 53 ms
 *     avif 65, effort 0        49     36   0.975
 *     avif 60, effort 1        37    105   0.975   effort 2: 36 kB in 250 ms, effort 4: 32 kB in 2 s
 *     png 3, filtered         671     34           6, unfiltered: 812 kB in 34 ms; 6, filtered: 637 kB in 74 ms
 *
 * Past these efforts a worker takes twice as long for a few per cent. AVIF without any effort is no better than WebP, which takes
 * less. Colours in half the resolution, as JPEG and WebP have them, save AVIF a fifth of the time.
 */
const ENCODERS: Readonly<Record<OutputFormat, (image: Sharp, quality?: number) => Sharp>> = {
  jpeg: (image, quality = 85) => image.jpeg({ quality }),
  webp: (image, quality = 80) => image.webp({ quality, effort: 2 }),
  avif: (image, quality = 60) => image.avif({ quality, effort: 1, chromaSubsampling: '4:2:0' }),
  png: image => image.png({ compressionLevel: 3, adaptiveFiltering: true }),
}

/** Encodes a picture as an output asks for it. The same pixels give the same bytes. */
export function encode(
  image: Sharp,
  { format, quality }: { format: OutputFormat; quality?: number | undefined },
) {
  return pictureOf(ENCODERS[format](image, quality))
}

/**
 * Encodes the small picture beside an image, a JPEG: {@link SMALL_WIDTH} wide, or as wide as the image if that is less. Every leaf
 * pays for it. Of twenty images of 1200x630, the mean of kilobytes, milliseconds of CPU with the resizing, and how near it is (SSIM):
 *
 *     jpeg 60, Huffman tables as they come    17.8    3.3   0.975
 *     jpeg 60, tables of its own              16.5    3.9   0.975
 *     webp 70, effort 0                       15.1    6.7   0.973
 */
export function encodeSmall(image: Sharp): Promise<Picture> {
  const resized = image.resize({ width: SMALL_WIDTH, withoutEnlargement: true, kernel: 'cubic' })
  return pictureOf(resized.jpeg({ quality: 60, optimiseCoding: false }))
}

async function pictureOf(image: Sharp): Promise<Picture> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}
