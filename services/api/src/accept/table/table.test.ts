import { gzipSync } from 'node:zlib'
import type { Problem } from '@contactsheet/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../../api.testing.ts'

const TABLE = `Title,prompt,Product,language
The {{product}},"A {{product}}, in snow",kettle,de
,A {{product}},can,
`
/** The same as Excel saves it where the comma is for decimals. */
const EXCEL = `\uFEFFTitle;prompt;Product;language\r
The {{product}};"A {{product}}, in snow";kettle;de\r
;A {{product}};can;\r
;;;\r
`
const QUERY = 'models=gpt-image-2,gemini-3-pro-image&context=for+{{product}}s&style=neon'
const SAME = {
  prompts: [
    {
      prompt: 'A {{product}}, in snow',
      title: 'The {{product}}',
      language: 'de',
      variables: { Product: 'kettle' },
    },
    { prompt: 'A {{product}}', variables: { Product: 'can' } },
  ],
  models: ['gpt-image-2', 'gemini-3-pro-image'],
  context: 'for {{product}}s',
  style: 'neon',
}

let api: TestApi
beforeAll(async () => {
  api = await openApi({
    limits: { maxImages: 1_000, maxPromptLength: 50, maxBodyBytes: 20_000, requestsPerMinute: 12_000 },
  })
})
afterAll(() => api.close())

interface Sent {
  type?: string
  headers?: Record<string, string>
}

function post(payload: string | Buffer | object, query = '', { type = 'text/csv', headers = {} }: Sent = {}) {
  const url = `/batches${query && `?${query}`}`
  const own = typeof payload === 'string' || payload instanceof Buffer ? { 'content-type': type } : {}
  return api.app.inject({ method: 'POST', url, payload, headers: { ...own, ...headers } })
}

/** The batch that a request makes, without what is its own. */
async function madeBy(...request: Parameters<typeof post>) {
  const response = await post(...request)
  expect(response.json()).toMatchObject({ state: 'queued' })
  const stored = await api.store.batch(response.json().id)
  if (stored === undefined) throw new Error('It is not in the store.')
  const { id: _, createdAt: __, ...batch } = stored
  return batch
}

async function refusal(...request: Parameters<typeof post>): Promise<Problem> {
  const started = api.orchestrator.started.length
  const response = await post(...request)
  expect([400, 403, 413, 415]).toContain(response.statusCode)
  expect(api.orchestrator.started).toHaveLength(started)
  return response.json()
}

