import { rm } from 'node:fs/promises'
import { type Batch, DEFAULT_OUTPUT, leafOf, type Output } from '@contactsheet/contract'
import { imageKey, imageName, type PictureName } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const batch: Batch = makeBatch(1)
const leaf = leafOf(batch, 0, 0)
/** Larger than any buffer on its way, so that it has to be streamed. */
const picture = Buffer.alloc(3_000_000, 'picture')

let api: TestApi
let url: string
beforeAll(async () => {
  api = await openApi()
  await api.store.accept(batch)
  await api.store.putPicture(batch, leaf, 'image', picture, { simulated: false })
  url = `${await api.app.listen({ port: 0, host: '127.0.0.1' })}/images/${batch.id}/${imageName(batch, leaf)}`
})
afterAll(() => api.close())

describe('an image', () => {
  it('is sent whole, with its type and length, to be kept for good', async () => {
    const response = await fetch(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(response.headers.get('content-length')).toBe('3000000')
    expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
    expect(response.headers.get('content-disposition')).toBeNull()
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true)
  })

  it('is at the address its leaf names', async () => {
    const settled = makeBatch(1)
    await api.store.accept(settled)
    const image = { key: imageKey(settled, leaf), bytes: 3, width: 1200, height: 630 }
    await api.objects.put(image.key, Buffer.from('jpg'), { contentType: 'image/jpeg' })
    await settle(api.store, settled, leafId => (leafId === leaf.id ? { image } : {}))
    const view = (await api.app.inject({ url: `/batches/${settled.id}` })).json()
    expect(view.leaves[0].imageUrl).toBe(`/images/${settled.id}/${imageName(settled, leaf)}`)
    expect(view.leaves[1].imageUrl).toBeUndefined()
    expect((await api.app.inject({ url: view.leaves[0].imageUrl })).payload).toBe('jpg')
  })

  it('is at the public address of the store, where there is one', async () => {
    const settled = makeBatch(1)
    await api.store.accept(settled)
    const image = { key: imageKey(settled, leaf), bytes: 3, width: 1200, height: 630 }
    await settle(api.store, settled, () => ({ image }))
    const publicUrl = vi.spyOn(api.objects, 'publicUrl')
    publicUrl.mockImplementation(key => `https://pictures.example/${key}`)
    const view = (await api.app.inject({ url: `/batches/${settled.id}` })).json()
    publicUrl.mockRestore()
    expect(view.leaves[0].imageUrl).toBe(`https://pictures.example/${image.key}`)
  })

  it('is not sent again to whoever has it', async () => {
    const etag = (await fetch(url, { method: 'HEAD' })).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await fetch(url, { headers: { 'if-none-match': known } })
      expect(response.status).toBe(304)
      expect(response.headers.get('etag')).toBe(etag)
      expect(await response.text()).toBe('')
    }
    const response = await fetch(url, { headers: { 'if-none-match': '"other"' } })
    expect(response.status).toBe(200)
    await response.body?.cancel()
  })

  it('is described without being sent', async () => {
    const response = await fetch(url, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('3000000')
    expect(await response.text()).toBe('')
  })

  it('is offered as a file where that is asked for', async () => {
    const response = await api.app.inject({
      method: 'GET',
      url: `/images/${batch.id}/${imageName(batch, leaf)}?download`,
    })
    expect(response.headers['content-disposition']).toBe(`attachment; filename="${imageName(batch, leaf)}"`)
  })

  it.each([
    'batch.json',
    'result.json',
    '..%2fbatch.json',
    '..%2f..%2f..%2f..%2fetc%2fpasswd',
    '..%5cbatch.json',
    '%2e%2e',
    '%00.jpg',
    '0000-00-a-fox--gpt-image-2.png',
    '0000-00-a-fox.jpg',
    '0000-00-%2e%2e%2fa--b.jpg',
    '0000-00-a--..%2f..%2fb.jpg',
    `0000-00-${'x'.repeat(300)}--b.jpg`,
    '0000-01-not-there--gpt-image-2.jpg',
  ])('is none under the name %s', async file => {
    for (const method of ['GET', 'HEAD'] as const) {
      const response = await api.app.inject({ method, url: `/images/${batch.id}/${file}` })
      expect(response.statusCode).toBe(404)
      expect(response.headers['content-type']).toBe('application/problem+json')
    }
  })

  it.each(['zzzzzzzzzz-zzzzzz', '..', '%2e%2e', '..%2fopen', 'thumbnails'])(
    'is none in a batch called %s',
    async id => {
      const response = await api.app.inject({ url: `/images/${id}/${imageName(batch, leaf)}` })
      expect(response.statusCode).toBe(404)
    },
  )

  it('that is gone is 404, also for whoever had it', async () => {
    const other = makeBatch(1)
    await api.store.putPicture(other, leaf, 'image', picture, { simulated: false })
    await rm(`${api.folder}/${imageKey(other, leaf)}`)
    const response = await api.app.inject({
      url: `/images/${other.id}/${imageName(other, leaf)}`,
      headers: { 'if-none-match': '*' },
    })
    expect(response.statusCode).toBe(404)
  })
})

