import { describe, expect, it } from 'vitest'
import { formatOf, ownSize, requestOf, sizeName, sizesOf, withFormat, withSize } from './outputs.ts'

describe('the outputs of the form', () => {
  it('are a JPEG for link previews unless something else is asked for', () => {
    expect([sizesOf(undefined), formatOf(undefined)]).toEqual([['og'], 'jpeg'])
  })

  it('come in the order of the form, in the format of the first, and are never none', () => {
    const two = withSize([{ size: 'og', format: 'webp' }], 'wide', true)
    const three = withSize(withSize(two, 'story', true), 'square', true)
    expect(sizesOf(three)).toEqual(['og', 'wide', 'square', 'story'])
    expect(three?.at(-1)).toEqual({ size: 'story', format: 'webp' })
    expect(sizesOf(withSize(['square'], 'square', false))).toEqual(['og'])
  })

  it('ask for nothing where that comes to the same', () => {
    const square = withSize(undefined, 'square', true)
    expect(square).toHaveLength(2)
    expect(withSize(square, 'square', false)).toBeUndefined()
    expect(withFormat([{ size: 'og', format: 'png' }], 'jpeg')).toBeUndefined()
  })

  it('take another format together, each size once and without the quality of another format', () => {
    const outputs = ['square', { size: 'square', format: 'png' as const }, { size: '800x418', quality: 40 }]
    expect(withFormat(outputs, 'avif')).toEqual([
      { size: 'square', format: 'avif' },
      { size: '800x418', format: 'avif' },
    ])
  })

  it('are asked for as a batch has them', () => {
    expect(requestOf(undefined)).toBeUndefined()
    expect(
      requestOf([
        { name: 'square', width: 1080, height: 1080, format: 'webp', quality: 70, crop: 'entropy' },
      ]),
    ).toEqual([{ size: 'square', format: 'webp', quality: 70, crop: 'entropy' }])
  })
})

describe("a size of one's own", () => {
  it('is its width and height', () => {
    expect(ownSize(undefined, '800', ' 418 ')).toEqual({ size: '800x418' })
    expect([sizeName('800x418'), sizeName('square')]).toEqual(['800 × 418', 'Square, 1080 × 1080'])
  })

  it.each([
    ['', '400', 'whole numbers of pixels from 64 to 4096'],
    ['800.5', '400', 'whole numbers'],
    ['63', '400', 'from 64'],
    ['4096', '4096', '16,777,216 pixels'],
  ])('cannot be %s by %s', (width, height, fault) => {
    expect(ownSize(undefined, width, height)).toEqual({ fault: expect.stringContaining(fault) })
  })

  it('cannot be one of too many', () => {
    const outputs = Array.from({ length: 8 }, (_, index) => `10${index}x100`)
    expect(ownSize(outputs, '800', '400')).toEqual({ fault: 'At most 8 sizes are made.' })
  })
})
