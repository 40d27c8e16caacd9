import { expect, test } from 'vitest'
import { decodeImage, MAX_IMAGE_BYTES } from './image.ts'
import { PNG } from './server.testing.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46])
const GIF = Buffer.from('GIF89a0000000000')
const AVIF = Buffer.from('\0\0\0\x1cftypavif\0\0\0\0', 'latin1')
const WEBP = Buffer.from('RIFF\x1a\0\0\0WEBPVP8 ', 'latin1')

test.for([
  ['image/png', PNG],
  ['image/jpeg', JPEG],
  ['image/webp', WEBP],
  ['image/gif', GIF],
  ['image/avif', AVIF],
] as const)('knows %s by its first bytes', ([contentType, bytes]) => {
  expect(decodeImage(bytes.toString('base64'))).toEqual({ contentType, bytes })
})

test.for([
  ['a HEIC, which is a box like AVIF', Buffer.from('\0\0\0\x1cftypheic\0\0\0\0', 'latin1')],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a sound in the same container as WebP', Buffer.from('RIFF\x1a\0\0\0WAVEfmt ', 'latin1')],
  ['half a signature', PNG.subarray(0, 4)],
] as const)('refuses %s', ([, bytes]) => {
  expect(() => decodeImage(bytes.toString('base64'))).toThrow('no PNG, JPEG, WebP, GIF or AVIF')
})

test('takes a data URL for what is in it', () => {
  expect(decodeImage(`data:image/png;base64,${PNG.toString('base64')}`).bytes).toEqual(PNG)
})

test('refuses text that is not base64', () => {
  expect(() => decodeImage('~~~')).toThrow('0 bytes that are no PNG')
})

test('takes a picture up to the limit and none beyond it', () => {
  const largest = Buffer.alloc(MAX_IMAGE_BYTES)
  JPEG.copy(largest)
  expect(decodeImage(largest.toString('base64')).bytes).toHaveLength(MAX_IMAGE_BYTES)

  const tooLarge = Buffer.concat([largest, JPEG])
  expect(() => decodeImage(tooLarge.toString('base64'))).toThrow(`larger than ${MAX_IMAGE_BYTES} bytes`)
})