describe('a table as the body of a batch', () => {
  it('makes the same batch as the same request in JSON', async () => {
    const same = await madeBy(SAME)
    expect(same).toMatchObject({ prompts: ['A kettle, in snow', 'A can'], style: 'neon' })
    expect(await madeBy(TABLE, QUERY)).toEqual(same)
  })

  it.each([
    ['Excel', EXCEL, 'text/csv'],
    ['tabs', TABLE.replaceAll(',', '\t').replace('}}\t in', '}}, in'), 'text/tab-separated-values'],
    ['JSON by the line', SAME.prompts.map(item => JSON.stringify(item)).join('\n'), 'application/x-ndjson'],
    [
      'JSON by the line under its other name',
      `${SAME.prompts.map(item => JSON.stringify(item)).join('\n')}\n`,
      'Application/JSONL',
    ],
  ])('may be written as by %s', async (_, table, type) => {
    expect(await madeBy(table, QUERY, { type })).toEqual(await madeBy(SAME))
  })

  it('may be in another encoding, and compressed, as its headers say', async () => {
    const latin = Buffer.from('prompt\nCafé\n', 'latin1')
    const { prompts } = await madeBy(latin, 'models=gpt-image-2', { type: 'text/csv; charset=windows-1252' })
    expect(prompts).toEqual(['Café'])
    const headers = { 'content-encoding': 'gzip' }
    expect(await madeBy(gzipSync(TABLE), QUERY, { headers })).toEqual(await madeBy(SAME))
  })

  it('has every plain field of a request in its query, in the words of JSON', async () => {
    const fields = {
      models: [{ id: 'gpt-image-2', quality: 'high' }, 'gemini-3-pro-image'],
      template: 'left-panel',
      title: false,
      outputs: ['og', 'square'],
      variations: 2,
      sample: 3,
      maxCostUsd: 5.5,
    }
    const written = new URLSearchParams({
      models: JSON.stringify(fields.models[0]),
      template: 'left-panel',
      title: 'false',
      outputs: 'og, square',
      variations: '2',
      sample: '3',
      maxCostUsd: '5.5',
    })
    written.append('models', 'gemini-3-pro-image')
    const prompts = [{ prompt: 'A fox', variables: {} }]
    expect(await madeBy('prompt\nA fox', String(written))).toEqual(await madeBy({ prompts, ...fields }))
  })

  it('is not looked at before a token is', async () => {
    const guarded = await openApi({ tokens: ['a-token'] })
    const sent = (type: string) => ({
      method: 'POST' as const,
      url: '/batches',
      payload: 'x'.repeat(1_000_000),
      headers: { 'content-type': type },
    })
    for (const type of ['text/csv', 'multipart/form-data; boundary=x'])
      expect((await guarded.app.inject(sent(type))).statusCode).toBe(401)
    await guarded.close()
  })

  it('is checked and estimated, and not started, with dryRun', async () => {
    const started = api.orchestrator.started.length
    const response = await post(TABLE, `${QUERY}&dryRun=true`)
    expect([response.statusCode, response.json()]).toMatchObject([200, { images: 4 }])
    expect(api.orchestrator.started).toHaveLength(started)
  })

  it('warns of what it was taken for, and of columns that no text asks for', async () => {
    const { warnings } = await madeBy('prompt,sku\nA fox,1', 'models=gpt-image-2')
    expect(warnings).toEqual(['No text asks for {{sku}}.'])
    const list = await madeBy('A fox\nA hare', 'models=gpt-image-2')
    expect(list.warnings).toEqual(['The table, line 1: is taken for a prompt: the table has no header.'])
  })

  it('is the same request for its idempotency key, however it is written', async () => {
    const headers = { 'idempotency-key': 'a-table' }
    const first = await post(TABLE, QUERY, { headers })
    const again = await post(SAME, '', { headers })
    const other = await post(TABLE.replace('kettle', 'pan'), QUERY, { headers })
    expect([first.json().id, other.statusCode]).toEqual([again.json().id, 422])
  })
})

