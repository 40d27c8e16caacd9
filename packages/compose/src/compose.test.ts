import { KindError, TEMPLATES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { compose, IMAGE_HEIGHT, IMAGE_WIDTH, type Look } from './index.ts'
import { imageOf, original, pixelAt } from './pictures.testing.ts'
import sharp from './sharp.ts'

const look: Look = {
  title: 'Object storage as the source of truth',
  template: TEMPLATES['bottom-bar'],
  font: 'inter',
}
const untitled: Look = { ...look, title: '' }

async function failure(bytes: Uint8Array): Promise<KindError> {
  const thrown: unknown = await imageOf(bytes, look).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (thrown instanceof KindError) return thrown
  throw new Error(`expected a KindError, got ${String(thrown)}`)
}

/** A PNG that claims a size in its header and has nothing behind it. */
function pngClaiming(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .png()
    .toBuffer()
    .then(png => {
      png.writeUInt32BE(width, 16)
      png.writeUInt32BE(height, 20)
      return png
    })
}

describe('compose', () => {
  it('makes a JPEG of exactly 1200x630 without metadata', async () => {
    const picture = await imageOf(
      await original(120)
        .withExif({ IFD0: { Artist: 'x' } })
        .jpeg()
        .toBuffer(),
      look,
    )
    const metadata = await sharp(picture).metadata()
    expect(metadata).toMatchObject({ format: 'jpeg', width: IMAGE_WIDTH, height: IMAGE_HEIGHT, channels: 3 })
    expect(metadata.exif).toBeUndefined()
  })

  it('gives the same bytes for the same input, also when several are made at once', async () => {
    const bytes = await original(120).png().toBuffer()
    const pictures = await Promise.all(Array.from({ length: 6 }, () => imageOf(bytes, look)))
    for (const picture of pictures) expect(picture.equals(pictures[0] ?? Buffer.alloc(0))).toBe(true)
  })

  it('takes pictures that wait by the turns of those whose they are', async () => {
    const picture = await original(120).jpeg().toBuffer()
    const made: string[] = []
    const owners = [...Array.from({ length: 12 }, () => 'page'), 'ci', 'ci']
    await Promise.all(
      owners.map(name => compose(picture, look, undefined, { name }).then(() => made.push(name))),
    )
    expect(made.slice(0, 9).filter(name => name === 'ci')).toHaveLength(2)
  })

  it('lays the title over the picture, and nothing over the rest', async () => {
    const bytes = await original(200).png().toBuffer()
    const [titled, bare] = await Promise.all([imageOf(bytes, look), imageOf(bytes, untitled)])
    expect(await pixelAt(titled, 600, 100)).toEqual(await pixelAt(bare, 600, 100))
    expect(Math.max(...(await pixelAt(titled, 20, 600)))).toBeLessThan(60)
    expect(Math.max(...(await pixelAt(bare, 20, 600)))).toBeGreaterThan(150)
  })

  it.each(['', ' \n\t ', '\u200d', '\u0000\u0007', '\ud800'.slice(1), '𒈙𒀀'])(
    'leaves the picture alone for a title with nothing to draw (%j)',
    async title => {
      const bytes = await original(120).jpeg().toBuffer()
      expect((await imageOf(bytes, { ...look, title })).equals(await imageOf(bytes, untitled))).toBe(true)
      expect((await compose(bytes, { ...look, title })).hasTitle).toBe(false)
    },
  )

  it.each([
    ['of ligatures that are sentences', '﷽'.repeat(150)],
    ['of those among words', '﷽﷽﷽ hello '.repeat(60)],
    ['of the widest signs there are', '⸻'.repeat(400)],
    ['of families', '👩‍👩‍👧‍👦'.repeat(400)],
    ['of marks stacked on marks', `Z${'\u0301'.repeat(50)}`.repeat(100)],
  ])('draws as much as can be drawn of a title %s', async (_name, title) => {
    const bytes = await original(120).jpeg().toBuffer()
    for (const template of Object.values(TEMPLATES)) {
      const picture = await imageOf(bytes, { title, template, font: 'inter' })
      expect(picture.equals(await imageOf(bytes, untitled))).toBe(false)
      expect((await compose(bytes, { title, template, font: 'inter' })).hasTitle).toBe(true)
    }
  })

  it('crops the middle to cover the frame', async () => {
    const half = { width: 500, height: 900, channels: 3 as const }
    const bytes = await sharp({ create: { ...half, width: 1000, background: '#ff0000' } })
      .composite([
        {
          input: { create: { ...half, width: 1000, height: 300, background: '#0000ff' } },
          left: 0,
          top: 300,
        },
      ])
      .png()
      .toBuffer()
    const picture = await imageOf(bytes, untitled)
    expect(await pixelAt(picture, 600, 315)).toEqual([0, 0, 254])
    expect((await pixelAt(picture, 600, 5))[0]).toBeGreaterThan(240)
  })
})

describe('compose crops without resampling', () => {
  /** What is left of an original when a rim is cut off it and nothing else happens. */
  const middle = (bytes: Buffer, left: number, top: number) =>
    sharp(bytes)
      .extract({ left, top, width: IMAGE_WIDTH, height: IMAGE_HEIGHT })
      .jpeg({ quality: 85 })
      .toBuffer()

  it.each([
    ['PNG', () => original(120, 1216, 640).png()],
    ['JPEG', () => original(120, 1216, 640).jpeg()],
  ])('a %s of 1216x640, the size nearest to it that models make', async (_, encoder) => {
    const bytes = await encoder().toBuffer()
    expect((await imageOf(bytes, untitled)).equals(await middle(bytes, 8, 5))).toBe(true)
  })

  it('what is wider, but hardly taller', async () => {
    const bytes = await original(120, 1400, 640).png().toBuffer()
    expect((await imageOf(bytes, untitled)).equals(await middle(bytes, 100, 5))).toBe(true)
  })

  it('nothing that is larger both ways, or smaller in one', async () => {
    for (const [width, height] of [
      [1400, 800],
      [1216, 620],
    ] as const) {
      const bytes = await original(120, width, height).png().toBuffer()
      const resized = await sharp(bytes).resize(IMAGE_WIDTH, IMAGE_HEIGHT).jpeg({ quality: 85 }).toBuffer()
      expect((await imageOf(bytes, untitled)).equals(resized)).toBe(true)
    }
  })

  it('nothing that lies on its side', async () => {
    const turned = await original(120, 1216, 640).withMetadata({ orientation: 6 }).png().toBuffer()
    const picture = await imageOf(turned, untitled)
    const expected = await sharp(turned)
      .autoOrient()
      .resize(IMAGE_WIDTH, IMAGE_HEIGHT)
      .jpeg({ quality: 85 })
      .toBuffer()
    expect(picture.equals(expected)).toBe(true)
  })
})

describe('compose reads every kind of original', () => {
  it('turns a picture upright as its EXIF orientation says', async () => {
    const upright = await original(120).jpeg({ quality: 95 }).toBuffer()
    const turned = await sharp(upright)
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer()
    const [expected, actual] = await Promise.all([imageOf(upright, untitled), imageOf(turned, untitled)])
    for (const [x, y] of [
      [30, 30],
      [1170, 30],
      [30, 600],
      [1170, 600],
    ] as const) {
      const [want, got] = await Promise.all([pixelAt(expected, x, y), pixelAt(actual, x, y)])
      for (const [channel, value] of want.entries()) expect(got[channel]).toBeCloseTo(value, -1)
    }
  })

  it('lays a transparent picture on white', async () => {
    const clear = { create: { width: 1536, height: 1024, channels: 4 as const, background: '#00000000' } }
    expect(await pixelAt(await imageOf(await sharp(clear).png().toBuffer(), untitled), 600, 300)).toEqual([
      255, 255, 255,
    ])
  })

  it.each([
    ['grayscale JPEG', () => original(150).grayscale().jpeg().toBuffer()],
    ['grayscale PNG with alpha', () => original(150).grayscale().ensureAlpha().png().toBuffer()],
    ['CMYK JPEG', () => original(150).toColourspace('cmyk').jpeg().toBuffer()],
    ['16-bit PNG', () => original(150).toColourspace('rgb16').png().toBuffer()],
    ['PNG with a palette', () => original(150).png({ palette: true }).toBuffer()],
    ['interlaced PNG', () => original(150).png({ progressive: true }).toBuffer()],
    ['progressive JPEG', () => original(150).jpeg({ progressive: true }).toBuffer()],
    ['WebP', () => original(150).webp().toBuffer()],
    ['AVIF', () => original(150, 384, 256).avif({ effort: 0 }).toBuffer()],
    ['GIF', () => original(150).gif({ effort: 1 }).toBuffer()],
    ['portrait picture', () => original(150, 1024, 1536).jpeg().toBuffer()],
    ['picture of one pixel', () => original(150, 1, 1).png().toBuffer()],
    ['picture of 24 million pixels', () => original(150, 6000, 4000).jpeg().toBuffer()],
  ])('%s', async (_, encoded) => {
    const picture = await imageOf(await encoded(), untitled)
    expect(await sharp(picture).metadata()).toMatchObject({
      width: IMAGE_WIDTH,
      height: IMAGE_HEIGHT,
      space: 'srgb',
    })
    const { channels } = await sharp(picture).stats()
    for (const { mean } of channels) expect(mean).toBeGreaterThan(90)
  })

  it('takes the first frame of an animation', async () => {
    const frame = (background: string) => ({
      create: { width: 64, height: 64, channels: 3 as const, background },
    })
    const frames = await Promise.all(
      ['#00ff00', '#ff0000'].map(color => sharp(frame(color)).png().toBuffer()),
    )
    const animation = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer()
    const [red = 255, green = 0] = await pixelAt(await imageOf(animation, untitled), 600, 300)
    expect(red).toBeLessThan(10)
    expect(green).toBeGreaterThan(245)
  })
})

describe('compose refuses, as bad_image,', () => {
  it.each([
    ['no bytes', () => new Uint8Array()],
    ['text', () => Buffer.from('{"error": "no picture today"}')],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    [
      'a signature with garbage behind it',
      () => Buffer.from(`\xff\xd8\xff${'garbage'.repeat(99)}`, 'latin1'),
    ],
  ])('%s', async (_, bytes) => {
    expect((await failure(bytes())).kind).toBe('bad_image')
  })

  it.each([
    ['JPEG', () => original(150).jpeg()],
    ['PNG', () => original(150).png()],
    ['WebP', () => original(150).webp()],
  ])('a %s that is cut short', async (_, encoder) => {
    const bytes = await encoder().toBuffer()
    for (const share of [0.05, 0.5, 0.9]) {
      const error = await failure(bytes.subarray(0, bytes.length * share))
      expect(error.kind).toBe('bad_image')
      expect(error.message).toBe('The picture that came back is damaged or cut short.')
    }
  })

  it('a picture that claims too many pixels, before decoding it', async () => {
    const error = await failure(await pngClaiming(60_000, 60_000))
    expect(error.kind).toBe('bad_image')
    expect(error.message).toContain('more than 50 million pixels')
    expect(error.retryable).toBe(true)
  })
})
