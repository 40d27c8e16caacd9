import { leafCount } from '@contactsheet/contract'
import { parseTable } from '@contactsheet/table'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hugeBatch, makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const FAILED = { state: 'failed', error: { kind: 'rejected', message: '=Not this one' } } as const

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function download(id: string, end: string) {
  const response = await api.app.inject({ url: `/batches/${id}/results.${end}` })
  expect(response.statusCode).toBe(200)
  return response
}

async function rowsOf(id: string, query = '') {
  const { payload } = await download(id, `csv${query}`)
  const { rows } = parseTable(payload, { format: 'csv', maxRows: 1_000, maxBytes: 1_000_000 })
  return rows.map(({ item }) => ({ ...item, ...item.variables, variables: undefined }))
}

const linesOf = async (id: string, query = '') =>
  (await download(id, `jsonl${query}`)).payload
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line))

async function kettles() {
  const batch = makeBatch(2, {
    prompts: ['A kettle, in\nsnow', '=A can'],
    items: [
      { title: 'The kettle', language: 'de', variables: { Product: 'kettle', state: 'Ohio' } },
      { variables: { product: 'can' } },
    ],
    language: 'fr',
  })
  await api.store.accept(batch)
  return batch
}

describe('the results of a batch', () => {
  it('are a row of CSV for each leaf, with all that was asked and came of it', async () => {
    const batch = await kettles()
    await settle(api.store, batch, leafId =>
      leafId === '0000-00'
        ? { prompt: 'What was sent', costUsd: 0.04, durationMs: 1_500, image: picture('0000-00-a.jpg') }
        : FAILED,
    )
    const [first, second, third] = await rowsOf(batch.id)
    expect(first).toMatchObject({
      leafId: '0000-00',
      promptIndex: '0',
      prompt: 'A kettle, in\nsnow',
      sentPrompt: 'What was sent',
      title: 'The kettle',
      language: 'de',
      model: 'gemini-3-pro-image',
      column: 'Gemini 3 Pro Image',
      state: 'succeeded',
      costUsd: '0.04',
      costBy: 'list',
      durationMs: '1500',
      image: '0000-00-a.jpg',
      Product: 'kettle',
      'variables.state': 'Ohio',
    })
    expect(first).toHaveProperty('imageUrl', expect.stringMatching(/0000-00-a\.jpg$/))
    expect(second).toMatchObject({ leafId: '0000-01', state: 'failed', errorKind: 'rejected' })
    expect(third).toMatchObject({ title: "'=A can", language: 'fr', Product: 'can' })

    function picture(name: string) {
      return { key: `batches/${batch.id}/images/${name}`, bytes: 1, width: 1, height: 1 }
    }
  })

  it('run as formulas nowhere, and open in Excel as UTF-8', async () => {
    const batch = await kettles()
    await settle(api.store, batch, () => FAILED)
    const { rawPayload, headers } = await download(batch.id, 'csv')
    expect(rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    expect(rawPayload.toString()).not.toMatch(/(?:^|[,"])=/m)
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="contactsheet-${batch.id}.csv"`,
    })
  })

  it('are a line of JSON for each leaf, of variables and options as they are', async () => {
    const batch = await kettles()
    await settle(api.store, batch, () => FAILED)
    const lines = await linesOf(batch.id)
    expect(lines.map(({ leafId }) => leafId)).toEqual(['0000-00', '0000-01', '0001-00', '0001-01'])
    expect(lines[0]).toMatchObject({ variables: { Product: 'kettle', state: 'Ohio' }, state: 'failed' })
    expect(lines[3]).toMatchObject({ prompt: '=A can', error: '=Not this one', errorKind: 'rejected' })
    expect(lines[3]).not.toHaveProperty('imageUrl')
  })

  it('are there while the batch is open, as it stands', async () => {
    const batch = await kettles()
    expect((await rowsOf(batch.id)).map(row => Reflect.get(row, 'variables.state'))).toHaveLength(4)
    expect(new Set((await linesOf(batch.id)).map(({ state }) => state))).toEqual(new Set(['queued']))
  })

  it('can be those in one state alone', async () => {
    const batch = await kettles()
    await settle(api.store, batch, leafId => (leafId === '0001-00' ? FAILED : {}))
    expect((await linesOf(batch.id, '?state=failed')).map(({ leafId }) => leafId)).toEqual(['0001-00'])
    expect(await rowsOf(batch.id, '?state=canceled')).toEqual([])
    expect((await api.app.inject({ url: `/batches/${batch.id}/results.csv?state=lost` })).statusCode).toBe(
      400,
    )
    expect((await api.app.inject({ url: '/batches/zzzzzzzzzz-zzzzzz/results.csv' })).statusCode).toBe(404)
  })

  it('come piece by piece, however many there are', async () => {
    const batch = hugeBatch(2)
    await api.store.accept(batch)
    const lines = (await download(batch.id, 'csv')).payload.split('\r\n')
    expect(lines).toHaveLength(leafCount(batch) + 2)
  })
})
