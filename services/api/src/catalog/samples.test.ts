import { FONT_NAMES, STYLE_NAMES, TEMPLATE_NAMES } from '@contactsheet/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

let api: TestApi
beforeAll(async () => {
  api = await openApi({ basePath: '/sheets' })
})
afterAll(() => api.close())

const get = (url: string) => api.app.inject({ url })
const listed = async (kind: string): Promise<{ id: string; sampleUrl: string }[]> =>
  (await get(`/sheets/${kind}`)).json()[kind]

describe('a sample', () => {
  it.each([
    ['styles', STYLE_NAMES, [300, 158]],
    ['templates', TEMPLATE_NAMES, [300, 158]],
    ['fonts', FONT_NAMES, [480, 192]],
  ] as const)('shows each of %s otherwise, small, and may be kept for good', async (kind, names, size) => {
    const all = await listed(kind)
    expect(all.map(({ id }) => id)).toEqual(names)
    const pictures = new Set<string>()
    for (const { sampleUrl } of all) {
      const response = await get(sampleUrl)
      expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/jpeg'])
      expect(response.headers['cache-control']).toBe('private, max-age=31536000, immutable')
      const { width, height } = await sharp(response.rawPayload).metadata()
      expect([width, height]).toEqual(size)
      expect(response.rawPayload.length).toBeLessThan(30_000)
      pictures.add(response.rawPayload.toString('base64'))
    }
    expect(pictures.size).toBe(all.length)
  })

  it('is the same each time, and kept for an hour by whoever does not say which one it is', async () => {
    const [first, again] = [
      await get('/sheets/styles/neon/sample.jpg'),
      await get('/sheets/styles/neon/sample.jpg?v=1'),
    ]
    expect(first.rawPayload.equals(again.rawPayload)).toBe(true)
    expect(first.headers['cache-control']).toBe('private, max-age=3600')
  })

  it.each(['styles/nice', 'templates/top', 'fonts/arial'])('is there of no %s', async name => {
    const response = await get(`/sheets/${name}/sample.jpg`)
    expect([response.statusCode, response.json().detail]).toEqual([404, expect.stringContaining('no s')])
  })
})
