import { type Batch, type BatchPage, newBatchId } from '@contactsheet/contract'
import { batchKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { MOST_SEARCHED } from './batch-search.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

/** An open batch; batches of a higher age are older. */
async function accepted(age: number, rest: Partial<Batch>): Promise<Batch> {
  const batch = makeBatch(1, { id: newBatchId(1e12 - age * 1000), ...rest })
  await api.store.accept(batch)
  return batch
}

async function page(query: string): Promise<BatchPage> {
  const response = await api.app.inject({ url: `/batches?${query}` })
  expect([response.statusCode, response.payload]).toEqual([200, expect.any(String)])
  return response.json()
}

const found = async (query: string) => (await page(query)).batches.map(({ id }) => id)

describe('a search of batches', () => {
  it('finds words in any prompt, in titles, in names and in tags, whatever their case and accents', async () => {
    const prompts = ['A red fox', 'A grey owl', 'An otter', 'Crème brûlée on a plate']
    const first = await accepted(1, { prompts })
    const second = await accepted(2, {
      prompts: ['A boat'],
      items: [{ title: 'Regatta of foxes' }],
      titles: { '0000-01': 'Spinnaker' },
      name: 'Sommer 2026',
      tags: ['Großformat'],
    })
    expect(await found('q=creme+BRULEE')).toEqual([first.id])
    expect(await found('q=plate+creme')).toEqual([first.id])
    expect(await found('q=fox')).toEqual([first.id, second.id])
    expect(await found('q=spinnaker')).toEqual([second.id])
    expect(await found('q=sommer+grossformat')).toEqual([second.id])
    // The words are of two prompts.
    expect(await found('q=red+owl')).toEqual([])
    expect(await found('q=')).toEqual([first.id, second.id])
  })

  it('finds a batch by what it is called now', async () => {
    const batch = await accepted(1, { name: 'Spring', tags: ['old'] })
    expect(await found('tag=OLD')).toEqual([batch.id])
    await api.app.inject({
      method: 'PATCH',
      url: `/batches/${batch.id}`,
      payload: { name: 'Autumn', tags: ['new'] },
    })
    expect(await found('q=autumn')).toEqual([batch.id])
    expect(await found('tag=new')).toEqual([batch.id])
    expect(await found('q=spring')).toEqual([])
    expect(await found('tag=old')).toEqual([])
    expect(await found('tag=ne')).toEqual([])
  })

  it('takes those in a state', async () => {
    const open = await accepted(1, {})
    const settled = await accepted(2, {})
    await settle(api.store, settled)
    expect(await found('state=queued')).toEqual([open.id])
    expect(await found('state=succeeded')).toEqual([settled.id])
    expect(await found('state=failed')).toEqual([])
  })

  it.each([1, 2, 3])('comes in pages of %i without a gap or a double', async limit => {
    const foxes: string[] = []
    for (let age = 1; age <= 6; age++) {
      const { id } = await accepted(age, { prompts: [age % 2 === 0 ? 'An owl' : 'A fox'] })
      if (age % 2 === 1) foxes.push(id)
    }
    const ids: string[] = []
    let cursor = ''
    do {
      const next = await page(`q=fox&limit=${limit}${cursor}`)
      expect(next.batches.length).toBeLessThanOrEqual(limit)
      ids.push(...next.batches.map(({ id }) => id))
      cursor = next.nextCursor === undefined ? '' : `&cursor=${next.nextCursor}`
    } while (cursor !== '')
    expect(ids).toEqual(foxes)
  })

  it('looks through so many batches a call, and says where to go on', async () => {
    for (let age = 1; age <= MOST_SEARCHED; age++) await accepted(age, { prompts: ['An owl'] })
    const last = await accepted(MOST_SEARCHED + 1, { prompts: ['A fox'] })
    const nothing = await page('q=fox')
    expect(nothing.batches).toEqual([])
    expect(await found(`q=fox&cursor=${nothing.nextCursor}`)).toEqual([last.id])
  })

  it('reads what was asked of a batch once, however often it is searched', async () => {
    await accepted(1, { prompts: ['A fox'] })
    const reads = vi.spyOn(api.store, 'batch')
    for (const word of ['otter', 'owl', 'seal']) expect(await found(`q=${word}`)).toEqual([])
    expect(reads).toHaveBeenCalledTimes(1)
  })

  it('passes over a batch that cannot be read', async () => {
    const damaged = await accepted(1, {})
    const batch = await accepted(2, {})
    await api.objects.put(batchKey(damaged.id), Buffer.from('{"half'), { contentType: 'application/json' })
    expect(await found('q=fox')).toEqual([batch.id])
  })

  it.each(['state=done', `q=${'x'.repeat(201)}`, 'words=x'])('cannot be asked for with %s', async query => {
    expect((await api.app.inject({ url: `/batches?${query}` })).statusCode).toBe(400)
  })
})

it('a list of batches says what each came to, once it has settled', async () => {
  const open = await accepted(1, {})
  const settled = await accepted(2, {})
  await settle(api.store, settled, () => ({ costUsd: 0.04 }))
  const { batches } = await page('')
  expect(batches.map(({ id, costUsd }) => [id, costUsd])).toEqual([
    [open.id, undefined],
    [settled.id, 0.08],
  ])
})
