import { rm, writeFile } from 'node:fs/promises'
import { type Batch, DEFAULT_OUTPUT, leafById, leavesOf, type Output } from '@contactsheet/contract'
import { imageKey, imageName, type PictureName } from '@contactsheet/storage'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

function pictureOf(leafId: string): Buffer {
  return Buffer.from(`picture of ${leafId} `.repeat(2_000))
}

function imageOf(batch: Batch, leafId: string) {
  const key = imageKey(batch, leafById(batch, leafId))
  return { key, bytes: pictureOf(leafId).length, width: 1200, height: 630 }
}

async function accepted(prompts: number): Promise<Batch> {
  const batch = makeBatch(prompts)
  await api.store.accept(batch)
  return batch
}

/** A settled batch whose leaves all have images, but for those that failed. */
async function made(prompts: number, failed: string[] = []): Promise<Batch> {
  const batch = await accepted(prompts)
  for (const leaf of leavesOf(batch))
    if (!failed.includes(leaf.id))
      await api.store.putPicture(batch, leaf, 'image', pictureOf(leaf.id), { simulated: false })
  await settle(api.store, batch, leafId =>
    failed.includes(leafId) ? { state: 'failed' } : { image: imageOf(batch, leafId) },
  )
  return batch
}

/** Unpacks with a library that is not the one which packed. Gives back the files by name. */
function unpack(zip: Buffer): Map<string, Buffer> {
  return new Map(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes)]))
}

