import { type Output, outputRequestSchema } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { decodeOnce, fromFile } from './picture.ts'
import { original } from './pictures.testing.ts'

const outputs = (...asked: unknown[]): Output[] => outputRequestSchema.parse(asked)

/** What an original is decoded to for some outputs, in pixels. */
async function decodedFor(asked: unknown[], width: number, height: number, orientation = 1) {
  const file = await original(120, width, height).jpeg().withMetadata({ orientation }).toBuffer()
  const canvas = await decodeOnce(fromFile(file), outputs(...asked))
  return canvas && [canvas.width, canvas.height]
}

describe('an original is decoded once for several outputs', () => {
  it('as small as the largest of them allows', async () => {
    expect(await decodedFor(['og', 'square'], 3840, 2160)).toEqual([1920, 1080])
    expect(await decodedFor(['og', '600x600'], 3840, 2160)).toEqual([1200, 675])
    expect(await decodedFor(['square', 'story'], 2160, 3840)).toEqual([1080, 1920])
  })

  it('upright, if it lies on its side', async () => {
    expect(await decodedFor(['og', 'square'], 2160, 3840, 6)).toEqual([1920, 1080])
  })

  it('as it is where it is hardly larger, or smaller', async () => {
    expect(await decodedFor(['og', 'square'], 1200, 1088)).toEqual([1200, 1088])
    expect(await decodedFor(['square', 'story'], 928, 1648)).toEqual([928, 1648])
  })

  it('whole where one asks for that', async () => {
    expect(await decodedFor(['og', 'original'], 3840, 2160)).toEqual([3840, 2160])
  })

  it('unless that would take much memory', async () => {
    expect(await decodedFor(['og', '4096x64'], 4096, 4096)).toBeUndefined()
    expect(await decodedFor(['og', 'square'], 4096, 4096)).toEqual([1200, 1200])
  })
})
