import { KindError, type Output, outputRequestSchema, TEMPLATES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { compose, type Look } from './index.ts'
import { original, pixelAt } from './pictures.testing.ts'
import sharp from './sharp.ts'

const titled: Look = { title: 'Every shape has its title', template: TEMPLATES['bottom-bar'], font: 'inter' }
const untitled: Look = { ...titled, title: '' }

const outputs = (...asked: unknown[]): Output[] => outputRequestSchema.parse(asked)
const make = async (bytes: Uint8Array, ...asked: unknown[]) =>
  (await compose(bytes, untitled, outputs(...asked))).pictures.map(({ bytes }) => bytes)

const jpeg = (width = 1536, height = 1024) => original(120, width, height).jpeg().toBuffer()

async function shapeOf(picture: Uint8Array | undefined): Promise<string> {
  const { format, compression, width, height } = await sharp(picture).metadata()
  return `${compression === 'av1' ? 'avif' : format} ${width}x${height}`
}

/** A grey picture with a bright red spot on its left. */
const withSpot = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .composite([
      {
        input: { create: { width: 90, height: 90, channels: 3, background: '#ff0000' } },
        left: 60,
        top: Math.round(height / 2) - 45,
      },
    ])
    .png()
    .toBuffer()

async function redness(picture: Uint8Array | undefined): Promise<number> {
  const { channels } = await sharp(picture).stats()
  return (channels[0]?.mean ?? 0) - (channels[1]?.mean ?? 0)
}

describe('outputs of one original', () => {
  it('come in their order, each in its size and format', async () => {
    const asked = [
      { size: 'square', format: 'webp' },
      'og',
      { size: '200x300', format: 'avif' },
      { size: 'square', format: 'png' },
      'original',
      { size: 'og', format: 'webp' },
    ]
    const { pictures, hasTitle } = await compose(await jpeg(), untitled, outputs(...asked))
    expect(await Promise.all(pictures.map(({ bytes }) => shapeOf(bytes)))).toEqual([
      'webp 1080x1080',
      'jpeg 1200x630',
      'avif 200x300',
      'png 1080x1080',
      'jpeg 1536x1024',
      'webp 1200x630',
    ])
    expect(pictures.map(({ width, height }) => [width, height])[4]).toEqual([1536, 1024])
    expect(hasTitle).toBe(false)
  })

  it('are the same bytes for the same input, and the image those it has alone', async () => {
    const bytes = await jpeg()
    const asked = ['og', 'square', { size: '300x400', format: 'avif' }, { size: 'og', format: 'webp' }]
    const [once, again, [alone]] = await Promise.all([
      make(bytes, ...asked),
      make(bytes, ...asked),
      make(bytes, 'og'),
    ])
    expect(again).toEqual(once)
    expect(once[0]).toEqual(alone)
  })

  it('are cropped to the same pixels as the image alone, where the original is hardly larger', async () => {
    const sizes = [
      [1216, 640],
      [1205, 633],
      [1200, 1088],
    ] as const
    for (const [width, height] of sizes) {
      const bytes = await original(120, width, height).png().toBuffer()
      const [beside] = await make(bytes, 'og', 'square')
      expect(beside, `${width}x${height}`).toEqual((await make(bytes, 'og'))[0])
    }
  })

  it('are smaller files at a lower quality, and exact as PNG', async () => {
    const bytes = await original(120, 800, 400).png().toBuffer()
    const sized = (format: string, quality?: number) => ({
      size: '800x400',
      format,
      ...(quality && { quality }),
    })
    for (const format of ['jpeg', 'webp', 'avif']) {
      const [low, usual, high] = await Promise.all(
        [20, undefined, 95].map(async quality => (await make(bytes, sized(format, quality)))[0]?.length ?? 0),
      )
      expect(low, format).toBeLessThan(usual ?? 0)
      expect(usual, format).toBeLessThan(high ?? 0)
    }
    const [png] = await make(bytes, sized('png'))
    expect(await sharp(png).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer())
  })

  it('each have the title, once', async () => {
    const asked = outputs('og', 'square', 'story', '320x180', { size: 'story', format: 'png' })
    const bytes = await original(220).jpeg().toBuffer()
    const { pictures, hasTitle } = await compose(bytes, titled, asked)
    expect(hasTitle).toBe(true)
    const bare = await compose(bytes, untitled, asked)
    for (const [place, { bytes, height }] of pictures.entries()) {
      const foot = { x: 12, y: height - 12 }
      expect(Math.max(...(await pixelAt(bytes, foot.x, foot.y)))).toBeLessThan(70)
      expect(
        Math.max(...(await pixelAt(bare.pictures[place]?.bytes ?? bytes, foot.x, foot.y))),
      ).toBeGreaterThan(120)
    }
    const [, , jpeg, , png] = await Promise.all(
      pictures.map(({ bytes }) => sharp(bytes).resize(108, 192).raw().toBuffer()),
    )
    const differences = jpeg?.map((value, at) => Math.abs(value - (png?.[at] ?? 0))) ?? []
    expect(Math.max(...differences)).toBeLessThan(40)
  })

  it('carry no metadata', async () => {
    const bytes = await original(120)
      .withExif({ IFD0: { Artist: 'x' } })
      .jpeg()
      .toBuffer()
    for (const format of ['webp', 'avif', 'png'])
      for (const picture of await make(
        bytes,
        { size: '300x200', format },
        { size: 'original', format: 'jpeg' },
      ))
        expect(await sharp(picture).metadata()).not.toHaveProperty('exif')
  })
})

describe('the whole original as an output', () => {
  it.each([
    ['alone', ['original']],
    ['beside others', ['original', 'square', 'og']],
  ])('is upright and in its own size, %s', async (_, asked) => {
    const lying = await original(120, 900, 600).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const [whole] = await make(lying, ...asked)
    expect(await shapeOf(whole)).toBe('jpeg 600x900')
  })

  it('has no title, and misses none', async () => {
    const bytes = await jpeg()
    const { pictures, hasTitle } = await compose(bytes, titled, outputs('original'))
    expect(hasTitle).toBe(true)
    expect(pictures[0]?.bytes).toEqual((await make(bytes, 'original'))[0])
  })
})

describe('an output of another shape shows', () => {
  it.each([
    ['alone', []],
    ['beside others', ['og']],
  ])('the middle, or what draws the eye if asked, %s', async (_, others) => {
    const picture = await withSpot(1600, 800)
    const square = { size: '400x400', format: 'png' }
    const ask = async (crop?: string) =>
      (await make(picture, { ...square, ...(crop && { crop }) }, ...others))[0]
    expect(await redness(await ask())).toBeLessThan(1)
    expect(await redness(await ask('attention'))).toBeGreaterThan(2)
    expect(await redness(await ask('entropy'))).toBeGreaterThan(2)
  })

  it('white where the original is transparent', async () => {
    const clear = { create: { width: 600, height: 600, channels: 4 as const, background: '#00000000' } }
    for (const picture of await make(await sharp(clear).png().toBuffer(), 'og', 'square', 'original'))
      expect(await pixelAt(picture, 300, 300)).toEqual([255, 255, 255])
  })
})

describe('the small picture', () => {
  const smallOf = async (...asked: unknown[]) =>
    (await compose(await jpeg(), untitled, outputs(...asked))).small

  it('is a JPEG of the first output, 640 wide', async () => {
    const small = await smallOf('square', 'og')
    expect(await shapeOf(small.bytes)).toBe('jpeg 640x640')
    expect([small.width, small.height]).toEqual([640, 640])
    expect(await shapeOf((await smallOf({ size: 'og', format: 'png' }, 'square')).bytes)).toBe('jpeg 640x336')
    expect(await shapeOf((await smallOf('original')).bytes)).toBe('jpeg 640x427')
  })

  it('is as wide as the image where that is narrower', async () => {
    expect(await shapeOf((await smallOf('320x500')).bytes)).toBe('jpeg 320x500')
  })
})

describe('several outputs refuse, as bad_image,', () => {
  it.each([
    ['what is cut short', async () => (await jpeg()).subarray(0, 9_000)],
    ['what is no picture', async () => Buffer.from('{"error": "no picture today"}')],
    [
      'what claims too many pixels',
      async () => {
        const png = await original(120, 1, 1).png().toBuffer()
        png.writeUInt32BE(60_000, 16)
        png.writeUInt32BE(60_000, 20)
        return png
      },
    ],
  ])('%s', async (_, bytes) => {
    for (const asked of [['og', 'square'], ['original'], ['og', { size: 'og', format: 'webp' }]]) {
      const failure = await make(await bytes(), ...asked).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(KindError)
      expect(failure).toMatchObject({ kind: 'bad_image' })
    }
  })
})
