import { Failure } from './failure.ts'
import type { GeneratedImage } from './provider.ts'

/** More than any model returns (a 4K PNG has some 20 MB); a worker holds one per running leaf. */
export const MAX_IMAGE_BYTES = 32 * 1024 * 1024

/** A picture, and what its own bytes say it is. */
export type Picture = Pick<GeneratedImage, 'bytes' | 'contentType'>

/**
 * The picture in a base64 text, which may be that of a `data:` URL.
 *
 * @throws Failure of kind `bad_image` if it is too large, or no PNG, JPEG, WebP, GIF or AVIF
 */
export function decodeImage(text: string): Picture {
  const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text
  if (Buffer.byteLength(base64, 'base64') > MAX_IMAGE_BYTES)
    throw new Failure('bad_image', `the picture is larger than ${MAX_IMAGE_BYTES} bytes`)
  return imageOf(Buffer.from(base64, 'base64'))
}

/** @throws Failure of kind `bad_image` if the bytes are no PNG, JPEG, WebP, GIF or AVIF */
export function imageOf(bytes: Buffer): Picture {
  const contentType = sniff(bytes)
  if (contentType === undefined)
    throw new Failure(
      'bad_image',
      `${bytes.length} bytes that are no PNG, JPEG, WebP, GIF or AVIF, starting ${bytes.toString('hex', 0, 16)}`,
    )
  return { bytes, contentType }
}

/** What the first bytes say a file is. */
function sniff(bytes: Buffer): GeneratedImage['contentType'] | undefined {
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  if (/^....ftypavi[fs]$/s.test(head)) return 'image/avif'
  return undefined
}
