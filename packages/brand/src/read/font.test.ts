import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BrandFault } from '../fault.ts'
import { type FontFile, readFont } from './font.ts'
import { asWoff2, boxes, COMIC, changed, PIXELS } from './fonts.testing.ts'
import { tablesOf } from './sfnt.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-fonts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What a font draws, as pixels. */
async function draw({ bytes, face }: FontFile, text = 'AXE'): Promise<Buffer> {
  const fontfile = join(folder, `${face}.otf`)
  await writeFile(fontfile, bytes)
  return sharp({ text: { text, font: `${face} 40`, fontfile, dpi: 72 } })
    .raw()
    .toBuffer()
}

function numberOf(bytes: Buffer, tag: string, place: number): number {
  return tablesOf(bytes).get(tag)?.readUInt16BE(place) ?? -1
}

describe('a font', () => {
  it('is told of by what it is: family, weight, glyphs and characters', async () => {
    expect(await readFont(PIXELS)).toMatchObject({
      family: 'Press Start 2P',
      bold: false,
      glyphs: 657,
      characters: 656,
    })
  })

  it('is bold from a weight of 600', async () => {
    const semibold = changed(PIXELS, tables => tables.get('OS/2')?.writeUInt16BE(600, 4))
    expect((await readFont(semibold)).bold).toBe(true)
  })

  it('is written anew, the same each time, with none of its programs and none of its names', async () => {
    const [first, second] = [await readFont(PIXELS), await readFont(PIXELS)]
    expect(second.bytes.equals(first.bytes)).toBe(true)
    const tags = [...tablesOf(first.bytes).keys()]
    expect([...tablesOf(PIXELS).keys()]).toEqual(expect.arrayContaining(['fpgm', 'prep', 'cvt ']))
    expect(tags).not.toEqual(expect.arrayContaining(['fpgm']))
    expect(tags).not.toEqual(expect.arrayContaining(['prep']))
    expect(first.bytes.includes(Buffer.from('Press Start', 'utf16le').swap16())).toBe(false)
  })

  it('has a name among files that only its content has', async () => {
    const { face } = await readFont(PIXELS)
    expect(face).toMatch(/^cs-[0-9a-f]{16}$/)
    const wider = changed(PIXELS, tables => tables.get('hmtx')?.writeUInt16BE(1_200, 4 * 36))
    const other = await readFont(wider)
    expect(other.family).toBe('Press Start 2P')
    expect(other.face).not.toBe(face)
  })

  it('draws its own letters', async () => {
    const [pixels, comic] = [await draw(await readFont(PIXELS)), await draw(await readFont(COMIC))]
    expect(pixels.equals(comic)).toBe(false)
    expect(pixels.some(value => value > 200)).toBe(true)
  })

  it('keeps how it sets pairs of letters', async () => {
    expect(tablesOf((await readFont(COMIC)).bytes).has('GPOS')).toBe(true)
    const old = changed(PIXELS, tables => {
      tables.delete('GPOS')
      tables.set('kern', Buffer.alloc(4))
    })
    expect(tablesOf((await readFont(old)).bytes).has('kern')).toBe(true)
  })

  it('may have the outlines of PostScript', async () => {
    const made = await readFont(boxes())
    expect(made).toMatchObject({ family: 'Boxes', characters: 26 })
    expect(made.bytes.toString('latin1', 0, 4)).toBe('OTTO')
    expect((await draw(made, 'AA')).equals(await draw(made, 'ZZ'))).toBe(true)
  })

  it('may be packed as WOFF2, which makes no difference', async () => {
    const [packed, plain] = [await readFont(await asWoff2(COMIC)), await readFont(COMIC)]
    expect((await draw(packed)).equals(await draw(plain))).toBe(true)
  })
})