describe('the small picture beside an image', () => {
  const small = Buffer.from('jpg, and small')
  let pictures: Batch
  const at = (query: string, of = pictures) => `/images/${of.id}/${imageName(of, leaf)}${query}`
  beforeAll(async () => {
    pictures = makeBatch(1)
    await api.store.putPicture(pictures, leaf, 'image', Buffer.from('jpg'), { simulated: false })
    await api.store.putPicture(pictures, leaf, 'small', small, { simulated: false })
  })

  it.each(['?w=320', '?w=640'])('is what %s gets, as a JPEG to be kept for good', async query => {
    const response = await api.app.inject({ url: at(query) })
    expect(response.rawPayload).toEqual(small)
    expect(response.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(small.length),
      'cache-control': 'private, max-age=31536000, immutable',
    })
  })

  it('has an ETag of its own', async () => {
    const head = await api.app.inject({ method: 'HEAD', url: at('?w=640') })
    expect(head.headers['content-length']).toBe(String(small.length))
    const { etag } = head.headers
    const again = await api.app.inject({ url: at('?w=640'), headers: { 'if-none-match': String(etag) } })
    expect(again.statusCode).toBe(304)
    const whole = await api.app.inject({ url: at(''), headers: { 'if-none-match': String(etag) } })
    expect([whole.statusCode, whole.payload]).toEqual([200, 'jpg'])
  })

  it('is saved as what it is, whatever the image is', async () => {
    const other = makeBatch(1, { outputs: [{ ...DEFAULT_OUTPUT, format: 'png' }] })
    await api.store.putPicture(other, leaf, 'small', small, { simulated: false })
    const saved = await api.app.inject({ url: at('?w=640&download', other) })
    expect(saved.headers['content-disposition']).toBe(
      `attachment; filename="${imageName(other, leaf).replace('.png', '.jpg')}"`,
    )
  })

  it('is the image itself for a batch of before there were any', async () => {
    const older = makeBatch(1)
    await api.store.putPicture(older, leaf, 'image', Buffer.from('jpg'), { simulated: false })
    for (const method of ['GET', 'HEAD'] as const) {
      const response = await api.app.inject({ method, url: at('?w=640', older) })
      expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/jpeg'])
    }
  })

  it('is made in no other width', async () => {
    for (const width of ['100', '0640', '', 'small']) {
      const response = await api.app.inject({ url: at(`?w=${width}`) })
      expect([response.statusCode, response.json().detail]).toEqual([
        400,
        'The query cannot be used at w: must be one of: 320, 640.',
      ])
    }
  })
})

