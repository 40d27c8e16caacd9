import { deflateSync } from 'node:zlib'
import { REFERENCE_LIMITS } from '@contactsheet/contract'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { BrandFault } from '../fault.ts'
import { readApart } from './read-apart.ts'
import { readReference } from './reference.ts'

/** Noise, so that every row has bytes of its own. */
function noise(width = 200, height = 120, pages = 1) {
  const pixels = Buffer.from(
    Uint8Array.from({ length: width * height * 3 }, (_, place) => (place * 7919) % 251),
  )
  const raw = { width, height, channels: 3 as const }
  return sharp(pixels, { raw: { ...raw, ...(pages > 1 ? { pageHeight: height / pages } : {}) } })
}

const crcOf = (bytes: Buffer): number => {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  crc.writeUInt32BE(crcOf(body))
  return Buffer.concat([length, body, crc])
}

/** A PNG of one bit a pixel that says it is this large. */
function blankPng(width: number, height: number, ...more: Buffer[]): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 1
  const rows = deflateSync(Buffer.alloc(Math.min((Math.ceil(width / 8) + 1) * height, 100_000)))
  const chunks = [chunk('IHDR', head), ...more, chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

describe('a reference', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('can be a %s, which is told by what is inside', async format => {
    const file = await noise().toFormat(format).toBuffer()
    expect(await readReference(file)).toEqual({ contentType: `image/${format}`, width: 200, height: 120 })
  })

  it('is judged the same in a process of its own', async () => {
    const file = await noise().webp().toBuffer()
    expect(await readApart('references', file, REFERENCE_LIMITS.bytes)).toEqual(await readReference(file))
    const gif = await noise().gif().toBuffer()
    await expect(readApart('references', gif, REFERENCE_LIMITS.bytes)).rejects.toThrow(
      'no picture that models',
    )
  })

  it.each<[what: string, file: () => Buffer | Promise<Buffer>, why: string]>([
    ['that is none', () => Buffer.from('<html>not found</html>'), 'no picture that models can be given'],
    [
      'that is an SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'no picture',
    ],
    ['that is a GIF', () => noise().gif().toBuffer(), 'no picture that models can be given'],
    ['that is an AVIF', () => noise(16, 16).avif().toBuffer(), 'no picture that models can be given'],
    [
      'that is a header alone',
      async () => (await noise().png().toBuffer()).subarray(0, 40),
      'damaged or cut short',
    ],
    ['that is an animated WebP', () => noise(20, 40, 2).webp({ loop: 0 }).toBuffer(), 'is animated'],
    [
      'that is an animated PNG',
      () => blankPng(8, 8, chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]))),
      'is animated',
    ],
    ['that unpacks to gigabytes', () => blankPng(60_000, 60_000), 'more than 50000000 pixels'],
    ['that is thin as a thread', () => blankPng(70_000, 8), 'sides can have at most 65535 pixels'],
  ])('%s is refused', async (_what, file, why) => {
    const read = readReference(await file())
    await expect(read).rejects.toThrow(BrandFault)
    await expect(read).rejects.toThrow(why)
  })

  it.each(['png', 'jpeg', 'webp'] as const)(
    'that is a %s whose last part is missing is refused',
    async format => {
      const file = await noise().toFormat(format).toBuffer()
      for (const part of [0.5, 0.98])
        await expect(readReference(file.subarray(0, file.length * part))).rejects.toThrow(
          'damaged or cut short',
        )
    },
  )

  it('with more bytes than are allowed is refused', async () => {
    const file = await noise().png().toBuffer()
    await expect(readReference(file, 1_000)).rejects.toThrow(
      `has ${file.length} bytes; at most 1000 are taken`,
    )
  })
})
