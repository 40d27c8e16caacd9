import { type Batch, problemSchema } from '@contactsheet/contract'
import fc from 'fast-check'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { openApi, settle, type TestApi } from './api.testing.ts'

/** Seeded, so that a failure is the same failure the next time; fast-check prints the smallest input that fails. */
const RUNS = { seed: 20261122, numRuns: 500 }

let api: TestApi
let batch: Batch
beforeAll(async () => {
  api = await openApi()
  batch = makeBatch(2)
  await api.store.accept(batch)
  await settle(api.store, batch)
})
afterAll(() => api.close())

/** What no answer may hold: stack traces, files of ours or of the machine, names of code. */
const LEAK =
  /node_modules|node:internal|\.ts\b|\n\s*at |ZodError|TypeError|RangeError|Cannot read prop|ENOENT/

async function send(request: InjectOptions): Promise<LightMyRequestResponse> {
  const response = await api.app.inject(request)
  expect(response.statusCode).toBeLessThan(500)
  expect(response.statusCode).toBeGreaterThanOrEqual(200)
  if (response.statusCode < 400 || request.method === 'HEAD') return response
  expect(response.headers['content-type']).toBe('application/problem+json')
  // What was sent may be quoted, and looks like anything.
  const { detail, errors = [], ...rest } = problemSchema.parse(response.json())
  expect(rest.status).toBe(response.statusCode)
  expect(detail).not.toBe('')
  for (const text of [detail, ...errors.map(({ message }) => message)]) {
    expect(text).not.toContain(api.folder)
    expect(text).not.toMatch(LEAK)
  }
  return response
}

/** Characters an address can have, those included that mean something to somebody. */
const odd = fc.string({
  unit: fc.constantFrom(
    ...'abcxyz0189-_.~%/?&=+,;:@!$()*[]{}|"<>^`',
    '..',
    '../',
    '%2e%2e%2f',
    '%00',
    '%0d%0a',
    '%ff',
    '%',
    '%zz',
    '__proto__',
    'constructor',
    '\u00e9',
  ),
  maxLength: 40,
})
const segment = fc.oneof(
  odd,
  fc.string({ maxLength: 300 }).map(encodeURIComponentSafely),
  fc.constantFrom('zzzzzzzzzz-zzzzzz', '0000-00-a-fox--gpt-image-2.jpg', 'batch.json', 'result.json', 'NaN'),
)

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')

/** Addresses of every route, with anything in the places of their parameters. */
const address = fc
  .tuple(
    fc.constantFrom(
      '/',
      '/batches',
      '/batches/$',
      '/batches/$/leaves',
      '/batches/$/events',
      '/batches/$/cancel',
      '/batches/$/retry',
      '/batches/$/sheet.jpg',
      '/batches/$/archive.zip',
      '/images',
      '/images/$/$',
      '/images/$',
      '/models',
      '/styles',
      '/templates',
      '/fonts',
      '/images/delete',
      '/session',
      '/preview',
      '/healthz',
      '/readyz',
      '/metrics',
      '/openapi.json',
      '/docs',
      '/$',
      '/$/$/$',
    ),
    fc.array(fc.oneof(segment, fc.constant('settled')), { minLength: 3, maxLength: 3 }),
  )
  .map(([path, parts]) => path.replace(/\$/g, () => parts.pop() ?? ''))

const query = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom('cursor', 'limit', 'state', 'dryRun', 'all', 'download', 'batch', 'model'),
        segment,
      ),
      fc.oneof(segment, fc.integer().map(String), fc.constantFrom('', 'true', 'failed', '1e9', '0x10', '-0')),
    ),
    { maxLength: 4 },
  )
  .map(pairs => (pairs.length === 0 ? '' : `?${pairs.map(pair => pair.join('=')).join('&')}`))

