import { Failure } from './failure.ts'
import type { GeneratedImage } from './provider.ts'

/** More than any model returns (a 4K PNG has some 20 MB). */
export const MAX_IMAGE_BYTES = 32 * 1024 * 1024

/**
 * The most memory that one answer may take, in bytes: for the largest picture, and half as much for what comes beside it, such
 * as the interim pictures of a model that thinks.
 */
export const MAX_ANSWER_ROOM = 1.5 * MAX_IMAGE_BYTES

/** A picture, and what its own bytes say it is. */
export type Picture = Pick<GeneratedImage, 'bytes' | 'contentType'>

/**
 * The picture in a base64 text, which may be that of a `data:` URL.
 *
 * @throws Failure of kind `bad_image` if it is too large, or no PNG, JPEG, WebP, GIF or AVIF
 */
export function decodeImage(text: string): Picture {
  const base64 = withoutPrefix(text)
  const bytes = Buffer.byteLength(base64, 'base64')
  if (bytes > MAX_IMAGE_BYTES) throw tooLarge(`the picture is larger than ${MAX_IMAGE_BYTES} bytes`, bytes)
  return imageOf(Buffer.from(base64, 'base64'))
}

/**
 * What holds a picture larger than is taken in, or too much beside it.
 *
 * @param what in words, for the log
 * @param bytes of it, or as many as came before it was given up
 */
export function tooLarge(what: string, bytes: number, charged = true): Failure {
  const [size, most] = [bytes, MAX_IMAGE_BYTES].map(size => `${(size / 1e6).toFixed(1)} MB`)
  return new Failure('bad_image', `${what} (${size})`, {
    charged,
    tell: ({ title, model }) =>
      `${title} answered for ${model} with ${size}; a picture may have ${most}. Ask for a smaller size in the catalog (EXTRA_MODELS), or take another model.`,
  })
}

/** @throws Failure of kind `bad_image` if the bytes are no PNG, JPEG, WebP, GIF or AVIF */
export function imageOf(bytes: Buffer): Picture {
  const contentType = contentTypeOf(bytes)
  if (contentType === undefined)
    throw new Failure(
      'bad_image',
      `${bytes.length} bytes that are no PNG, JPEG, WebP, GIF or AVIF, starting ${bytes.toString('hex', 0, 16)}`,
    )
  return { bytes, contentType }
}

/** What is behind the comma of a `data:` URL; of anything else, that itself. */
export function withoutPrefix(text: string): string {
  return text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text
}

/** What the first bytes say a file is. */
export function contentTypeOf(bytes: Buffer): GeneratedImage['contentType'] | undefined {
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  if (/^....ftypavi[fs]$/s.test(head)) return 'image/avif'
  return undefined
}
