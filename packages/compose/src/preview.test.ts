import { STYLE_NAMES, TEMPLATES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { composePreview, PREVIEW_HEIGHT, PREVIEW_WIDTH } from './index.ts'
import sharp from './sharp.ts'

const look = { title: 'A title', template: TEMPLATES['bottom-bar'], font: 'inter' } as const

describe('composePreview', () => {
  it('makes half an image', async () => {
    const { format, width, height } = await sharp(await composePreview('photorealistic', look)).metadata()
    expect([format, width, height]).toEqual(['jpeg', PREVIEW_WIDTH, PREVIEW_HEIGHT])
  })

  it('is the same for the same look, and another for every style, template, font and title', async () => {
    const pictures = await Promise.all([
      ...STYLE_NAMES.map(style => composePreview(style, look)),
      composePreview('neon', { ...look, template: TEMPLATES['center-box'] }),
      composePreview('neon', { ...look, font: 'pacifico' }),
      composePreview('neon', { ...look, title: 'Another title' }),
    ])
    const again = await composePreview('neon', look)
    expect(pictures.filter(picture => picture.equals(again))).toHaveLength(1)
    expect(new Set(pictures.map(picture => picture.toString('base64'))).size).toBe(pictures.length)
  })

  it('needs no title', async () => {
    expect((await composePreview('vintage', { ...look, title: '' })).length).toBeGreaterThan(1_000)
  })
})
