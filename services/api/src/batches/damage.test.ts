import { type Batch, batchPageSchema, leafById, leavesOf } from '@contactsheet/contract'
import type { Logger } from '@contactsheet/runtime'
import { batchKey, recordKey, resultKey } from '@contactsheet/storage'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const JSON_TYPE = { contentType: 'application/json' }

let api: TestApi
let lines: { level: number; batchId?: string; msg: string }[]
let whole: Batch

beforeEach(async () => {
  lines = []
  const log: Logger = pino({ level: 'warn' }, { write: line => void lines.push(JSON.parse(line)) })
  api = await openApi({ log })
  whole = await settled()
})
afterEach(() => api.close())

/** A settled batch with an image of each leaf. */
async function settled(): Promise<Batch> {
  const batch = makeBatch(1)
  await api.store.accept(batch)
  const images = new Map<string, { key: string; bytes: number; width: number; height: number }>()
  for (const leaf of leavesOf(batch)) {
    const image = await api.store.putPicture(batch, leaf, 'image', Buffer.from('jpeg'), { simulated: true })
    images.set(leaf.id, { ...image, width: 1200, height: 630 })
  }
  await settle(api.store, batch, leafId => ({ image: images.get(leafId) }))
  return batch
}

const damage = (key: string, content = 'garbage') => api.objects.put(key, Buffer.from(content), JSON_TYPE)

async function page(): Promise<Map<string, ReturnType<typeof batchPageSchema.parse>['batches'][number]>> {
  const response = await api.app.inject({ url: '/batches' })
  expect(response.statusCode).toBe(200)
  return new Map(batchPageSchema.parse(response.json()).batches.map(line => [line.id, line]))
}

async function imagesOf(query = ''): Promise<string[]> {
  const response = await api.app.inject({ url: `/images${query}` })
  expect(response.statusCode).toBe(200)
  return response.json().images.map(({ batchId }: { batchId: string }) => batchId)
}

describe.each([
  ['damaged', 'garbage', 'is damaged: it is not what Contactsheet writes there.'],
  ['empty', '', 'is damaged: it is not what Contactsheet writes there.'],
  ['of a newer release', '{"version":2}', 'has document version 2'],
])('a batch.json that is %s', (_, content, message) => {
  it.each(['open', 'settled'])('of an %s batch is told of in its line, and spoils no other', async state => {
    const batch = state === 'open' ? makeBatch(1) : await settled()
    if (state === 'open') await api.store.accept(batch)
    else await damage(resultKey(batch.id), content)
    await damage(batchKey(batch.id), content)
    const found = await page()
    expect(found.get(whole.id)).toMatchObject({ state: 'succeeded', counts: { succeeded: 2 } })
    expect(found.get(whole.id)?.damaged).toBeUndefined()
    expect(found.get(batch.id)).toMatchObject({
      state: 'failed',
      damaged: expect.stringContaining(`${batchKey(batch.id)} ${message}`),
      prompts: [],
      counts: { total: state === 'open' ? 0 : 2, succeeded: state === 'open' ? 0 : 2 },
    })
    expect(new Set(await imagesOf())).toEqual(new Set([whole.id]))
    expect(await imagesOf('?style=photorealistic')).toEqual([whole.id, whole.id])
    expect(await imagesOf(`?batch=${batch.id}`)).toEqual([])
  })

  it('is said by every call about the batch, and logged once', async () => {
    const batch = makeBatch(1)
    await api.store.accept(batch)
    await damage(batchKey(batch.id), content)
    for (const path of ['', '/leaves', '/events', '/archive.zip', '/sheet.jpg']) {
      const response = await api.app.inject({ url: `/batches/${batch.id}${path}` })
      expect([path, response.statusCode]).toEqual([path, 409])
      expect(response.json().detail).toContain(message)
    }
    for (const path of ['/cancel', '/retry'])
      expect((await api.app.inject({ method: 'POST', url: `/batches/${batch.id}${path}` })).statusCode).toBe(
        409,
      )
    await page()
    await imagesOf()
    expect(lines.filter(({ batchId }) => batchId === batch.id)).toHaveLength(1)
  })
})

describe('a batch.json that is gone', () => {
  it('is told of once somebody has closed the batch for it', async () => {
    const batch = makeBatch(1)
    await api.store.accept(batch)
    await api.objects.delete(batchKey(batch.id))
    await api.store.close(batch.id, 'What was asked is gone.')
    expect((await page()).get(batch.id)).toMatchObject({ damaged: 'What was asked is gone.' })
    const response = await api.app.inject({ url: `/batches/${batch.id}` })
    expect([response.statusCode, response.json().detail]).toEqual([
      409,
      expect.stringContaining('What was asked is gone.'),
    ])
  })

  it.each(['gone', 'damaged'])('or %s is made good by the result', async how => {
    if (how === 'gone') await api.objects.delete(batchKey(whole.id))
    else await damage(batchKey(whole.id))
    expect((await page()).get(whole.id)).toMatchObject({ state: 'succeeded', prompts: whole.prompts })
    expect((await api.app.inject({ url: `/batches/${whole.id}` })).json()).toMatchObject({
      state: 'succeeded',
    })
    expect(await imagesOf()).toHaveLength(2)
  })
})

describe('a damaged result', () => {
  it('has its batch settled anew, and its images are there meanwhile', async () => {
    await damage(resultKey(whole.id))
    expect(await imagesOf()).toEqual([whole.id, whole.id])
    const shown = await api.app.inject({ url: `/batches/${whole.id}` })
    expect(shown.json()).toMatchObject({ state: 'running', counts: { succeeded: 2 } })
    // For the reconciler, which starts what is open.
    expect(await api.store.isOpen(whole.id)).toBe(true)
    expect(lines.filter(({ batchId }) => batchId === whole.id)).toHaveLength(1)
  })

  it('of a newer release is left to that release', async () => {
    await damage(resultKey(whole.id), '{"version":2}')
    expect((await api.app.inject({ url: `/batches/${whole.id}` })).statusCode).toBe(409)
    expect(await imagesOf()).toEqual([])
    expect(await api.store.isOpen(whole.id)).toBe(false)
  })
})

describe('a damaged record of an open batch', () => {
  it('is shown by what the leaf left beside it', async () => {
    const batch = makeBatch(1)
    await api.store.accept(batch)
    const leaf = leafById(batch, '0000-01')
    await api.store.putPicture(batch, leaf, 'image', Buffer.from('jpeg'), { simulated: true })
    await api.store.writeRecord(makeRecord(batch, leaf))
    await damage(recordKey(batch.id, leaf.id, 'succeeded'))
    const response = await api.app.inject({ url: `/batches/${batch.id}` })
    expect(response.statusCode).toBe(200)
    expect(response.json().leaves[1]).toMatchObject({
      state: 'succeeded',
      simulated: true,
      imageUrl: expect.stringContaining(leaf.id),
    })
    expect(await imagesOf(`?batch=${batch.id}`)).toEqual([batch.id])
    await vi.waitFor(() => expect(lines.filter(({ batchId }) => batchId === batch.id)).toHaveLength(1))
  })
})
