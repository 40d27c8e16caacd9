import { type Batch, leavesOf, resultOf } from '@contactsheet/contract'
import { batchFolder } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

const REQUEST = { prompts: ['A fox'], models: ['gpt-image-2'] }

async function accepted(rest: Partial<Batch> = {}): Promise<Batch> {
  const batch = makeBatch(1, rest)
  await api.store.accept(batch)
  return batch
}

const call = (id: string, payload: object) =>
  api.app.inject({ method: 'PATCH', url: `/batches/${id}`, payload })

/** What it is called where it is shown by itself, and in the list. */
async function shown(id: string) {
  const one = (await api.app.inject({ url: `/batches/${id}` })).json()
  const { batches } = (await api.app.inject({ url: '/batches' })).json()
  const line = batches.find((batch: { id: string }) => batch.id === id)
  const labels = [one, line].map(({ name, tags }) => ({ name, tags }))
  expect(labels[0]).toEqual(labels[1])
  return labels[0]
}

describe('what a batch is called', () => {
  it('can be said when it is made', async () => {
    const payload = { ...REQUEST, name: ' Autumn ', tags: ['draft', 'Draft', ' fox'] }
    const { id } = (await api.app.inject({ method: 'POST', url: '/batches', payload })).json()
    expect(await shown(id)).toEqual({ name: 'Autumn', tags: ['draft', 'fox'] })
  })

  it('is nothing of a batch that nobody has called anything', async () => {
    const { id } = await accepted()
    expect(await shown(id)).toEqual({ name: undefined, tags: undefined })
  })

  it('can be changed at any time, a part at a time, and taken away', async () => {
    const batch = await accepted({ name: 'As asked', tags: ['first'] })
    expect((await call(batch.id, { name: 'Now' })).json()).toEqual({ name: 'Now', tags: ['first'] })
    expect(await shown(batch.id)).toEqual({ name: 'Now', tags: ['first'] })
    await settle(api.store, batch)
    expect((await call(batch.id, { tags: ['second'] })).statusCode).toBe(200)
    expect(await shown(batch.id)).toEqual({ name: 'Now', tags: ['second'] })
    expect((await call(batch.id, { name: null, tags: [] })).json()).toEqual({ name: null, tags: [] })
    expect(await shown(batch.id)).toEqual({ name: undefined, tags: undefined })
  })

  it('keeps both of two changes of a part each that come at once', async () => {
    const { id } = await accepted()
    await Promise.all([call(id, { name: 'Autumn' }), call(id, { tags: ['fox'] })])
    expect(await shown(id)).toEqual({ name: 'Autumn', tags: ['fox'] })
  })

  it('is the same at another instance', async () => {
    const { id } = await accepted()
    await call(id, { name: 'Autumn' })
    const other = createApp(api.deps)
    expect((await other.inject({ url: `/batches/${id}` })).json()).toMatchObject({ name: 'Autumn' })
    await other.close()
  })

  it('changed while a batch settles leaves all that it makes as it is', async () => {
    const batch = await accepted()
    const records = [...leavesOf(batch)].map(leaf => makeRecord(batch, leaf))
    const [first, ...others] = records
    if (first === undefined) throw new Error('a batch has leaves')
    await api.store.writeRecord(first)
    await call(batch.id, { name: 'Half way' })
    expect((await api.app.inject({ url: `/batches/${batch.id}` })).json()).toMatchObject({
      name: 'Half way',
      state: 'running',
      counts: { succeeded: 1, total: 2 },
    })
    for (const record of others) await api.store.writeRecord(record)
    await Promise.all([
      api.store.settle(draftOf(resultOf(batch, records))),
      call(batch.id, { tags: ['settled'] }),
    ])
    expect(await api.store.records(batch)).toEqual(records)
    await expect
      .poll(async () => (await api.app.inject({ url: `/batches/${batch.id}` })).json())
      .toMatchObject({ state: 'succeeded', counts: { succeeded: 2 } })
    expect(await shown(batch.id)).toEqual({ name: 'Half way', tags: ['settled'] })
  })

  it('shows a batch as it was accepted where what was written later is damaged', async () => {
    const { id } = await accepted({ name: 'As asked' })
    const key = `${batchFolder(id)}label.json`
    await api.objects.put(key, Buffer.from('{"half'), { contentType: 'application/json' })
    expect(await shown(id)).toEqual({ name: 'As asked', tags: undefined })
  })

  it('goes with its batch', async () => {
    const batch = await accepted()
    await settle(api.store, batch)
    await call(batch.id, { name: 'Autumn' })
    await api.store.remove(batch.id)
    expect(await Array.fromAsync(api.objects.list(batchFolder(batch.id)))).toEqual([])
  })

  it('cannot be said of a batch that is not there', async () => {
    expect((await call('zzzzzzzzzz-zzzzzz', { name: 'Autumn' })).statusCode).toBe(404)
    expect(await Array.fromAsync(api.store.batchIds())).toEqual([])
  })

  it.each([{}, { name: '' }, { name: 'x'.repeat(121) }, { tags: [''] }, { names: 'x' }])(
    'cannot be %j',
    async payload => {
      const { id } = await accepted()
      expect((await call(id, payload)).statusCode).toBe(400)
    },
  )
})
