import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { KindError, problemSchema } from '@contactsheet/contract'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { openApi, type TestApi } from '../api.testing.ts'

const GOOD = { prompts: ['A fox'], models: ['gpt-image-2'] }

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

let address: Promise<string> | undefined
/** Where the API listens. */
function listening(): Promise<string> {
  address ??= api.app.listen({ port: 0, host: '127.0.0.1' })
  return address
}

async function problemOf(request: InjectOptions) {
  const response = await api.app.inject(request)
  expect(response.headers['content-type']).toBe('application/problem+json')
  const problem = problemSchema.parse(response.json())
  expect(problem.status).toBe(response.statusCode)
  expect(problem.instance).toMatch(/^urn:uuid:/)
  return { ...problem, headers: response.headers }
}

function post(body: unknown) {
  return problemOf({ method: 'POST', url: '/batches', payload: body as object })
}

function postText(payload: string, type = 'application/json') {
  return problemOf({ method: 'POST', url: '/batches', payload, headers: { 'content-type': type } })
}

describe('a request that cannot be used', () => {
  it.each<[string, unknown, string, string]>([
    ['no prompts', { ...GOOD, prompts: [] }, 'prompts', 'must hold at least one prompt'],
    ['no models', { ...GOOD, models: [] }, 'models', 'must hold at least one model'],
    ['an empty prompt', { ...GOOD, prompts: ['A fox', ''] }, 'prompts[1]', 'must not be empty'],
    ['a blank prompt', { ...GOOD, prompts: [' \n'] }, 'prompts[0]', 'must not be empty'],
    ['a long prompt', { ...GOOD, prompts: ['x'.repeat(51)] }, 'prompts[0]', 'must be at most 50 characters'],
    [
      'a number for a prompt',
      { ...GOOD, prompts: [7] },
      'prompts[0]',
      'expected string, or an object with "prompt"',
    ],
    ['a text for the prompts', { ...GOOD, prompts: 'A fox' }, 'prompts', 'expected array, received string'],
    ['no models at all', { prompts: ['A fox'] }, 'models', 'expected array, received undefined'],
    ['an unknown model', { ...GOOD, models: ['gpt-imag-2'] }, 'models[0]', 'Did you mean "gpt-image-2"?'],
    ['an unknown style', { ...GOOD, style: 'nice' }, 'style', 'must be one of: photorealistic, cinematic'],
    ['an unknown template', { ...GOOD, template: 'top' }, 'template', 'must be one of: bottom-bar'],
    ['an unknown font', { ...GOOD, font: 'arial' }, 'font', 'must be one of: inter, roboto'],
    ['an unknown property', { ...GOOD, promts: [] }, 'promts', 'is not a known property'],
    [
      'a positional form with parts missing',
      [['A fox'], ['gpt-image-2']],
      '(body)',
      'missing style, template',
    ],
    [
      'a positional form with a part too many',
      [['A fox'], ['gpt-image-2'], 'anime', 'bottom-bar', 'inter', '', '', ''],
      '(body)',
      'exactly 7 parts [prompts, models, style, template, font, context, extraPrompt]; got 8',
    ],
    [
      'a wrong part of the positional form',
      [['A fox'], ['gpt-image-2'], 'nice', 'bottom-bar', 'inter', '', ''],
      'style',
      'must be one of: photorealistic',
    ],
    [
      'too many images',
      { prompts: Array.from({ length: 51 }, () => 'A fox'), models: ['gpt-image-2', 'gemini-3-pro-image'] },
      'prompts',
      '51 prompts x 2 models are 102 images; at most 100 are allowed in one batch (MAX_IMAGES)',
    ],
    ['a text', '"batch"', '(body)', 'expected object, received string'],
  ])('names the field and what is wrong with %s', async (_name, body, field, message) => {
    const problem = typeof body === 'string' ? await postText(body) : await post(body)
    expect(problem).toMatchObject({ status: 400, title: 'Bad Request' })
    expect(problem.errors).toEqual([{ field, message: expect.stringContaining(message) }])
    expect(problem.detail).toContain(message)
    if (field !== '(body)') expect(problem.detail).toContain(`at ${field}: `)
    expect(api.orchestrator.started).toEqual([])
  })

  it('lists every wrong field, and says how many there are', async () => {
    const problem = await post({ prompts: [''], models: ['gpt-image-2'], style: 'nice', font: 'arial' })
    expect(problem.errors?.map(({ field }) => field)).toEqual(['prompts[0]', 'style', 'font'])
    expect(problem.detail).toBe(
      'The body cannot be used at prompts[0]: must not be empty. And 2 more, see errors.',
    )
  })

  it('lists no more wrong fields than anybody reads', async () => {
    const problem = await post({ ...GOOD, prompts: Array.from({ length: 140 }, () => '') })
    expect(problem.errors).toHaveLength(100)
    expect(problem.detail).toContain('And 140 more')
  })

  it.each([
    ['prompts: a fox', 'expected a value, found "p" (line 1 column 1).'],
    ['{"prompts": ["A fox"],}', '"}" after a comma; take the comma away (line 1 column 23).'],
    ['{\r\n "prompts": [', 'it ends too early (line 2 column 14).'],
  ])('says where a body is not JSON: %s', async (body, where) => {
    const problem = await postText(body)
    expect(problem.status).toBe(400)
    expect(problem.detail).toBe(`The body is not JSON: ${where}`)
  })

  it('asks for a body where there is none', async () => {
    const problem = await problemOf({ method: 'POST', url: '/batches' })
    expect(problem).toMatchObject({
      status: 400,
      detail: 'The body is empty. Send the batch in it, as JSON.',
    })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'nonsense'])(
    'refuses a body of type %s',
    async type => {
      const problem = await postText(JSON.stringify(GOOD), type)
      expect(problem).toMatchObject({
        status: 415,
        detail:
          'The body must be one of these, by its Content-Type: application/json, text/csv, text/tab-separated-values, application/x-ndjson, application/jsonl, multipart/form-data.',
      })
      const elsewhere = await problemOf({
        method: 'POST',
        url: '/batches/zzzzzzzzzz-zzzzzz/recompose',
        payload: JSON.stringify({}),
        headers: { 'content-type': type },
      })
      expect(elsewhere.detail).toBe('The body must be JSON: send it with "Content-Type: application/json".')
    },
  )

  it('names the limit a body is too large for', async () => {
    const problem = await post({ ...GOOD, context: 'x'.repeat(20_001) })
    expect(problem).toMatchObject({
      status: 413,
      detail: 'The body is larger than the 20000 bytes allowed (MAX_BODY_BYTES). Split the batch.',
    })
  })

  it.each([
    ['/batches?cursor=garbage', 'cursor', 'must be the nextCursor of the page before'],
    ['/batches?limit=0', 'limit', 'must be a whole number from 1 to 100'],
    ['/batches?limit=ten', 'limit', 'must be a whole number from 1 to 100'],
    ['/batches?limit=1&limit=2', 'limit', 'must be a whole number from 1 to 100'],
    ['/batches?page=2', 'page', 'is not a known property'],
    ['/batches/zzzzzzzzzz-zzzzzz/leaves?cursor=7', 'cursor', 'must be the nextCursor of the page before'],
    ['/batches/zzzzzzzzzz-zzzzzz/leaves?limit=501', 'limit', 'must be a whole number from 1 to 500'],
    [
      '/batches/zzzzzzzzzz-zzzzzz/leaves?state=done',
      'state',
      'must be one of: queued, running, succeeded, failed, canceled',
    ],
    ['/models?all=maybe', 'all', 'must be true or false'],
  ])('names the parameter of %s', async (url, field, message) => {
    const problem = await problemOf({ url })
    expect(problem.status).toBe(400)
    expect(problem.errors).toEqual([{ field, message }])
    expect(problem.detail).toBe(`The query cannot be used at ${field}: ${message}.`)
  })
})