describe('a table that cannot be used', () => {
  it('is refused by line, column and field, with all that is wrong at once', async () => {
    const table = `prompt,Title,Lang,language\nA {{fox}},,,\nA hare,,en,\n${'x'.repeat(51)},,en,Deutsch!\n"A
cat",${'y'.repeat(51)},,\n`
    const problem = await refusal(table, 'models=gpt-image-9&style=neon&context={{Lang}}')
    expect(problem.detail).toMatch(
      /^The request cannot be used at line 4, column "prompt": must be at most 50 characters\. And \d more, see errors\.$/,
    )
    expect(problem.errors).toEqual([
      { field: 'prompts[2].prompt', line: 4, column: 'prompt', message: 'must be at most 50 characters' },
      {
        field: 'prompts[2].language',
        line: 4,
        column: 'language',
        message: expect.stringContaining('BCP 47'),
      },
      { field: 'prompts[3].title', line: 5, column: 'Title', message: 'must be at most 50 characters' },
      { field: 'models[0]', message: expect.stringContaining('Unknown model') },
      { field: 'prompts[0].prompt', line: 2, column: 'prompt', message: 'has no value for {{fox}}' },
      { field: 'prompts[0]', line: 2, message: 'context has no value for {{lang}}' },
    ])
  })

  it.each([
    [
      'a header twice',
      'prompt,a,A\nx,,',
      [{ field: 'prompts', line: 1, column: '3' }],
      'at line 1, column 3',
    ],
    ['no column of prompts', 'a,b\nc,d', [{ field: 'prompts', line: 1 }], 'at line 1: has the columns'],
    ['a row too long', 'prompt,a\nb,c,d', [{ field: 'prompts', line: 2 }], 'at line 2: has 3 cells'],
    [
      'variables that nest',
      'prompt,a\n{{a {{b}}}},c',
      [{ line: 2, column: 'prompt' }, {}],
      'variables that nest',
    ],
    ['a quote without an end', 'prompt\n"a', [{ field: 'prompts', line: 2 }], 'no other ends it'],
    [
      'a workbook',
      'PK\x03\x04...',
      [{ field: '(body)' }],
      'The table cannot be used: it is an Excel workbook',
    ],
  ])('is refused by name where it has %s', async (_, table, errors, detail) => {
    const problem = await refusal(table, 'models=gpt-image-2')
    expect(problem.errors).toMatchObject(errors)
    expect(problem.detail).toContain(detail)
  })

  it('is refused for itself and for its query at once', async () => {
    const { errors } = await refusal('prompt,a,a\nx,,', 'models=nothing')
    expect(errors).toMatchObject([{ line: 1 }, { field: 'models[0]' }])
  })

  it('is refused for itself and for what its rows say at once, each row for one of both', async () => {
    const table = `prompt,language\nA {{fox}},\n,de\na,b,c\nA hare,Deutsch!\n"A cat`
    const { errors, detail } = await refusal(table, 'models=nothing')
    expect(detail).toContain('The table cannot be used at line 3')
    expect(errors).toMatchObject([
      { field: 'prompts', line: 3, message: expect.stringContaining('is empty') },
      { field: 'prompts', line: 4, message: expect.stringContaining('has 3 cells') },
      { field: 'prompts', line: 6, message: expect.stringContaining('no other ends it') },
      { field: 'prompts[3].language', line: 5, column: 'language' },
      { field: 'models[0]' },
      { field: 'prompts[0].prompt', line: 2, message: 'has no value for {{fox}}' },
    ])
    const lines = await refusal('{"prompt": "a"}\n{"prompt\n{"prompt": "{{b}}"}', 'models=gpt-image-2', {
      type: 'application/x-ndjson',
    })
    expect(lines.errors).toMatchObject([{ line: 2 }, { field: 'prompts[2].prompt', line: 3 }])
  })

  it('is refused for its header and for rows that cannot be read at once', async () => {
    const { errors } = await refusal('prompt,a,a\n{{none}},,\n,b,', 'models=gpt-image-2')
    expect(errors).toMatchObject([
      { line: 1, column: '3' },
      { line: 3, column: 'prompt' },
    ])
  })

  it('starts nothing where its rows alone are at fault', async () => {
    const { errors } = await refusal('prompt,a\nA fox,\na,b,c', 'models=gpt-image-2')
    expect(errors).toMatchObject([{ line: 3 }])
  })

  it('is told of in no more than a hundred errors', async () => {
    const { errors } = await refusal(`prompt\n${'{{a}}\n'.repeat(300)}`, 'models=gpt-image-2')
    expect(errors).toHaveLength(100)
  })

  it('says of what is no number in its query that it is none', async () => {
    const { errors } = await refusal('prompt\na', 'models=gpt-image-2&variations=two')
    expect(errors).toMatchObject([{ field: 'variations' }])
  })

  it('is refused with a misspelt parameter, and JSON with a field in its query', async () => {
    expect((await refusal(TABLE, `${QUERY}&styl=neon`)).errors).toMatchObject([{ field: 'styl' }])
    expect((await refusal(SAME, 'style=neon')).errors).toMatchObject([{ field: 'style' }])
  })

  it.each([
    ['of a hundred thousand columns', `prompt${',a'.repeat(9_000)}\nx`],
    ['of one huge cell', `prompt\n${'x'.repeat(19_000)}`],
    ['of nothing but quotes', '"'.repeat(19_000)],
    ['with quotes never closed', `prompt\n${'"a\n'.repeat(6_000)}`],
    ['of nothing', ' \n\n'],
  ])('is refused %s', async (_, table) => {
    expect((await refusal(table, 'models=gpt-image-2')).status).toBe(400)
  })

  it('is refused if it is larger than any body may be, however it is sent', async () => {
    const table = `prompt\n${'A fox\n'.repeat(4_000)}`
    expect((await refusal(table, QUERY)).status).toBe(413)
    const headers = { 'content-encoding': 'gzip' }
    expect((await refusal(gzipSync(table), QUERY, { headers })).status).toBe(413)
  })

  it('is refused as a type that none has, with those there are', async () => {
    const { status, detail } = await refusal(TABLE, QUERY, { type: 'application/vnd.ms-excel' })
    expect(status).toBe(415)
    expect(detail).toContain('application/json, text/csv, text/tab-separated-values, application/x-ndjson')
  })
})

