import { Failure } from './failure.ts'
import type { GeneratedImage } from './provider.ts'

/** More than any model returns (a 4K PNG has some 20 MB); a worker holds one per running leaf. */
export const MAX_IMAGE_BYTES = 32 * 1024 * 1024

/**
 * The picture in a base64 text.
 *
 * @throws Failure of kind `bad_image` if it is too large, or no PNG, JPEG or WebP
 */
export function decodeImage(base64: string): Pick<GeneratedImage, 'bytes' | 'contentType'> {
  if (Buffer.byteLength(base64, 'base64') > MAX_IMAGE_BYTES)
    throw new Failure('bad_image', `the picture is larger than ${MAX_IMAGE_BYTES} bytes`)
  const bytes = Buffer.from(base64, 'base64')
  const contentType = sniff(bytes)
  if (contentType === undefined)
    throw new Failure(
      'bad_image',
      `${bytes.length} bytes that are no PNG, JPEG or WebP, starting ${bytes.toString('hex', 0, 16)}`,
    )
  return { bytes, contentType }
}

/** What the first bytes say a file is. */
function sniff(bytes: Buffer): GeneratedImage['contentType'] | undefined {
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp'
  return undefined
}
