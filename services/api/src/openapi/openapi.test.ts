import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'
import { describeRoutes } from './openapi.ts'

const file = join(import.meta.dirname, '../../../../docs/openapi.json')

let api: TestApi
let document: ReturnType<typeof JSON.parse>
beforeAll(async () => {
  api = await openApi({
    tokens: ['a-token'],
    limits: {
      maxImages: 10_000,
      maxPromptLength: 1_000,
      maxBodyBytes: 16_777_216,
      requestsPerMinute: 1_000_000,
      webhooks: 'https',
    },
  })
  document = (await api.app.inject({ url: '/openapi.json' })).json()
})
afterAll(() => api.close())

interface Call {
  operationId: string
  parameters?: { description?: string }[]
}

function calls(): [call: string, Call][] {
  return Object.entries<Record<string, Call>>(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, call]): [string, Call] => [`${method.toUpperCase()} ${path}`, call]),
  )
}

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true })
    expect(document.openapi).toBe('3.1.0')
  })

  it('is what docs/openapi.json says; after a change, run with UPDATE_OPENAPI=1 and commit that', async () => {
    const text = `${JSON.stringify(document, null, 2)}\n`
    if (process.env.UPDATE_OPENAPI === '1') await writeFile(file, text)
    expect(text).toBe(await readFile(file, 'utf8'))
  })

  it('explains every parameter', () => {
    const parameters = calls().flatMap(([, { parameters = [] }]) => parameters)
    expect(parameters.length).toBeGreaterThan(20)
    expect(parameters.filter(({ description }) => !description)).toEqual([])
  })

  it('has both forms of a batch, the positional one with all its parts', () => {
    const [object, positional] =
      document.paths['/batches'].post.requestBody.content['application/json'].schema.oneOf
    expect([object.additionalProperties, object.required]).toEqual([false, ['prompts', 'models']])
    expect([positional.minItems, positional.maxItems, positional.items]).toEqual([7, 7, false])
    expect(positional.prefixItems.map(({ title }: { title: string }) => title)).toEqual([
      'prompts',
      'models',
      'style',
      'template',
      'font',
      'context',
      'extraPrompt',
    ])
  })

  it('says which calls need no token', () => {
    expect(document.paths['/healthz'].get.security).toEqual([])
    expect(document.paths['/session'].post.security).toEqual([])
    expect(document.paths['/batches'].get.security).toBeUndefined()
  })

  it('has examples that work', async () => {
    const { examples } = document.paths['/batches'].post.requestBody.content['application/json']
    expect(Object.keys(examples)).toEqual(['object', 'positional'])
    for (const { value } of Object.values<{ value: object }>(examples)) {
      const headers = { authorization: 'Bearer a-token' }
      const request = { method: 'POST', url: '/batches?dryRun=true', headers, payload: value } as const
      expect((await api.app.inject(request)).statusCode).toBe(200)
    }
  })

  it('names every call', () => {
    const ids = calls().map(([, { operationId }]) => operationId)
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted())
    for (const id of ids) expect(id).toMatch(/^[a-z]+([A-Z][a-z]+)+$/)
  })

  it('has the refusals that stand before a route', () => {
    const refusals = (path: string, method: string) =>
      Object.keys(document.paths[path][method].responses).filter(status => status.startsWith('4'))
    expect(refusals('/healthz', 'get')).toEqual(['414'])
    expect(refusals('/styles', 'get')).toEqual(['401', '414', '429'])
    expect(refusals('/batches/{id}', 'get')).toEqual(['400', '401', '404', '409', '414', '429'])
    expect(refusals('/session', 'post')).toEqual(['400', '401', '413', '414', '415', '429'])
    expect(refusals('/images/delete', 'post')).toEqual('400 401 403 404 409 413 414 415 429'.split(' '))
  })

  it('has the headers that mean something, of requests and of answers', () => {
    const { parameters, responses } = document.paths['/images/{batchId}/{file}'].get
    expect(parameters.find(({ in: place }: { in: string }) => place === 'header')).toMatchObject({
      name: 'If-None-Match',
      required: false,
    })
    expect(Object.keys(responses['200'].headers)).toContain('ETag')
    expect(responses['503'].headers).toHaveProperty('Retry-After')
    expect(document.paths['/session'].delete.responses['204'].headers).toHaveProperty('Set-Cookie')
  })

  it('has the events of a batch, and what is sent when it has settled', () => {
    const { schema } =
      document.paths['/batches/{id}/events'].get.responses['200'].content['text/event-stream']
    expect(schema.contentSchema.items).toEqual({ $ref: '#/components/schemas/BatchEvent' })
    expect(document.components.schemas.BatchEvent.oneOf).toEqual(
      ['ProgressEvent', 'LeafEvent', 'SettledEvent'].map(name => ({ $ref: `#/components/schemas/${name}` })),
    )
    const { post } = document.webhooks['batch.settled']
    expect(post.parameters.map(({ name }: { name: string }) => name)).toEqual([
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
    ])
    expect(post.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/BatchSettled',
    })
  })
})

describe('a route that', () => {
  const described = { operationId: 'tellSecret', tags: ['Secrets'], summary: 'A secret', response: {} }

  async function start(...routes: { url: string; schema?: object }[]): Promise<void> {
    const app = fastify()
    describeRoutes(app, '')
    app.register(async scope => {
      for (const route of routes) scope.route({ method: 'GET', ...route, handler: async () => 'ok' })
    })
    try {
      await app.ready()
    } finally {
      await app.close()
    }
  }

  it('is described, or hidden, is served', async () => {
    await start({ url: '/secret', schema: described }, { url: '/hidden', schema: { hide: true } })
  })

  it.each([
    ['has no schema', undefined, 'operationId, tags, summary, response'],
    ['says not enough', { ...described, summary: undefined }, 'summary'],
  ])('%s keeps the API from starting', async (_name, schema, missing) => {
    await expect(start({ url: '/secret', ...(schema === undefined ? {} : { schema }) })).rejects.toThrow(
      `GET /secret is served, but not described. Give its schema: ${missing}; or hide: true.`,
    )
  })

  it('has the name of another keeps the API from starting', async () => {
    await expect(
      start({ url: '/secret', schema: described }, { url: '/other', schema: described }),
    ).rejects.toThrow('GET /other and GET /secret have the same operationId, tellSecret.')
  })
})

describe('the page of the description', () => {
  it.each(['/docs', '/docs/'])('is at %s without a token, and loads nothing from elsewhere', async url => {
    const response = await api.app.inject({ url })
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    const policy = String(response.headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/https?:|unsafe|\*/)
    expect(response.payload).not.toMatch(/https?:\/\//)
    const assets = [...response.payload.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)
    expect(assets.length).toBeGreaterThan(4)
    for (const path of assets) {
      const asset = await api.app.inject({ url: new URL(path, 'http://host/docs/').pathname })
      expect([path, asset.statusCode]).toEqual([path, 200])
    }
  })

  it('is the only one with its policy', async () => {
    const response = await api.app.inject({ url: '/' })
    expect(response.headers['content-security-policy']).not.toContain('data:')
  })
})