describe('the archive of a batch', () => {
  it('holds every image under its own name, and the result', async () => {
    const batch = await made(3, ['0001-00'])
    const response = await api.app.inject({ url: `/batches/${batch.id}/archive.zip` })
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/zip'])
    expect(response.headers['content-length']).toBe(String(response.rawPayload.length))
    expect(response.headers['content-disposition']).toBe(
      `attachment; filename="contactsheet-${batch.id}.zip"`,
    )

    const files = unpack(response.rawPayload)
    const leaves = [...leavesOf(batch)].filter(leaf => leaf.id !== '0001-00')
    expect([...files.keys()]).toEqual(['result.json', ...leaves.map(leaf => imageName(batch, leaf))])
    for (const leaf of leaves) expect(files.get(imageName(batch, leaf))).toEqual(pictureOf(leaf.id))
    expect(JSON.parse(String(files.get('result.json'))).counts.failed).toBe(1)
  })

  it('of a batch that still runs holds what there is', async () => {
    const batch = await accepted(1)
    const leaf = leafById(batch, '0000-01')
    await api.store.putPicture(batch, leaf, 'image', pictureOf(leaf.id), { simulated: false })
    await api.store.writeRecord(makeRecord(batch, leaf, { image: imageOf(batch, leaf.id) }))
    const response = await api.app.inject({ url: `/batches/${batch.id}/archive.zip` })
    expect([...unpack(response.rawPayload).keys()]).toEqual([imageName(batch, leaf)])
  })

  describe('with several outputs', () => {
    const og = DEFAULT_OUTPUT
    const square: Output = { name: 'square', width: 1080, height: 1080, format: 'webp', crop: 'center' }
    const small: Output = { ...square, format: 'avif' }
    let batch: Batch
    beforeEach(async () => {
      batch = makeBatch(1, { outputs: [og, square, small], models: [OPENAI_MODEL] })
      await api.store.accept(batch)
      const leaf = leafById(batch, '0000-00')
      const put = async (which: PictureName, { width = 0, height = 0 }: Output, bytes: string) => ({
        ...(await api.store.putPicture(batch, leaf, which, Buffer.from(bytes), { simulated: false })),
        width,
        height,
      })
      const image = await put('image', og, 'og')
      const others = await Promise.all(
        [square, small].map(async output => ({
          ...(await put(output, output, output.format)),
          name: output.name,
          format: output.format,
        })),
      )
      await settle(api.store, batch, () => ({ image, outputs: others }))
    })
    const archive = (query: string) => api.app.inject({ url: `/batches/${batch.id}/archive.zip${query}` })
    const STEM = '0000-00-a-fox-number-1--gpt-image-2'

    it('has a folder for each, whatever its formats', async () => {
      const response = await archive('')
      expect(response.headers['content-length']).toBe(String(response.rawPayload.length))
      const files = unpack(response.rawPayload)
      expect([...files.keys()]).toEqual([
        'result.json',
        `og/${STEM}.jpg`,
        `square/${STEM}--square.webp`,
        `square/${STEM}--square.avif`,
      ])
      expect(String(files.get(`square/${STEM}--square.webp`))).toBe('webp')
    })

    it.each([
      ['og', [`${STEM}.jpg`]],
      ['square', [`${STEM}--square.webp`, `${STEM}--square.avif`]],
    ])('can be of %s alone, in no folder', async (output, names) => {
      const response = await archive(`?output=${output}`)
      expect([...unpack(response.rawPayload).keys()]).toEqual(['result.json', ...names])
    })

    it('cannot be of an output that the batch does not have', async () => {
      const response = await archive('?output=story')
      expect([response.statusCode, response.json()]).toMatchObject([
        400,
        {
          detail: 'The query cannot be used at output: must be one of: og, square.',
          errors: [{ field: 'output', message: 'must be one of: og, square' }],
        },
      ])
    })
  })

  it('leaves out images that were deleted', async () => {
    const batch = await made(1)
    await api.app.inject({ method: 'DELETE', url: `/images/${batch.id}/0000-00` })
    const response = await api.app.inject({ url: `/batches/${batch.id}/archive.zip` })
    const names = [...unpack(response.rawPayload).keys()]
    expect(names).toEqual(['result.json', imageName(batch, leafById(batch, '0000-01'))])
  })

  it('is none where there are no images', async () => {
    const batch = await accepted(1)
    for (const id of [batch.id, 'zzzzzzzzzz-zzzzzz'])
      expect((await api.app.inject({ url: `/batches/${id}/archive.zip` })).statusCode).toBe(404)
  })

  it('breaks off, instead of leaving out an image that cannot be read', async () => {
    const batch = await made(20)
    await rm(`${api.folder}/${imageKey(batch, leafById(batch, '0010-00'))}`)
    const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
    const response = await fetch(`${address}/batches/${batch.id}/archive.zip`)
    await expect(response.arrayBuffer()).rejects.toThrow()
  })

  it.each([
    ['shorter', 'x'],
    ['longer', 'x'.repeat(5_000)],
  ])(
    'breaks off at an image that is %s than its record says, and does not hold the client',
    async (_name, bytes) => {
      const batch = await made(20)
      await writeFile(`${api.folder}/${imageKey(batch, leafById(batch, '0010-00'))}`, bytes)
      const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
      const response = await fetch(`${address}/batches/${batch.id}/archive.zip`)
      await expect(response.arrayBuffer()).rejects.toThrow()
    },
  )

  it('is read from the store no faster than the client takes it, and no further once it is gone', async () => {
    const large = Buffer.alloc(500_000, 'x')
    const batch = await accepted(150)
    await settle(api.store, batch, leafId => ({ image: { ...imageOf(batch, leafId), bytes: large.length } }))
    const real = api.objects.get.bind(api.objects)
    const get = vi.spyOn(api.objects, 'get')
    get.mockImplementation(async key => (key.endsWith('.jpg') ? large : real(key)))
    const images = () => get.mock.calls.filter(([key]) => key.endsWith('.jpg')).length
    const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
    const leave = new AbortController()
    const response = await fetch(`${address}/batches/${batch.id}/archive.zip`, { signal: leave.signal })
    await response.body?.getReader().read()
    let before = -1
    await vi.waitFor(
      () => {
        const now = images()
        const still = now === before
        before = now
        expect(still).toBe(true)
      },
      { timeout: 10_000, interval: 300 },
    )
    expect(before).toBeLessThan(100)
    leave.abort()
    await new Promise(resolve => setTimeout(resolve, 500))
    expect(images()).toBeLessThanOrEqual(before + 4)
  })
})
