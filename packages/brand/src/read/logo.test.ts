import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { BrandFault } from '../fault.ts'
import { readLogo } from './logo.ts'

const XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'

function svg(inside: string, more = 'viewBox="0 0 100 40"'): Buffer {
  return Buffer.from(`<svg ${XMLNS} ${more}>${inside}</svg>`)
}

function png(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 4, background: '#c00' } })
    .png()
    .toBuffer()
}

/** Red, green, blue and opacity in the middle of a logo. */
async function middleOf(file: Buffer): Promise<number[]> {
  const { bytes, width, height } = await readLogo(file)
  const middle = { left: Math.floor(width / 2), top: Math.floor(height / 2), width: 1, height: 1 }
  return [...(await sharp(bytes).extract(middle).raw().toBuffer())]
}

const RED = '<rect width="100" height="40" fill="#ff0000"/>'

describe('a logo', () => {
  it('that is a PNG is drawn anew, with its transparency and none of its notes', async () => {
    const noted = await sharp(await png(300, 100))
      .withMetadata({ exif: { IFD0: { Copyright: 'somebody' } } })
      .png()
      .toBuffer()
    const { bytes, ...size } = await readLogo(noted)
    expect(size).toEqual({ width: 300, height: 100 })
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', channels: 4, hasProfile: false })
    expect(bytes.includes('somebody')).toBe(false)
    expect((await readLogo(noted)).bytes.equals(bytes)).toBe(true)
  })

  it('that is larger than templates draw is made smaller', async () => {
    expect(await readLogo(await png(3_000, 1_500))).toMatchObject({ width: 1_024, height: 512 })
  })

  it('that is an SVG is drawn once, large', async () => {
    expect(await readLogo(svg(RED))).toMatchObject({ width: 1_024, height: 410 })
    expect(await middleOf(svg(RED))).toEqual([255, 0, 0, 255])
  })

  it('may say how large it is in pixels, in any number of them', async () => {
    expect(await readLogo(svg(RED, 'width="90000px" height="90000"'))).toMatchObject({
      width: 1_024,
      height: 1_024,
    })
  })

  it.each([
    ['a byte order mark and blanks', (file: Buffer) => Buffer.concat([Buffer.from('\ufeff\n '), file])],
    [
      'a document type without entities',
      (file: Buffer) =>
        withStart(file, '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'),
    ],
    [
      'a style sheet elsewhere, which nobody fetches',
      (file: Buffer) => withStart(file, '<?xml-stylesheet href="http://127.0.0.1/x.css"?>'),
    ],
  ])('may begin with %s', async (_what, start) => {
    expect(await middleOf(start(svg(RED)))).toEqual([255, 0, 0, 255])
  })

  it.each([
    ['attributes', '<rect width="100" height="40" fill="#0f0"/>'],
    ['a style attribute', '<rect width="100" height="40" fill="red" style="fill:#0f0; -x-y: z"/>'],
    ['a class', '<style>.a, .b {fill:#0f0}</style><rect width="100" height="40" fill="red" class="c b"/>'],
    [
      'an id that goes before a class',
      '<style>#r{fill:#0f0} .b{fill:red} rect{fill:blue}</style><rect id="r" class="b" width="100" height="40"/>',
    ],
    [
      'a gradient',
      '<linearGradient id="g"><stop stop-color="#0f0"/></linearGradient><rect width="100" height="40" fill="url(#g)"/>',
    ],
    [
      'another element',
      '<defs><rect id="r" width="100" height="40" fill="#0f0"/></defs><use xlink:href="#r"/>',
    ],
    [
      'a clip',
      '<clipPath id="c"><circle cx="50" cy="20" r="9"/></clipPath><rect width="100" height="40" fill="#0f0" clip-path="url(\'#c\')"/>',
    ],
  ])('may be painted by %s', async (_by, inside) => {
    expect(await middleOf(svg(inside))).toEqual([0, 255, 0, 255])
  })

  it('loses what its editor wrote down beside it', async () => {
    const notes = `<title>x</title><metadata><rdf xmlns="urn:rdf"><script/></rdf></metadata><pgf xmlns="urn:i">${'y'.repeat(999)}</pgf>`
    expect(await middleOf(svg(notes + RED))).toEqual([255, 0, 0, 255])
  })
})

function withStart(file: Buffer, start: string): Buffer {
  return Buffer.concat([Buffer.from(start), file])
}

/** Elements, each of three of the one before. */
function bomb(reference: (id: string) => string): string {
  const levels = Array.from(
    { length: 20 },
    (_, level) => `<g id="e${level + 1}">${reference(`e${level}`).repeat(3)}</g>`,
  )
  return `<g id="e0">${RED}</g>${levels.join('')}`
}