describe('the other outputs of an image', () => {
  const square: Output = { name: 'square', width: 1080, height: 1080, format: 'webp', crop: 'center' }
  const outputs = [DEFAULT_OUTPUT, square]

  /** A settled batch of one leaf with an image, its small picture and a square. */
  async function settled(): Promise<Batch> {
    const made = makeBatch(1, { outputs, models: [OPENAI_MODEL] })
    await api.store.accept(made)
    const put = async (which: PictureName, bytes: string) => ({
      ...(await api.store.putPicture(made, leafOf(made, 0, 0), which, Buffer.from(bytes), {
        simulated: false,
      })),
      width: 1,
      height: 1,
    })
    const [image, small, other] = [
      await put('image', 'jpg'),
      await put('small', 'sml'),
      await put(square, 'webp'),
    ]
    await settle(api.store, made, () => ({
      image,
      small,
      outputs: [{ ...other, name: 'square', format: 'webp' }],
    }))
    return made
  }

  it('are named by its leaf, with where they are', async () => {
    const made = await settled()
    const { leaves, outputs: asked } = (await api.app.inject({ url: `/batches/${made.id}` })).json()
    expect(asked).toEqual(outputs)
    const [{ imageUrl, smallUrl, outputs: others }] = leaves
    const { images } = (await api.app.inject({ url: `/images?batch=${made.id}` })).json()
    expect(images[0]).toMatchObject({ imageUrl, smallUrl, outputs: others })
    expect(smallUrl).toBe(`${imageUrl}?w=640`)
    expect(others).toEqual([
      {
        name: 'square',
        format: 'webp',
        width: 1,
        height: 1,
        bytes: 4,
        url: expect.stringMatching(/^\/outputs\//),
      },
    ])

    const [{ url: at }] = others
    const response = await api.app.inject({ url: `${at}?download` })
    expect([response.payload, response.headers['content-type']]).toEqual(['webp', 'image/webp'])
    expect(response.headers['content-disposition']).toContain('--square.webp"')
    expect((await api.app.inject({ method: 'HEAD', url: at })).headers['content-length']).toBe('4')
    expect((await api.app.inject({ url: smallUrl })).payload).toBe('sml')
  })

  it('are at the public address of the store, where there is one', async () => {
    const made = await settled()
    const publicUrl = vi.spyOn(api.objects, 'publicUrl')
    publicUrl.mockImplementation(key => `https://pictures.example/${key}`)
    const [view] = (await api.app.inject({ url: `/batches/${made.id}/leaves` })).json().leaves
    publicUrl.mockRestore()
    const folder = `https://pictures.example/batches/${made.id}`
    expect(view.smallUrl).toMatch(new RegExp(`^${folder}/small/.*\\.jpg$`))
    expect(view.outputs[0].url).toMatch(new RegExp(`^${folder}/outputs/.*--square\\.webp$`))
  })

  it('go with the image', async () => {
    const made = await settled()
    const [{ imageUrl, smallUrl, outputs: others }] = (
      await api.app.inject({ url: `/batches/${made.id}/leaves` })
    ).json().leaves
    expect((await api.app.inject({ method: 'DELETE', url: imageUrl })).statusCode).toBe(204)
    for (const at of [imageUrl, smallUrl, others[0].url])
      expect((await api.app.inject({ url: at })).statusCode).toBe(404)
    const [bare] = (await api.app.inject({ url: `/batches/${made.id}/leaves` })).json().leaves
    expect([bare.imageUrl, bare.smallUrl, bare.outputs]).toEqual([undefined, undefined, undefined])
  })

  it('are none under any other name', async () => {
    for (const file of ['batch.json', '..%2fbatch.json', '0000-00-a--b--square.webp']) {
      const response = await api.app.inject({ url: `/outputs/${batch.id}/${file}` })
      expect(response.statusCode).toBe(404)
      expect(response.json().detail).toContain("A leaf's outputs say where they are.")
    }
  })
})
