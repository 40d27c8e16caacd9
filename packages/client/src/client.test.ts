import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { leafById, type Batch as Stored } from '@contactsheet/contract'
import { imageKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApi, settle, type TestApi } from '../../../services/api/src/api.testing.ts'
import { makeBatch } from '../../../tests/support/batch.ts'
import { startPathProxy } from '../../../tests/support/path-proxy.ts'
import { type Client, createClient } from './client.ts'
import { RefusedError } from './errors.ts'
import type { BatchRequest } from './types.ts'

const PICTURE = await readFile(join(import.meta.dirname, '../../../docs/images/sheet.jpg'))

const REQUEST = { prompts: ['A fox', 'A hen'], models: ['gpt-image-2'] }

let api: TestApi
let url: string
let client: Client
beforeEach(async () => {
  api = await openApi({ tokens: ['a-token'] })
  url = await api.app.listen({ port: 0, host: '127.0.0.1' })
  client = createClient({ url, token: 'a-token' })
})
afterEach(() => api.close())

/** A settled batch of so many prompts, each with one image and one leaf that failed. */
async function settled(prompts: number): Promise<Stored> {
  const batch = makeBatch(prompts)
  await api.store.accept(batch)
  await settle(api.store, batch, leafId => {
    if (leafId.endsWith('-00')) return { state: 'failed', error: { kind: 'rejected', message: 'No.' } }
    const key = imageKey(batch, leafById(batch, leafId))
    return { image: { key, bytes: PICTURE.length, width: 1200, height: 630 } }
  })
  return batch
}

describe('a client', () => {
  it('estimates, sends once for each key, and shows how a batch stands', async () => {
    expect(await client.estimate(REQUEST)).toMatchObject({ images: 2, models: ['gpt-image-2'] })
    expect(await Array.fromAsync(client.batches())).toEqual([])
    const { id } = await client.send(REQUEST, { key: 'mine' })
    expect((await client.send(REQUEST, { key: 'mine' })).id).toBe(id)
    expect((await client.send(REQUEST)).id).not.toBe(id)
    expect(await client.batch(id)).toMatchObject({ id, counts: { total: 2, queued: 2 } })
  })

  it('sends the positional form, and a table in a form', async () => {
    const positional: BatchRequest = [['A fox'], ['gpt-image-2'], 'neon', 'bottom-bar', 'inter', '', '']
    expect((await client.send(positional)).counts.total).toBe(1)
    const form = new FormData()
    form.append('request', JSON.stringify({ models: ['gpt-image-2'] }))
    form.append('table', new File(['prompt\nA fox\nA hen\nAn owl\n'], 'prompts.csv'))
    expect((await client.send(form)).counts.total).toBe(3)
  })

  it('goes through batches and leaves page by page', async () => {
    const ids = [await settled(3), await settled(1), await settled(1)].map(({ id }) => id)
    const listed = await Array.fromAsync(client.batches({ limit: 2 }), ({ id }) => id)
    expect(listed.toSorted()).toEqual(ids.toSorted())
    const leaves = client.leaves(ids[0] ?? '', { limit: 2, state: 'succeeded' })
    expect(await Array.fromAsync(leaves, ({ leafId }) => leafId)).toEqual(['0000-01', '0001-01', '0002-01'])
  })

  it('pauses, resumes and cancels, and runs again what failed or was canceled', async () => {
    const { id } = await client.send(REQUEST)
    expect((await client.pause(id)).id).toBe(id)
    expect((await client.resume(id)).id).toBe(id)
    expect((await client.cancel(id)).id).toBe(id)
    const failed = await settled(1)
    expect((await client.retry(failed.id)).counts).toMatchObject({ queued: 1, failed: 0 })
    const canceled = makeBatch(1)
    await api.store.accept(canceled)
    await settle(api.store, canceled, () => ({ state: 'canceled' }))
    expect((await client.finish(canceled.id)).counts).toMatchObject({ queued: 2, canceled: 0 })
  })

  it('picks leaves, and shows one', async () => {
    const { id } = await settled(1)
    expect(await client.pick(id, [{ leafId: '0000-01', pick: 'picked' }])).toEqual({ picked: 1, rejected: 0 })
    expect(await client.leaf(id, '0000-01')).toMatchObject({ leafId: '0000-01', pick: 'picked' })
  })

  it('fetches a picture whole, and an archive and results as they come', async () => {
    const batch = await settled(1)
    const leaf = leafById(batch, '0000-01')
    await api.store.putPicture(batch, leaf, 'image', PICTURE, { simulated: false })
    const { imageUrl = '' } = await client.leaf(batch.id, '0000-01')
    expect(Buffer.from(await client.picture(imageUrl)).equals(PICTURE)).toBe(true)
    const archive = await client.archive(batch.id, { state: 'succeeded' })
    expect(archive).toMatchObject({ name: `contactsheet-${batch.id}.zip`, size: expect.any(Number) })
    const zip = await buffer(archive.body)
    expect([zip.subarray(0, 2).toString(), zip.length]).toEqual(['PK', archive.size])
    const table = await client.results(batch.id, 'csv', { state: 'failed' })
    expect((await text(table.body)).trim().split('\n')).toHaveLength(2)
  })

  it('uploads a picture under the id of its bytes', async () => {
    const id = createHash('sha256').update(PICTURE).digest('hex')
    expect(await client.upload(PICTURE)).toMatchObject({ id })
  })

  it('knows the models, what was spent, and whether the API is there and ready', async () => {
    const models = await client.models({ all: true })
    expect(models.map(model => model.id)).toContain('gpt-image-2')
    expect(await client.usage({ by: 'model' })).toMatchObject({ from: expect.any(String) })
    await client.healthz()
    await client.readyz()
    api.orchestrator.down.add('ready')
    await expect(client.readyz()).rejects.toThrow('the queue cannot be reached')
  })

  it('makes any other call of the description, typed', async () => {
    const { data } = await client.http.GET('/limits')
    expect(data?.maxImages).toBe(100)
  })

  it('says what the API has against a request, by its fields', async () => {
    const refusal = await client.send({ prompts: ['A fox'], models: ['gpt-imag-2'] }).catch(error => error)
    expect(refusal).toBeInstanceOf(RefusedError)
    expect(refusal).toMatchObject({
      status: 400,
      title: 'Bad Request',
      errors: [{ field: 'models[0]', message: expect.stringContaining('Did you mean "gpt-image-2"?') }],
    })
    expect(refusal.message).toBe(`models[0]: ${refusal.errors[0].message}`)
    const stranger = createClient({ url }).batch('b')
    await expect(stranger).rejects.toMatchObject({
      status: 401,
      detail: expect.stringMatching(/needs a token/),
    })
  })

  it.each([true, false])('calls an API that a proxy shows under a path, stripped of it: %s', async strips => {
    const proxied = await openApi(strips ? {} : { basePath: '/sheets' })
    const proxy = await startPathProxy(
      await proxied.app.listen({ port: 0, host: '127.0.0.1' }),
      '/sheets',
      strips,
    )
    try {
      const { id } = await createClient({ url: `${proxy.url}/sheets` }).send(REQUEST)
      expect((await createClient({ url: `${proxy.url}/sheets/` }).batch(id)).id).toBe(id)
      expect(proxy.asked).toEqual(['/sheets/batches', `/sheets/batches/${id}`])
    } finally {
      await proxy.stop()
      await proxied.close()
    }
  })
})
