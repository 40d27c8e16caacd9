import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const preview = (query: string) => api.app.inject({ url: `/preview.jpg${query}` })

describe('a preview', () => {
  it('shows a look on a built-in picture, and may be kept for a while', async () => {
    const response = await preview('?style=neon&template=center-box&font=lora&title=Caf%C3%A9%20%F0%9F%8E%9E')
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/jpeg'])
    expect(response.headers['cache-control']).toBe('private, max-age=3600')
    const { width, height } = await sharp(response.rawPayload).metadata()
    expect([width, height]).toEqual([600, 315])
  })

  it('takes what a batch takes where nothing is said', async () => {
    const all = '?style=photorealistic&template=bottom-bar&font=inter&title=Your%20title%20here'
    expect((await preview('')).rawPayload.equals((await preview(all)).rawPayload)).toBe(true)
  })

  it.each([
    ['?style=nice', 'style: must be one of: photorealistic'],
    ['?template=top', 'template: must be one of: bottom-bar'],
    ['?font=arial', 'font: must be one of: inter'],
    [`?title=${'x'.repeat(51)}`, 'title: must be at most 50 characters'],
    ['?title=A%00B', 'title: must not contain control characters'],
    ['?colour=red', 'colour: is not a known property'],
  ])('cannot be had with %s', async (query, reason) => {
    const response = await preview(query)
    expect([response.statusCode, response.json().detail]).toEqual([400, expect.stringContaining(reason)])
  })
})
