import { describe, expect, it } from 'vitest'
import { original } from './pictures.testing.ts'
import { sizeOf } from './size.ts'

const small = original(120, 61, 43)

describe('sizeOf reads', () => {
  it.each([
    ['a PNG', () => small.clone().png()],
    ['a JPEG', () => small.clone().jpeg()],
    ['a progressive JPEG', () => small.clone().jpeg({ progressive: true })],
    ['a JPEG with its segments of EXIF and colours first', () => small.clone().withMetadata().jpeg()],
  ])('%s', async (_name, encoder) => {
    expect(sizeOf(await encoder().toBuffer())).toEqual({ width: 61, height: 43 })
  })

  it('a JPEG with filling before its markers', async () => {
    const jpeg = await small.clone().jpeg().toBuffer()
    const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(3, 0xff), jpeg.subarray(2)])
    expect(sizeOf(filled)).toEqual({ width: 61, height: 43 })
  })
})

describe('sizeOf knows no size of', () => {
  it('another format', async () => {
    expect(sizeOf(await small.clone().webp().toBuffer())).toBeUndefined()
  })

  it('a JPEG that ends before its frame, wherever it ends', async () => {
    const jpeg = await small.clone().withMetadata().jpeg().toBuffer()
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
    for (let length = 0; length < frame + 9; length++)
      expect(sizeOf(jpeg.subarray(0, length)), `${length} bytes`).toBeUndefined()
  })

  it('a JPEG whose segments are noise', () => {
    expect(sizeOf(Buffer.from(`\xff\xd8\xff\xe0\x00\x02${'noise'.repeat(20)}`, 'latin1'))).toBeUndefined()
    expect(sizeOf(Buffer.from(`\xff\xd8${'\xff\xe0\x00\x00'.repeat(50)}`, 'latin1'))).toBeUndefined()
  })
})