describe('a font is refused', () => {
  it.each<[what: string, file: () => Buffer | Promise<Buffer>, why: string]>([
    ['that is none', () => Buffer.from('<html>not found</html>'), 'is no font'],
    ['that is empty', () => Buffer.alloc(0), 'is no font'],
    ['in a collection', () => Buffer.concat([Buffer.from('ttcf'), PIXELS]), 'collection of several fonts'],
    [
      'in the first WOFF',
      () => Buffer.concat([Buffer.from('wOFF'), PIXELS]),
      'WOFF font of the first version',
    ],
    ['of Type 1', () => Buffer.from('%!PS-AdobeFont-1.0'), 'PostScript font'],
    ['that is cut short', () => PIXELS.subarray(0, 60_000), 'cut short: its table'],
    ['of a header alone', () => PIXELS.subarray(0, 40), 'list of tables is not whole'],
    ['without characters', () => changed(PIXELS, tables => tables.delete('cmap')), 'has no table cmap'],
    ['without outlines', () => changed(PIXELS, tables => tables.delete('glyf')), 'no outlines'],
    ['of icons', () => boxes('\ue000\ue001\ue002'), 'draws no letters'],
    ['of blanks', () => boxes(' \u00a0'), 'draws no letters'],
    [
      'whose maker forbids it',
      () => changed(PIXELS, tables => tables.get('OS/2')?.writeUInt16BE(0x0002, 8)),
      'fsType says "restricted licence"',
    ],
    ['with places beyond its end', () => tampered(PIXELS, 12 + 8, 0x7fffffff), 'cut short: its table'],
    ['with lengths that overflow', () => tampered(PIXELS, 12 + 12, 0xffffffff), 'cut short: its table'],
    ['with thousands of tables', () => tampered(PIXELS, 4, 0xffff0000), '65535 tables'],
    ['with glyphs made of themselves', () => ofComposites(() => [1, 1]), 'part of itself'],
    [
      'with glyphs made of glyphs made of glyphs',
      () => ofComposites(glyph => [glyph + 1, glyph + 1]),
      'pieces',
    ],
  ])('%s', async (_what, file, why) => {
    await expect(readFont(await file())).rejects.toThrow(why)
    await expect(readFont(await file())).rejects.toThrow(BrandFault)
  })

  it('that is larger than is allowed, and says how much that is', async () => {
    await expect(readFont(PIXELS, 1_000)).rejects.toThrow(
      `The font has ${PIXELS.length} bytes; at most 1000 are taken (MAX_FONT_BYTES).`,
    )
  })

  it('that unpacks to more than is allowed, before anything is unpacked', async () => {
    const packed = await asWoff2(PIXELS)
    // UIntBase128 of 512 MiB, in place of the length of the first table.
    const bomb = Buffer.concat([
      packed.subarray(0, 49),
      Buffer.from([0x82, 0x80, 0x80, 0x80, 0x00]),
      packed.subarray(51),
    ])
    await expect(readFont(bomb)).rejects.toThrow('unpacks to')
  })
})

/** The first glyphs replaced by composites, each of the glyphs that are told of it. */
function ofComposites(parts: (glyph: number) => number[]): Buffer {
  const count = 40
  return changed(PIXELS, tables => {
    const glyphs = Array.from({ length: count }, (_, glyph) => {
      const pieces = glyph === 0 || glyph === count - 1 ? [] : parts(glyph)
      const data = Buffer.alloc(10 + pieces.length * 8)
      if (pieces.length > 0) data.writeInt16BE(-1, 0)
      for (const [index, piece] of pieces.entries()) {
        // Words as places, and whether another piece follows.
        data.writeUInt16BE(0x0003 | (index < pieces.length - 1 ? 0x0020 : 0), 10 + index * 8)
        data.writeUInt16BE(piece, 12 + index * 8)
      }
      return pieces.length === 0 ? Buffer.alloc(0) : data
    })
    const total = numberOf(PIXELS, 'maxp', 4)
    const loca = Buffer.alloc((total + 1) * 4)
    let end = 0
    for (let glyph = 0; glyph <= total; glyph++) {
      loca.writeUInt32BE(end, glyph * 4)
      end += glyphs[glyph]?.length ?? 0
    }
    tables.set('glyf', Buffer.concat(glyphs))
    tables.set('loca', loca)
    tables.get('head')?.writeInt16BE(1, 50)
  })
}

function tampered(font: Buffer, place: number, value: number): Buffer {
  const copy = Buffer.from(font)
  copy.writeUInt32BE(value, place)
  return copy
}

describe('a font of chance', () => {
  it.each([
    ['TTF', async () => PIXELS],
    ['OTF', async () => boxes()],
    ['WOFF2', async () => asWoff2(PIXELS)],
  ])('is refused, or what is kept of it can be drawn: %s', async (_format, base) => {
    const random = seeded(7)
    const font = await base()
    let kept = 0
    for (let round = 0; round < 120; round++) {
      const made = await readFont(mutated(font, random)).catch((error: unknown) => {
        if (error instanceof BrandFault) return undefined
        throw error
      })
      if (made === undefined) continue
      kept += 1
      if (kept <= 20) await draw(made).catch(noInk)
    }
    expect(kept).toBeGreaterThan(0)
  })
})

/** Letters may have been lost, which is no harm. */
function noInk(error: unknown): void {
  if (!String(error).includes('no text to render')) throw error
}

/** A few bytes of it changed, at times cut short. */
function mutated(font: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(font)
  for (let change = 0; change <= random() * 6; change++) {
    const place = Math.floor(random() * (random() < 0.3 ? Math.min(400, copy.length) : copy.length))
    copy[place] = random() < 0.3 ? 0xff : Math.floor(random() * 256)
  }
  return random() < 0.05 ? copy.subarray(0, random() * copy.length) : copy
}

/** Numbers from 0 to 1, the same each time (Lehmer). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
