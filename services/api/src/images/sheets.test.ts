import { rm } from 'node:fs/promises'
import { IMAGE_HEIGHT, IMAGE_WIDTH } from '@contactsheet/compose'
import { type Batch, leafById, leafOf, leavesOf } from '@contactsheet/contract'
import { imageKey, sheetKey } from '@contactsheet/storage'
import sharp from 'sharp'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

let picture: Buffer
beforeAll(async () => {
  const create = { width: IMAGE_WIDTH, height: IMAGE_HEIGHT, channels: 3, background: '#2040c0' } as const
  picture = await sharp({ create }).jpeg().toBuffer()
})

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function accept(prompts: number): Promise<Batch> {
  const batch = makeBatch(prompts)
  await api.store.accept(batch)
  return batch
}

async function settleWithImages(batch: Batch): Promise<void> {
  for (const leaf of leavesOf(batch))
    await api.store.putPicture(batch, leaf, 'image', picture, { simulated: false })
  await settle(api.store, batch, leafId => {
    const key = imageKey(batch, leafById(batch, leafId))
    return { image: { key, bytes: picture.length, width: IMAGE_WIDTH, height: IMAGE_HEIGHT } }
  })
}

/** Puts a sheet into the store, of some version of the batch's result. */
async function keep(batch: Batch, version: string): Promise<void> {
  await api.objects.put(sheetKey(batch.id), Buffer.from('kept'), {
    contentType: 'image/jpeg',
    metadata: { result: version },
  })
}

async function sheetOf(batch: Batch): Promise<Buffer> {
  const response = await api.app.inject({ url: `/batches/${batch.id}/sheet.jpg` })
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/jpeg'])
  return response.rawPayload
}

/** Colour in the middle of the first image's cell, as blue against red. */
async function isBlue(sheet: Buffer): Promise<boolean> {
  const { info, data } = await sharp(sheet).raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width * 0.4)) * info.channels
  return (data[at + 2] ?? 0) > (data[at] ?? 0) + 50
}

describe('the sheet of a settled batch', () => {
  it('shows its images, and is kept in the store', async () => {
    const batch = await accept(1)
    await settleWithImages(batch)
    const sheet = await sheetOf(batch)
    expect(await isBlue(sheet)).toBe(true)
    expect(await api.objects.get(sheetKey(batch.id))).toEqual(sheet)
  })

  it('comes from the store once it is there', async () => {
    const batch = await accept(1)
    await settleWithImages(batch)
    await keep(batch, (await api.store.resultVersion(batch.id)) ?? '')
    expect(String(await sheetOf(batch))).toBe('kept')
  })

  it('is made anew if the one in the store is from before its failed leaves ran again', async () => {
    const batch = await accept(1)
    await settleWithImages(batch)
    await keep(batch, 'another')
    expect(await isBlue(await sheetOf(batch))).toBe(true)
    expect(await api.objects.get(sheetKey(batch.id))).toEqual(await sheetOf(batch))
  })

  it('is made once for all who ask at the same time', async () => {
    const batch = await accept(1)
    await settleWithImages(batch)
    const puts = vi.spyOn(api.objects, 'put')
    await Promise.all(Array.from({ length: 5 }, () => sheetOf(batch)))
    expect(puts).toHaveBeenCalledTimes(1)
  })

  it('is not kept while an image it should show cannot be read', async () => {
    const batch = await accept(1)
    await settleWithImages(batch)
    await rm(`${api.folder}/${imageKey(batch, leafOf(batch, 0, 0))}`)
    expect(await isBlue(await sheetOf(batch))).toBe(false)
    expect(await api.objects.get(sheetKey(batch.id))).toBeUndefined()
  })

  it('is not kept when an image of it is deleted while it is made', async () => {
    const batch = await accept(1)
    await settleWithImages(batch)
    const get = vi.spyOn(api.objects, 'get')
    const making = sheetOf(batch)
    await vi.waitFor(() => expect(get).toHaveBeenCalledWith(imageKey(batch, leafOf(batch, 0, 0))), {
      interval: 1,
    })
    await api.app.inject({ method: 'DELETE', url: `/images/${batch.id}/0000-00` })
    await making
    expect(await api.objects.get(sheetKey(batch.id))).toBeUndefined()
  })

  it('shows why there is no image', async () => {
    const batch = await accept(1)
    await settle(api.store, batch, () => ({
      state: 'failed',
      error: { kind: 'rejected', message: 'The prompt was refused.' },
    }))
    expect(await isBlue(await sheetOf(batch))).toBe(false)
    expect(await api.objects.stat(sheetKey(batch.id))).toBeDefined()
  })
})

describe('the sheet of an open batch', () => {
  it('has room for what is to come, and is not kept', async () => {
    const batch = await accept(50)
    const { format } = await sharp(await sheetOf(batch)).metadata()
    expect(format).toBe('jpeg')
    expect(await api.objects.get(sheetKey(batch.id))).toBeUndefined()
  })
})