describe('a logo is refused', () => {
  it.each<[what: string, file: () => Buffer | Promise<Buffer>, why: string]>([
    [
      'that is a JPEG',
      () =>
        sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
          .jpeg()
          .toBuffer(),
      'is a JPEG. Send a PNG or an SVG',
    ],
    [
      'that is a WebP',
      () =>
        sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
          .webp()
          .toBuffer(),
      'is a WebP',
    ],
    ['that is packed', () => Buffer.from('\x1f\x8b', 'latin1'), 'SVGZ'],
    ['that is nothing', () => Buffer.from('hello'), 'no picture that is read here'],
    ['that is cut short', async () => (await png(400, 400)).subarray(0, 300), 'damaged or cut short'],
    ['of more pixels than anybody needs', () => png(4_097, 4_096), 'more than 16777216 pixels'],
    ['that shows nothing', () => svg('<g/>'), 'is empty'],
    [
      'with entities',
      () =>
        Buffer.from(
          `<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg ${XMLNS} viewBox="0 0 1 1"><g id="&b;"/></svg>`,
        ),
      'declares entities',
    ],
    ['with entities that nobody declares', () => svg('<g id="&nbsp;"/>'), 'undefined entity'],
    ['with a script', () => svg('<script>alert(1)</script>'), '<script>: scripts are not run'],
    ['with an event handler', () => svg('<g onclick="alert(1)"/>'), 'event handler, onclick of <g>'],
    [
      'with a page inside',
      () => svg('<foreignObject><html xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
      '<foreignObject>',
    ],
    ['with a picture inside', () => svg('<image href="data:image/png;base64,AAAA"/>'), '<image>'],
    ['with letters of a font', () => svg('<text>Logo</text>'), 'turn them into paths'],
    ['with a filter', () => svg('<filter><feImage href="http://127.0.0.1/"/></filter>'), '<filter>'],
    ['with a pattern', () => svg('<pattern/>'), '<pattern>'],
    [
      'with dashes',
      () => svg('<path d="M0 0h99" style="stroke-dasharray: .00001"/>'),
      'stroke-dasharray of <path>',
    ],
    [
      'that uses another file',
      () => svg('<use href="http://127.0.0.1/a.svg#b"/>'),
      'outside of it: href of <use>',
    ],
    [
      'that uses a file of this machine',
      () => svg('<use xlink:href="file:///etc/passwd#a"/>'),
      'outside of it: href of <use>',
    ],
    [
      'painted with what is elsewhere',
      () => svg('<rect fill="url(http://127.0.0.1/a.svg#b)"/>'),
      'outside of it: fill of <rect>',
    ],
    [
      'painted with what is elsewhere, in disguise',
      () => svg('<rect fill="u\\72l(http://127.0.0.1/)"/>'),
      'outside of it',
    ],
    [
      'painted with what is elsewhere, by a style',
      () => svg('<rect style="fill: URL( http://127.0.0.1/ )"/>'),
      'outside of it',
    ],
    [
      'with a style sheet that fetches another',
      () => svg('<style>@import url(http://127.0.0.1/)</style>'),
      '@import',
    ],
    [
      'with a style sheet of more than looks',
      () => svg('<style>g > rect:hover {fill: red}</style>'),
      'any selector but',
    ],
    ['that uses itself', () => svg('<g id="a"><use href="#a"/></g>'), 'uses itself, <g>'],
    [
      'of elements of elements of elements',
      () => svg(bomb(id => `<use href="#${id}"/>`)),
      'would draw more than',
    ],
    [
      'of masks of masks',
      () => svg(bomb(id => `<rect width="1" height="1" mask="url(#${id})"/>`)),
      'would draw more than',
    ],
    [
      'that is nested deeper than logos are',
      () => svg('<g>'.repeat(100) + '</g>'.repeat(100)),
      'nested more than 32 deep',
    ],
    ['of more elements than logos have', () => svg('<g/>'.repeat(9_000)), 'more than 5000 elements'],
    ['that says no size', () => svg(RED, ''), 'does not say how large'],
    ['of no height', () => svg(RED, 'viewBox="0 0 10 0"'), 'does not say how large'],
    ['of a size nobody can draw', () => svg(RED, 'viewBox="0 0 1e99 1e99"'), 'does not say how large'],
    ['that is a line', () => svg(RED, 'viewBox="0 0 1000 1"'), 'more than 20 times'],
    ['that is no SVG', () => Buffer.from('<html></html>'), 'is no SVG'],
    ['that is not well-formed', () => Buffer.from(`<svg ${XMLNS} viewBox="0 0 1 1">`), 'not well-formed'],
    ['in another encoding', () => Buffer.from('<svg title="\xff"/>', 'latin1'), 'not UTF-8'],
  ])('%s', async (_what, file, why) => {
    const refused = readLogo(await file())
    await expect(refused).rejects.toThrow(why)
    await expect(refused).rejects.toThrow(BrandFault)
  })

  it('that is larger than is allowed, and says how much that is', async () => {
    await expect(readLogo(svg(RED), 100)).rejects.toThrow('at most 100 are taken (MAX_LOGO_BYTES)')
  })
})
