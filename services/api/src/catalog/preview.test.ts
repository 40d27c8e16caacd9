import { type Batch, leafOf } from '@contactsheet/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
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

  it.each(['theme=light', 'kicker=Today', 'subtitle=And%20tomorrow', 'byline=A%20fox'])(
    'takes what else a request may say of a look: %s',
    async field => {
      const [plain, told] = [await preview('?title=A'), await preview(`?title=A&${field}`)]
      expect(told.statusCode).toBe(200)
      expect(told.rawPayload.equals(plain.rawPayload)).toBe(false)
    },
  )

  it.each([
    ['?style=nice', 'style: must be one of: photorealistic'],
    ['?template=top', 'template: must be one of: bottom-bar'],
    ['?font=arial', 'font: must be one of: inter'],
    [`?title=${'x'.repeat(51)}`, 'title: must be at most 50 characters'],
    ['?title=A%00B', 'title: must not contain control characters'],
    ['?colour=red', 'colour: is not a known property'],
    ['?theme=blue', 'theme: must be dark or light'],
    ['?template=bottom-bra', 'Did you mean "bottom-bar"?'],
  ])('cannot be had with %s', async (query, reason) => {
    const response = await preview(query)
    expect([response.statusCode, response.json().detail]).toEqual([400, expect.stringContaining(reason)])
  })
})

describe('a preview of a look on an original', () => {
  const post = (payload: object) => api.app.inject({ method: 'POST', url: '/preview', payload })
  const shapeOf = async (bytes: Buffer) => {
    const { format, width, height } = await sharp(bytes).metadata()
    return { format, width, height }
  }
  const colorAt = async (bytes: Buffer, left: number, top: number) => [
    ...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).raw().toBuffer()),
  ]

  let batch: Batch
  beforeAll(async () => {
    batch = makeBatch(1, { template: 'left-panel', theme: 'light' })
    await api.store.accept(batch)
    const red = { create: { width: 1536, height: 1024, channels: 3 as const, background: '#c00000' } }
    const bytes = await sharp(red).png().toBuffer()
    const original = { bytes, contentType: 'image/png' as const, simulated: true }
    await api.store.keepOriginal(batch, leafOf(batch, 0, 0), original)
  })
  const leaf = () => ({ batchId: batch.id, leafId: '0000-00' })

  it('shows the kept original with the look and title of its leaf', async () => {
    const response = await post(leaf())
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/jpeg'])
    expect(response.headers['cache-control']).toBe('private, no-store')
    expect(await shapeOf(response.rawPayload)).toEqual({ format: 'jpeg', width: 600, height: 315 })
    const [red = 0, green = 255] = await colorAt(response.rawPayload, 560, 40)
    expect(red).toBeGreaterThan(180)
    expect(green).toBeLessThan(20)
    const same = await post({ ...leaf(), template: 'left-panel', theme: 'light', text: batch.prompts[0] })
    expect(same.rawPayload.equals(response.rawPayload)).toBe(true)
  })

  it('changes what is said, and that alone', async () => {
    const before = (await post(leaf())).rawPayload
    const untitled = (await post({ ...leaf(), title: false })).rawPayload
    expect((await colorAt(untitled, 40, 150))[1]).toBeLessThan(20)
    for (const change of [
      { text: 'Another title' },
      { theme: 'dark' },
      { kicker: 'Today' },
      { font: 'lora' },
    ])
      expect((await post({ ...leaf(), ...change })).rawPayload.equals(before)).toBe(false)
  })

  it.each([
    [['square'], { width: 540, height: 540 }],
    [[{ size: 'story', format: 'webp' }, 'og'], { width: 540, height: 960 }],
    [['3840x400'], { width: 1200, height: 125 }],
    [['original'], { width: 768, height: 512 }],
  ])('has the shape of the first of %j, and is no larger than it needs to be', async (outputs, shape) => {
    const response = await post({ ...leaf(), outputs })
    expect(await shapeOf(response.rawPayload)).toEqual({ format: 'jpeg', ...shape })
  })

  it('shows the built-in picture where no leaf is named', async () => {
    const response = await post({ style: 'neon', text: 'Fan-out' })
    const same = await preview('?style=neon&title=Fan-out')
    expect(response.rawPayload.equals(same.rawPayload)).toBe(true)
    expect((await post({})).statusCode).toBe(200)
  })

  it('writes nothing', async () => {
    const before = await Array.fromAsync(api.objects.list(`batches/${batch.id}/`))
    await post({ ...leaf(), template: 'center-box' })
    expect(await Array.fromAsync(api.objects.list(`batches/${batch.id}/`))).toEqual(before)
    expect(api.orchestrator.started).toEqual([])
  })

  it.each([
    [{ leafId: '0000-00' }, 400, 'batchId: goes with the other id'],
    [{ batchId: 'zybqyrez2z-kx13qn' }, 400, 'leafId: goes with the other id'],
    [{ style: 'nice' }, 400, 'style: must be one of: photorealistic'],
    [{ template: 'top' }, 400, 'template: must be one of: bottom-bar'],
    [{ outputs: ['og', 'sqare'] }, 400, 'Did you mean "square"?'],
    [{ prompts: ['A fox'] }, 400, 'prompts: is not a known property'],
    [{ batchId: 'zybqyrez2z-kx13qn', leafId: '0000-00' }, 404, 'There is no batch "zybqyrez2z-kx13qn"'],
  ])('cannot be had of %j', async (body, status, reason) => {
    const response = await post(body)
    expect([response.statusCode, response.json().detail]).toEqual([status, expect.stringContaining(reason)])
  })

  it('cannot be had of an original that nobody can read, and says so', async () => {
    const other = makeBatch(1)
    await api.store.accept(other)
    const original = { bytes: Buffer.from('no picture'), contentType: 'image/png' as const, simulated: true }
    await api.store.keepOriginal(other, leafOf(other, 0, 0), original)
    const response = await post({ batchId: other.id, leafId: '0000-00' })
    expect(response.statusCode).toBe(404)
    expect(response.json().detail).toContain('cannot be shown: What came back is not a JPEG')
  })

  it('cannot be had of a leaf that the batch does not have, or that has no original', async () => {
    for (const [leafId, reason] of [
      ['0007-00', 'has no leaf "0007-00"'],
      ['0000-01', 'has no original: none has come yet, or it was deleted'],
    ]) {
      const response = await post({ batchId: batch.id, leafId })
      expect([response.statusCode, response.json().detail]).toEqual([
        404,
        expect.stringContaining(reason ?? ''),
      ])
    }
  })
})
