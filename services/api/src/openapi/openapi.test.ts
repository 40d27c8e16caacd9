import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApi, type TestApi } from '../api.testing.ts'
import { describeRoutes } from './openapi.ts'
import { OPERATIONS } from './operations.ts'

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

  it('has every call, and no other', () => {
    const calls = Object.entries<object>(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map(method => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(calls.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted())
  })

  it('explains every parameter', () => {
    const parameters = Object.values<object>(document.paths).flatMap(item =>
      Object.values(item).flatMap(call => call.parameters ?? []),
    )
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

  it('keeps an API from starting that serves what it does not have', async () => {
    const app = fastify()
    describeRoutes(app, api.deps.catalog, api.deps.limits)
    app.register(async scope => {
      scope.get('/healthz', { schema: { querystring: z.object({}) } }, async () => 'ok')
      scope.get('/secret', { schema: { querystring: z.object({}) } }, async () => 'ok')
    })
    app.setValidatorCompiler(() => () => true)
    await app.ready()
    expect(() => app.swagger()).toThrow('GET /secret is served, but not described.')
    await app.close()
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