describe('an address', () => {
  it.each(['/nope', '/batches/', '/batches/a/b/c', '//', '/pictures'])(
    'that nothing is served at is 404: %s',
    async url => {
      expect(await problemOf({ url })).toMatchObject({ status: 404, title: 'Not Found' })
    },
  )

  it.each(['zzzzzzzzzz-zzzzzz', 'nonsense', '..%2f..%2fetc', 'x'.repeat(200)])(
    'of a batch that is not there is 404: %s',
    async id => {
      for (const url of [`/batches/${id}`, `/batches/${id}/leaves`, `/batches/${id}/sheet.jpg`])
        expect(await problemOf({ url })).toMatchObject({
          status: 404,
          detail: expect.stringContaining('There is no batch'),
        })
    },
  )

  it.each([
    ['/batches/', '/batches'],
    ['/batches/zzzzzzzzzz-zzzzzz/leaves/?limit=2', '/batches/zzzzzzzzzz-zzzzzz/leaves'],
    ['//batches', '/batches'],
  ])('with a slash too many is told the right one: %s', async (url, right) => {
    for (const method of ['GET', 'POST'] as const)
      expect(await problemOf({ method, url })).toMatchObject({
        status: 404,
        detail: `Nothing is served at ${url.split('?')[0]}. Paths have no empty parts, and no slash at their end: try ${right}.`,
      })
  })

  it('that leads out of the folder of a page is not served, and is no fault of ours', async () => {
    const { hostname, port } = new URL(await listening())
    const socket = connect(Number(port), hostname)
    socket.write('GET /docs/static/../../batches HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    expect(await text(socket)).toMatch(/^HTTP\/1.1 403 .*The request is refused: Forbidden\./s)
  })

  it('that is not a valid one is 400', async () => {
    expect((await problemOf({ url: '/batches/%zz' })).status).toBe(400)
  })

  it.each([
    ['DELETE', '/batches', 'POST, GET, HEAD'],
    ['PUT', '/batches/zzzzzzzzzz-zzzzzz', 'GET, HEAD, PATCH'],
    ['POST', '/models', 'GET, HEAD'],
    ['OPTIONS', '/healthz', 'GET, HEAD'],
  ] as const)('served for other methods than %s %s is 405', async (method, url, allow) => {
    const problem = await problemOf({ method, url, payload: 'not even JSON' })
    expect(problem).toMatchObject({ status: 405, detail: expect.stringContaining(allow) })
    expect(problem.headers.allow).toBe(allow)
  })
})

describe('a fault', () => {
  it('of the store is 503, without its inner detail', async () => {
    const batch = makeBatch(1)
    await api.store.accept(batch)
    const cause = new KindError('storage', 'Could not read it at inner.host.')
    vi.spyOn(api.store, 'batch').mockRejectedValueOnce(cause)
    const problem = await problemOf({ url: `/batches/${batch.id}` })
    expect(problem).toMatchObject({
      status: 503,
      detail: 'The object store cannot be read or written. Try again in 5 seconds.',
    })
    expect(problem.headers['retry-after']).toBe('5')
  })

  it('of ours is 500, without its inner detail', async () => {
    vi.spyOn(api.store, 'batchIds').mockImplementationOnce(() => {
      throw new TypeError('secret detail')
    })
    const problem = await problemOf({ url: '/batches' })
    expect(problem).toMatchObject({ status: 500, title: 'Internal Server Error' })
    expect(JSON.stringify(problem)).not.toContain('secret detail')
  })
})

describe('what is not HTTP', () => {
  it('is answered in problem details too', async () => {
    const { hostname, port } = new URL(await listening())
    const socket = connect(Number(port), hostname)
    socket.write('what?\r\n\r\n')
    const [head, body = ''] = (await text(socket)).split('\r\n\r\n')
    expect(head).toContain('HTTP/1.1 400 Bad Request')
    expect(head).toContain('content-type: application/problem+json')
    expect(problemSchema.parse(JSON.parse(body)).status).toBe(400)
  })
})