describe('a form with a table in it', () => {
  const { prompts: _, ...rest } = SAME

  async function form(parts: Readonly<Record<string, string | File>>) {
    const data = new FormData()
    for (const [name, value] of Object.entries(parts)) data.append(name, value)
    const { headers, body } = await encoded(data)
    return { body, type: headers.get('content-type') ?? '' }
  }

  async function encoded(data: FormData) {
    const request = new Request('http://api.example', { method: 'POST', body: data })
    return { headers: request.headers, body: Buffer.from(await request.arrayBuffer()) }
  }

  async function postForm(parts: Readonly<Record<string, string | File>>, headers = {}) {
    const { body, type } = await form(parts)
    return [body, '', { type, headers }] as const
  }

  const csv = (name = 'prompts.csv', type = '') => new File([TABLE], name, { type })

  it.each([
    ['by its name', csv(), JSON.stringify(rest)],
    ['as Windows calls CSV', csv('prompts.csv', 'application/vnd.ms-excel'), JSON.stringify(rest)],
    ['by its type', csv('prompts', 'text/csv; charset=utf-8'), JSON.stringify(rest)],
    [
      'with its request as a file',
      csv(),
      new File([JSON.stringify(rest)], 'a.json', { type: 'application/json' }),
    ],
  ])('makes the same batch, %s', async (_, table, request) => {
    expect(await madeBy(...(await postForm({ request, table })))).toEqual(await madeBy(SAME))
    expect(await madeBy(...(await postForm({ request, prompts: table })))).toEqual(await madeBy(SAME))
  })

  it('is read compressed', async () => {
    const { body, type } = await form({ request: JSON.stringify(rest), table: csv() })
    const headers = { 'content-encoding': 'gzip' }
    expect(await madeBy(gzipSync(body), '', { type, headers })).toEqual(await madeBy(SAME))
  })

  it('names lines of its table and fields of its request', async () => {
    const table = new File(['prompt\nA {{fox}}'], 'a.csv')
    const { errors } = await refusal(...(await postForm({ request: '{"models": ["none"]}', table })))
    expect(errors).toMatchObject([{ field: 'models[0]' }, { field: 'prompts[0].prompt', line: 2 }])
  })

  it.each([
    ['no table', { request: '{}' }, 'must have one table'],
    ['two tables', { table: csv(), prompts: csv() }, 'must have one table'],
    ['a table that is no file', { table: TABLE }, 'must be sent as a file'],
    ['a part that means nothing', { table: csv(), models: 'gpt-image-2' }, 'a part "models"'],
    [
      'a request that is no JSON',
      { table: csv(), request: '{' },
      'The part "request" of the form is not JSON',
    ],
    ['a request that is a list', { table: csv(), request: '[]' }, 'must be an object'],
    ['a table of no known kind', { table: csv('a.xlsx') }, 'neither CSV nor JSON by the line'],
    ['prompts in its request', { table: csv(), request: JSON.stringify(SAME) }, 'are those of the table'],
  ])('is refused with %s', async (_, parts: Record<string, string | File>, detail) => {
    expect((await refusal(...(await postForm(parts)))).detail).toContain(detail)
  })

  it('is refused if it breaks off, has thousands of parts, or says not where parts end', async () => {
    const { body, type } = await form({ table: csv() })
    expect((await refusal(body.subarray(0, -30), '', { type })).detail).toContain('cannot be read')
    const boundary = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n'
    const many = await refusal(boundary.repeat(300), '', { type: 'multipart/form-data; boundary=x' })
    expect(many.detail).toContain('more parts')
    expect((await refusal(body, '', { type: 'multipart/form-data' })).detail).toContain('no boundary')
  })

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://elsewhere.example' },
    { origin: 'null' },
  ])('is refused from a page of another site, which needs no leave to send one: %j', async headers => {
    const problem = await refusal(
      ...(await postForm({ request: JSON.stringify(rest), table: csv() }, headers)),
    )
    expect(problem.status).toBe(403)
  })

  it('is taken from a page of our own', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:80' }
    expect(
      await madeBy(...(await postForm({ request: JSON.stringify(rest), table: csv() }, headers))),
    ).toEqual(await madeBy(SAME))
  })
})