/** Anything JSON can say, the hostile included. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom({ __proto__: null }, [[[[[[]]]]]], 1e308, '\u0000', '\ud800', '\u202e', ' '),
)
const prompts = fc.oneof(
  fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), anything), { maxLength: 5 }),
  anything,
)
const models = fc.oneof(
  fc.array(
    fc.oneof(fc.constantFrom('gpt-image-2', 'dall-e-3', 'gpt-imag-2', '__proto__', 'constructor'), anything),
    {
      maxLength: 3,
    },
  ),
  anything,
)
const word = fc.oneof(
  fc.constantFrom('anime', 'photorealistic', 'bottom-bar', 'left-panel', 'inter', 'lora', '', 'toString'),
  anything,
)
const objectForm = fc.record(
  {
    prompts,
    models,
    style: word,
    template: word,
    font: word,
    context: word,
    extraPrompt: word,
    webhook: word,
    maxCostUsd: fc.oneof(fc.double(), anything),
    dryRun: anything,
  },
  { requiredKeys: [] },
)
const positionalForm = fc
  .tuple(prompts, models, word, word, word, word, word, anything)
  .chain(parts => fc.nat({ max: 8 }).map(length => parts.slice(0, length)))

describe('whatever is sent', () => {
  it('as a batch in the object form gets an answer, never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(objectForm, anything), async body => {
        await send({
          method: 'POST',
          url: '/batches?dryRun',
          headers: JSON_TYPE,
          payload: JSON.stringify(body),
        })
      }),
      RUNS,
    )
  })

  it('as a batch in the positional form gets an answer, never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(positionalForm, async body => {
        await send({
          method: 'POST',
          url: '/batches?dryRun',
          headers: JSON_TYPE,
          payload: JSON.stringify(body),
        })
      }),
      RUNS,
    )
  })

  it('in both forms of one batch is taken or refused alike, for the same fields', async () => {
    const fields = ['prompts', 'models', 'style', 'template', 'font', 'context', 'extraPrompt'] as const
    await fc.assert(
      fc.asyncProperty(fc.tuple(prompts, models, word, word, word, word, word), async parts => {
        const object = Object.fromEntries(fields.map((field, index) => [field, parts[index]]))
        const [one, other] = await Promise.all(
          [object, parts].map(body =>
            send({
              method: 'POST',
              url: '/batches?dryRun',
              headers: JSON_TYPE,
              payload: JSON.stringify(body),
            }),
          ),
        )
        const { instance: _, ...first } = one?.json() ?? {}
        const { instance: __, ...second } = other?.json() ?? {}
        expect(second).toEqual(first)
      }),
      { ...RUNS, numRuns: 300 },
    )
  })

  it('as any body to any route that takes one gets an answer, never a fault', async () => {
    const url = fc.constantFrom('/batches?dryRun', '/session', '/images/delete', '/preview')
    const type = fc.constantFrom('application/json', 'application/json', 'text/plain', 'a/b; c', '')
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
      fc.oneof(anything, objectForm).map(value => JSON.stringify(value) ?? ''),
    )
    await fc.assert(
      fc.asyncProperty(url, type, body, async (url, type, payload) => {
        await send({ method: 'POST', url, headers: { 'content-type': type }, payload })
      }),
      RUNS,
    )
  })

  it('to any address, by any method, with any query gets an answer, never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(method, address, query, async (method, path, query) => {
        const url = `${path.replace('settled', batch.id)}${query}`
        await send({ method, url: url.startsWith('/') ? url : `/${url}` })
      }),
      { ...RUNS, numRuns: 2_000 },
    )
  })

  it('as an Idempotency-Key gets an answer, never a fault', async () => {
    const payload = { prompts: ['A fox'], models: ['gpt-image-2'] }
    const keys = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map(code => String.fromCharCode(code)),
    })
    await fc.assert(
      fc.asyncProperty(keys, async key => {
        const { statusCode } = await send({
          method: 'POST',
          url: '/batches',
          headers: { 'idempotency-key': key },
          payload,
        })
        expect([202, 400]).toContain(statusCode)
      }),
      { ...RUNS, numRuns: 60 },
    )
  })
})

const JSON_TYPE = { 'content-type': 'application/json' }
