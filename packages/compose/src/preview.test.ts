import { TEMPLATES } from '@contactsheet/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { composePreview, PREVIEW_HEIGHT, PREVIEW_WIDTH } from './index.ts'
import sharp from './sharp.ts'

const look = { title: 'A title', template: TEMPLATES['bottom-bar'], font: 'inter' } as const

let original: Buffer
beforeAll(async () => {
  const plain = { create: { width: 600, height: 315, channels: 3 as const, background: '#3f6ea8' } }
  original = await sharp(plain).png().toBuffer()
})

describe('composePreview', () => {
  it('makes half an image', async () => {
    const { format, width, height } = await sharp(await composePreview(original, look)).metadata()
    expect([format, width, height]).toEqual(['jpeg', PREVIEW_WIDTH, PREVIEW_HEIGHT])
  })

  it('is the same for the same look, and another for every template, font and title', async () => {
    const pictures = await Promise.all([
      composePreview(original, look),
      composePreview(original, { ...look, template: TEMPLATES['center-box'] }),
      composePreview(original, { ...look, font: 'pacifico' }),
      composePreview(original, { ...look, title: 'Another title' }),
    ])
    const again = await composePreview(original, look)
    expect(pictures.filter(picture => picture.equals(again))).toHaveLength(1)
    expect(new Set(pictures.map(picture => picture.toString('base64'))).size).toBe(pictures.length)
  })

  it('needs no title', async () => {
    expect((await composePreview(original, { ...look, title: '' })).length).toBeGreaterThan(500)
  })
})
